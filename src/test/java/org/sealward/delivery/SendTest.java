package org.sealward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.ClientFrame;
import org.sealward.api.Page;
import org.sealward.api.ServerFrame;
import org.sealward.api.StoredMessage;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SealedMessage;

/** Messages sent over the WebSocket. */
final class SendTest {
  /** One for all tests, each with people of its own. */
  private static final TestClinic CLINIC = TestClinic.open(TestService.get());

  private final TestService service = TestService.get();
  private final TestUser doctor = CLINIC.specialist("cardiology");
  private final TestUser patient = CLINIC.patientOf(doctor);

  private TestSocket caughtUp(TestUser user) {
    TestSocket socket = TestSocket.resumed(service, user, Map.of());
    socket.untilCaughtUp();
    return socket;
  }

  /** Skips what is delivered: a sender gets its own messages as events, too. */
  private static ServerFrame answer(TestSocket socket, SealedMessage message) {
    socket.say(new ClientFrame.Send(message));
    return answer(socket);
  }

  private static ServerFrame answer(TestSocket socket) {
    while (true) {
      switch (socket.next()) {
        case ServerFrame.Event event -> socket.say(new ClientFrame.Ack(event.frame()));
        case ServerFrame frame -> {
          return frame;
        }
      }
    }
  }

  private static String problem(ServerFrame frame) {
    return ((ServerFrame.NotSent) frame).problem().replace("urn:sealward:problem:", "");
  }

  private static SealedMessage forged(SealedMessage message) {
    byte[] signature = message.signature().toArray();
    signature[40] ^= 1;
    return new SealedMessage(message.header(), message.body(), Bytes.of(signature));
  }

  @Test
  void message_isAnsweredWithItsPlace_storedAndDelivered() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    SealedMessage message = conversation.message(patient, "{}");
    try (TestSocket sender = caughtUp(patient);
        TestSocket receiver = caughtUp(doctor)) {
      ServerFrame.Sent sent = (ServerFrame.Sent) answer(sender, message);

      assertThat(sent.messageId()).isEqualTo(message.header().messageId());
      assertThat(sent.seq()).isEqualTo(2);
      assertThat(receiver.nextEvent().seq()).isEqualTo(2);
      @SuppressWarnings("unchecked")
      Page<StoredMessage> stored =
          doctor
              .get(conversation.path() + "/messages")
              .as(Argument.of(Page.class, StoredMessage.class));
      assertThat(stored.items()).containsExactly(new StoredMessage(2, sent.at(), message));
    }
  }

  /** Four times as many as may be open: the service reads on as it answers. */
  @Test
  void manyMessages_sentWithoutWaiting_areStoredInTheirOrder() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    List<SealedMessage> messages = new ArrayList<>();
    for (int i = 0; i < 4 * Inbox.LIMIT; i++) {
      messages.add(conversation.message(patient, "{}"));
    }
    try (TestSocket sender = caughtUp(patient)) {
      messages.forEach(message -> sender.say(new ClientFrame.Send(message)));

      List<ServerFrame.Sent> answers = new ArrayList<>();
      messages.forEach(_ -> answers.add((ServerFrame.Sent) answer(sender)));
      assertThat(answers)
          .extracting(ServerFrame.Sent::messageId)
          .containsExactlyElementsOf(messages.stream().map(m -> m.header().messageId()).toList());
      assertThat(answers)
          .extracting(ServerFrame.Sent::seq)
          .containsExactlyElementsOf(LongStream.range(2, 2 + messages.size()).boxed().toList());
    }
  }

  @Test
  void forgedMessage_isNotSent_andTheSocketServesTheNext() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    SealedMessage message = conversation.message(patient, "{}");
    try (TestSocket socket = caughtUp(patient)) {
      assertThat(problem(answer(socket, forged(message)))).isEqualTo("invalid-envelope");

      assertThat(answer(socket, message)).isInstanceOf(ServerFrame.Sent.class);
    }
  }

  @Test
  void message_sentAgain_hasTheSamePlace_andOtherBytesUnderItsIdAreRefused() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    SealedMessage message = conversation.message(patient, "{}");
    SealedMessage other =
        conversation.message(patient, "{\"n\":1}", message.header().messageId(), null);
    try (TestSocket socket = caughtUp(patient)) {
      ServerFrame first = answer(socket, message);
      assertThat(first).isInstanceOf(ServerFrame.Sent.class);
      assertThat(answer(socket, message)).isEqualTo(first);
      assertThat(problem(answer(socket, other))).isEqualTo("message-id-conflict");
    }
  }

  @Test
  void message_ofAnotherSender_orOfAStranger_isNotSent() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    TestUser stranger = CLINIC.specialist("nursing");
    try (TestSocket socket = caughtUp(doctor);
        TestSocket forStranger = caughtUp(stranger)) {
      assertThat(problem(answer(socket, conversation.message(patient, "{}"))))
          .isEqualTo("invalid-request");
      assertThat(problem(answer(forStranger, conversation.message(stranger, "{}"))))
          .isEqualTo("conversation-not-found");
      assertThat(answer(socket, conversation.message(doctor, "{}")))
          .isInstanceOf(ServerFrame.Sent.class);
    }
  }

  @Test
  void message_ofAnEarlierEpoch_isNotSent() {
    TestUser carer = CLINIC.specialist("nursing");
    TestConversation conversation = TestConversation.begin(doctor, patient, carer);
    SealedMessage early = conversation.message(patient, "{}");
    conversation.change(patient);
    assertThat(doctor.post(conversation.path() + "/entries", conversation.body()).status())
        .isEqualTo(201);
    try (TestSocket socket = caughtUp(patient)) {
      assertThat(problem(answer(socket, early))).isEqualTo("stale-epoch");
      assertThat(answer(socket, conversation.message(patient, "{}")))
          .isInstanceOf(ServerFrame.Sent.class);
    }
  }

  @Test
  void message_beforeTheToken_closesTheSocket() throws InterruptedException {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    try (TestSocket socket = TestSocket.connect(service)) {
      socket.say(new ClientFrame.Send(conversation.message(patient, "{}")));

      assertThat(socket.next()).isInstanceOf(ServerFrame.Refused.class);
      assertThat(socket.awaitClose()).isEqualTo(1008);
    }
  }
}
