package org.sealward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.ServerFrame;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.SignedLeave;

/** A leave over open sockets, with every cache of the service warm. */
final class LeaveStreamTest {
  private static final Duration QUIET = Duration.ofMillis(600);

  private final TestService service = TestService.get();
  private final TestClinic clinic = TestClinic.open(service);
  private final TestUser doctor = clinic.specialist("cardiology");
  private final TestUser nurse = clinic.specialist("nursing");

  @Test
  void leaver_hearsOfTheLeave_andNothingLater_whileOthersHearAll() {
    TestConversation conversation = TestConversation.begin(doctor, nurse);
    try (TestSocket leaver = TestSocket.resumed(service, nurse, Map.of());
        TestSocket other = TestSocket.resumed(service, doctor, Map.of())) {
      leaver.untilCaughtUp();
      other.untilCaughtUp();
      doctor.post(conversation.path() + "/messages", conversation.message(doctor, "{\"warm\":1}"));
      assertThat(leaver.nextEvent().kind()).isEqualTo("message");
      assertThat(other.nextEvent().kind()).isEqualTo("message");

      SignedLeave leave = conversation.leave(nurse);
      assertThat(nurse.post(conversation.path() + "/leaves", leave).status()).isEqualTo(204);
      conversation.authored(doctor, List.of(leave), Map.of(doctor, MemberRole.ADMIN));
      assertThat(doctor.post(conversation.path() + "/entries", conversation.body()).status())
          .isEqualTo(201);
      doctor.post(
          conversation.path() + "/messages", conversation.message(doctor, "{\"secret\":1}"));

      assertThat(kinds(leaver, 2)).containsExactlyInAnyOrder("leave", "conversation-left");
      assertThat(leaver.poll(QUIET)).isNull();
      assertThat(kinds(other, 3)).containsExactly("leave", "membership", "message");
    }
    try (TestSocket later = TestSocket.resumed(service, nurse, Map.of(conversation.id(), 2L))) {
      assertThat(later.untilCaughtUp())
          .extracting(ServerFrame.Event::stream)
          .doesNotContain(conversation.id());
    }
  }

  private static List<String> kinds(TestSocket socket, int count) {
    return Stream.generate(() -> socket.nextEvent().kind()).limit(count).toList();
  }
}
