package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;

class EventReadersTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final UUID stream = UUID.randomUUID();

  @Test
  void reader_newToALogWithEvents_startsAtItsBeginning() throws Exception {
    try (Node node = Node.on(database)) {
      node.append(stream, "1");
      node.append(stream, "2");
    }
    RecordingReader reader = new RecordingReader("late");
    try (Node node = Node.on(database, reader)) {
      node.append(stream, "3");
      reader.observed().await("3");
    }
    assertThat(reader.observed().texts()).containsExactly("1", "2", "3");
  }

  @Test
  void reader_afterARestart_goesOnBehindItsStoredCursor() throws Exception {
    RecordingReader before = new RecordingReader("restarted");
    try (Node node = Node.on(database, before)) {
      node.append(stream, "1");
      before.observed().await("1");
    }
    RecordingReader after = new RecordingReader("restarted");
    try (Node node = Node.on(database, after)) {
      node.append(stream, "2");
      after.observed().await("2");
    }
    assertThat(before.observed().texts()).containsExactly("1");
    assertThat(after.observed().texts()).containsExactly("2");
  }

  @Test
  void reader_ofOtherKindsThanMostEvents_getsItsOwnFromBeyondThem() throws Exception {
    RecordingReader reader = new RecordingReader("selective");
    try (Node node = Node.on(database)) {
      node.append(stream, "1");
      for (int i = 0; i < 9; i++) {
        node.transactions()
            .write(
                unit -> {
                  for (int j = 0; j < 500; j++) {
                    unit.append(new NewEvent(stream, "connection", Node.ACTOR, Node.DIGEST, null));
                  }
                  return 0;
                });
      }
      node.append(stream, "2");
    }
    try (Node node = Node.on(database, reader)) {
      reader.observed().await("2");
      node.append(stream, "3");
      reader.observed().await("3");
    }
    assertThat(reader.observed().texts()).containsExactly("1", "2", "3");
  }

  @Test
  void poisonedEvent_stopsItsReaderThereUntilHealed_andNoOther() throws Exception {
    RecordingReader poisoned = new RecordingReader("poisoned");
    RecordingReader healthy = new RecordingReader("healthy");
    poisoned.poisonedBy("3");
    try (Node node = Node.on(database, poisoned, healthy)) {
      node.transactions()
          .write(
              unit -> {
                for (String text : List.of("1", "2", "3", "4")) {
                  unit.append(Node.event(stream, text));
                }
                return 0;
              });
      healthy.observed().await("4");
      // One by one after the first failure, so that what comes before the poison is done.
      poisoned.observed().await("2");
      assertThat(poisoned.observed().texts()).containsExactly("1", "2");

      poisoned.poisonedBy("");
      poisoned.observed().await("4");
    }
    assertThat(poisoned.observed().texts()).containsExactly("1", "2", "3", "4");
    assertThat(healthy.observed().texts()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void reader_whoseNodeEnds_isTakenOverByTheOther() throws Exception {
    RecordingReader reader = new RecordingReader("shared");
    try (Node survivor = Node.on(database, reader)) {
      try (Node leaver = Node.on(database, reader)) {
        leaver.append(stream, "1");
        survivor.append(stream, "2");
        reader.observed().await("2");
      }
      survivor.append(stream, "3");
      reader.observed().await("3");
    }
    assertThat(reader.observed().texts()).containsExactly("1", "2", "3");
    assertThat(reader.mostAtOnce()).isEqualTo(1);
  }

  @Test
  void readers_withOneName_areRefused() {
    try (Node node = Node.on(database)) {
      PooledConnections connections = node.get(PooledConnections.class);
      assertThatThrownBy(
              () ->
                  new EventReaders(
                      List.of(new RecordingReader("twice"), new RecordingReader("twice")),
                      connections,
                      new AppendSignal(),
                      new SimpleMeterRegistry()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("twice");
    }
  }
}
