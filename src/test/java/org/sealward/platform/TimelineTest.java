package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;
import org.sealward.envelope.Bytes;

class TimelineTest {
  private static final UUID OWNER = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-000000000002");

  private static TestDatabase database;
  private static Node node;
  private static Timeline timeline;

  @BeforeAll
  static void start() {
    database = TestDatabase.fresh();
    node = Node.on(database);
    timeline = node.get(Timeline.class);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void cursor_ofThisTimelineAndOwner_givesItsNumber() {
    assertThat(timeline.number(OWNER, timeline.cursor(OWNER, 0))).isZero();
    assertThat(timeline.number(OWNER, timeline.cursor(OWNER, Long.MAX_VALUE)))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void cursor_fromAnotherNode_isGood() {
    try (Node other = Node.on(database)) {
      assertThat(timeline.number(OWNER, other.get(Timeline.class).cursor(OWNER, 7))).isEqualTo(7);
    }
  }

  @Test
  void cursor_ofAnotherOwner_isRefused() {
    assertProblem(
        GeneralProblem.INVALID_CURSOR, () -> timeline.number(OWNER, timeline.cursor(OTHER, 7)));
  }

  @Test
  void cursor_withAnyByteChanged_isRefused() {
    byte[] genuine = Bytes.fromBase64Url(timeline.cursor(OWNER, 7)).toArray();
    for (int i = 0; i < genuine.length; i++) {
      byte[] forged = genuine.clone();
      forged[i] ^= 1;
      boolean ofTheTimeline = i >= 1 && i < 17;
      assertProblem(
          ofTheTimeline ? GeneralProblem.FOREIGN_CURSOR : GeneralProblem.INVALID_CURSOR,
          () -> timeline.number(OWNER, Bytes.of(forged).base64Url()));
    }
  }

  @Test
  void cursor_thatIsNone_isRefused() {
    String genuine = timeline.cursor(OWNER, 7);
    for (String text :
        new String[] {
          "", "7", "not base64!", genuine + "AAAA", genuine.substring(4), genuine + "="
        }) {
      assertProblem(GeneralProblem.INVALID_CURSOR, () -> timeline.number(OWNER, text));
    }
  }

  @Test
  void cursor_ofAnEarlierTimeline_isRefusedWithTheAdviceToResynchronise() throws SQLException {
    TestDatabase restored = TestDatabase.fresh();
    String cursor;
    try (Node before = Node.on(restored)) {
      cursor = before.get(Timeline.class).cursor(OWNER, 7);
    }
    // As if another cluster had been restored: the history that the row tells of is not this one.
    try (Connection superuser = restored.asSuperuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("UPDATE timeline SET history = 'of another cluster/00000001'");
    }
    try (Node after = Node.on(restored)) {
      Timeline present = after.get(Timeline.class);
      assertProblem(GeneralProblem.FOREIGN_CURSOR, () -> present.number(OWNER, cursor));
      assertThatThrownBy(() -> present.number(OWNER, cursor))
          .hasMessageContaining("the last sequence number that you have");
      assertThat(present.number(OWNER, present.cursor(OWNER, 8))).isEqualTo(8);
    }
  }

  @Test
  void timeline_ofOneHistory_isTheSameAfterARestartOfTheService() {
    try (Node other = Node.on(database)) {
      assertThat(other.get(Timeline.class).current()).isEqualTo(timeline.current());
    }
  }

  private static void assertProblem(ProblemType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.type()).isEqualTo(type));
  }
}
