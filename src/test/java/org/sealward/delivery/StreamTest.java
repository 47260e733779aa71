package org.sealward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.GenericArgument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.ClientFrame;
import org.sealward.api.Connection;
import org.sealward.api.Page;
import org.sealward.api.ServerFrame;
import org.sealward.conversation.TestConversation;

final class StreamTest {
  private static final Duration QUIET = Duration.ofMillis(600);

  /** One for all tests, each with people of its own. */
  private static final TestClinic CLINIC = TestClinic.open(TestService.get());

  private final TestService service = TestService.get();
  private final TestUser doctor = CLINIC.specialist("cardiology");
  private final TestUser patient = CLINIC.patientOf(doctor);

  private static void send(TestConversation conversation, TestUser sender, String content) {
    assertThat(
            sender
                .post(conversation.path() + "/messages", conversation.message(sender, content))
                .status())
        .isEqualTo(201);
  }

  private static List<Long> seqs(List<ServerFrame.Event> events, UUID stream) {
    return events.stream()
        .filter(event -> event.stream().equals(stream))
        .map(ServerFrame.Event::seq)
        .toList();
  }

  @Test
  void message_reachesMembers_andNobodyElse() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    TestUser stranger = CLINIC.specialist("cardiology");
    try (TestSocket forDoctor = TestSocket.resumed(service, doctor, Map.of());
        TestSocket forStranger = TestSocket.resumed(service, stranger, Map.of())) {
      assertThat(seqs(forDoctor.untilCaughtUp(), conversation.id())).containsExactly(1L);
      assertThat(seqs(forStranger.untilCaughtUp(), conversation.id())).isEmpty();

      send(conversation, patient, "{}");

      ServerFrame.Event event = forDoctor.nextEvent();
      assertThat(event.kind()).isEqualTo("message");
      assertThat(event.stream()).isEqualTo(conversation.id());
      assertThat(event.seq()).isEqualTo(2);
      assertThat(event.actor()).isEqualTo(patient.id());
      assertThat(event.body()).isNotNull();
      assertThat(forStranger.poll(QUIET)).isNull();
    }
  }

  @Test
  void endOfAConnection_isToldToBoth_whoeverEndsIt() throws IOException {
    UUID connection =
        patient
            .get("/v1/connections")
            .as(new GenericArgument<Page<Connection>>() {})
            .items()
            .getFirst()
            .id();
    try (TestSocket forDoctor = TestSocket.resumed(service, doctor, Map.of());
        TestSocket forPatient = TestSocket.resumed(service, patient, Map.of())) {
      forDoctor.untilCaughtUp();
      forPatient.untilCaughtUp();

      assertThat(doctor.post("/v1/connections/" + connection + "/end").status()).isEqualTo(200);

      for (TestSocket socket : List.of(forDoctor, forPatient)) {
        ServerFrame.Event event = socket.nextEvent();
        assertThat(event.kind()).isEqualTo("connection");
        assertThat(event.stream()).isEqualTo((socket == forDoctor ? doctor : patient).id());
        assertThat(event.actor()).isEqualTo(doctor.id());
        Connection told =
            service
                .json()
                .readValueFromTree(Objects.requireNonNull(event.body()), Connection.class);
        assertThat(told.id()).isEqualTo(connection);
        assertThat(told.state()).isEqualTo("ended");
      }
    }
  }

  @Test
  void returningSocket_getsWhatItMissed_andNothingTwice() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    send(conversation, patient, "{\"n\":1}");
    List<ServerFrame.Event> before;
    try (TestSocket socket = TestSocket.resumed(service, doctor, Map.of())) {
      before = socket.untilCaughtUp();
    }
    send(conversation, patient, "{\"n\":2}");
    send(conversation, patient, "{\"n\":3}");

    assertThat(seqs(before, conversation.id())).containsExactly(1L, 2L);
    long ownSeq = seqs(before, doctor.id()).getLast();
    try (TestSocket socket =
        TestSocket.resumed(service, doctor, Map.of(conversation.id(), 2L, doctor.id(), ownSeq))) {
      List<ServerFrame.Event> missed = socket.untilCaughtUp();
      assertThat(seqs(missed, conversation.id())).containsExactly(3L, 4L);
      assertThat(missed).hasSize(2);

      send(conversation, patient, "{\"n\":4}");
      assertThat(socket.nextEvent().seq()).isEqualTo(5);
    }
  }

  @Test
  void positions_ofAnotherTimeline_countForNothing() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    try (TestSocket socket = TestSocket.connect(service)) {
      socket.say(new ClientFrame.Authenticate(doctor.accessToken()));
      assertThat(socket.next()).isInstanceOf(ServerFrame.Ready.class);
      socket.say(new ClientFrame.Resume(UUID.randomUUID(), Map.of(conversation.id(), 1_000L)));

      assertThat(seqs(socket.untilCaughtUp(), conversation.id())).containsExactly(1L);
    }
  }

  @Test
  void reader_thatAcknowledgesNothing_getsAWindowfulOnly_andTheRestLater() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    for (int i = 0; i < ServerFrame.WINDOW + 40; i++) {
      send(conversation, patient, "{}");
    }
    try (TestSocket socket = TestSocket.resumed(service, doctor, Map.of(doctor.id(), 1_000L))) {
      for (int i = 1; i <= ServerFrame.WINDOW; i++) {
        ServerFrame.Event event = (ServerFrame.Event) socket.next();
        assertThat(event.frame()).isEqualTo(i);
        assertThat(event.seq()).isEqualTo(i);
      }
      send(conversation, patient, "{}");
      assertThat(socket.poll(QUIET)).isNull();

      socket.say(new ClientFrame.Ack(ServerFrame.WINDOW));
      List<ServerFrame.Event> rest = socket.untilCaughtUp();
      // The entry, the messages, and the one that came while the window was full.
      assertThat(rest.getLast().seq()).isEqualTo(1 + ServerFrame.WINDOW + 40 + 1);
      assertThat(rest).hasSize(1 + 40 + 1);
    }
  }

  @Test
  void removedMember_learnsOfIt_andGetsNothingLater() {
    TestUser carer = CLINIC.specialist("nursing");
    TestConversation conversation = TestConversation.begin(doctor, patient, carer);
    try (TestSocket live = TestSocket.resumed(service, carer, Map.of())) {
      live.untilCaughtUp();

      conversation.change(patient);
      assertThat(doctor.post(conversation.path() + "/entries", conversation.body()).status())
          .isEqualTo(201);
      send(conversation, patient, "{\"secret\":1}");

      List<String> kinds = List.of(live.nextEvent().kind(), live.nextEvent().kind());
      assertThat(kinds).containsExactlyInAnyOrder("membership", "conversation-left");
      assertThat(live.poll(QUIET)).isNull();
    }
    try (TestSocket later = TestSocket.resumed(service, carer, Map.of(conversation.id(), 1L))) {
      List<ServerFrame.Event> events = later.untilCaughtUp();
      assertThat(seqs(events, conversation.id())).isEmpty();
      assertThat(events.getLast().kind()).isEqualTo("conversation-left");
    }
  }

  @Test
  void memberWhoCameLater_getsEventsFromTheirEntryOn() {
    TestUser carer = CLINIC.specialist("nursing");
    TestConversation conversation = TestConversation.begin(doctor, patient);
    send(conversation, patient, "{\"before\":1}");
    try (TestSocket live = TestSocket.resumed(service, carer, Map.of())) {
      live.untilCaughtUp();

      conversation.change(patient, carer);
      doctor.post(conversation.path() + "/entries", conversation.body());
      send(conversation, patient, "{\"after\":1}");

      List<ServerFrame.Event> events =
          List.of(live.nextEvent(), live.nextEvent(), live.nextEvent());
      assertThat(seqs(events, conversation.id())).containsExactly(3L, 4L);
      assertThat(events).anySatisfy(e -> assertThat(e.kind()).isEqualTo("conversation"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"authenticate\",\"token\":\"not-a-token\"}",
        "{\"type\":\"resume\",\"positions\":{}}",
        "{\"type\":\"ack\",\"frame\":1}",
        "{\"type\":\"unknown\"}",
        "{\"type\":\"ack\",\"frame\":1,\"frame\":2}",
        "not json"
      })
  void socket_withoutAValidFirstFrame_isRefused(String first) throws InterruptedException {
    try (TestSocket socket = TestSocket.connect(service)) {
      socket.say(first);

      assertThat(socket.next()).isInstanceOf(ServerFrame.Refused.class);
      assertThat(socket.awaitClose()).isEqualTo(1008);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ack\",\"frame\":\"1\"}",
        "{\"type\":\"ack\",\"frame\":1.0}",
        "{\"type\":\"ack\",\"frame\":1}1",
        "{\"type\":\"ack\",\"frame\":1,\"more\":1}",
        "{\"frame\":\"1\",\"type\":\"ack\"}",
        "{\"frame\":1,\"type\":\"ack\",\"frame\":1}",
        "{\"type\":\"ack\"}",
        "{\"type\":\"ack\",\"frame\":null}",
        "{\"type\":[\"ack\"],\"frame\":1}",
        "{\"type\":\"resume\",\"positions\":{\"1-1-1-1-1\":1}}",
        "{\"type\":\"resume\",\"positions\":{\"0f8fad5b-d9cb-469f-a165-70867728950e\":\"1\"}}",
        "[{\"type\":\"ack\",\"frame\":1}]",
        "null",
        ""
      })
  void frame_thatIsNotExactlyOfTheProtocol_endsTheSocket(String frame) throws InterruptedException {
    try (TestSocket socket = TestSocket.resumed(service, doctor, Map.of())) {
      socket.untilCaughtUp();
      socket.say("{\"frame\":1,\"type\":\"ack\"}");
      socket.say(new ClientFrame.Authenticate(doctor.accessToken()));
      assertThat(socket.next()).isInstanceOf(ServerFrame.Ready.class);

      socket.say(frame);

      assertThat(socket.next())
          .isInstanceOfSatisfying(
              ServerFrame.Refused.class,
              refused ->
                  assertThat(refused.problem()).isEqualTo("urn:sealward:problem:frame-not-valid"));
      assertThat(socket.awaitClose()).isEqualTo(1008);
    }
  }

  @Test
  void goodbye_isAnswered() throws InterruptedException {
    try (TestSocket socket = TestSocket.resumed(service, doctor, Map.of())) {
      socket.untilCaughtUp();

      socket.sayGoodbye();

      assertThat(socket.awaitClose()).isEqualTo(1000);
    }
  }

  @Test
  void token_isRenewedInPlace_butOnlyForTheSameUser() throws InterruptedException {
    try (TestSocket socket = TestSocket.resumed(service, doctor, Map.of())) {
      socket.untilCaughtUp();
      socket.say(new ClientFrame.Authenticate(doctor.accessToken()));
      assertThat(socket.next()).isInstanceOf(ServerFrame.Ready.class);

      socket.say(new ClientFrame.Authenticate(patient.accessToken()));
      assertThat(socket.next())
          .isInstanceOfSatisfying(
              ServerFrame.Refused.class,
              refused ->
                  assertThat(refused.problem()).isEqualTo("urn:sealward:problem:token-refused"));
      assertThat(socket.awaitClose()).isEqualTo(1008);
    }
  }

  @Test
  void connectionRequest_isAnEvent_onBothUsersStreams() {
    TestUser newcomer = CLINIC.patient();
    try (TestSocket forDoctor = TestSocket.resumed(service, doctor, Map.of())) {
      forDoctor.untilCaughtUp();
      newcomer.post("/v1/connections", new org.sealward.api.NewConnection(doctor.id()));

      ServerFrame.Event event = forDoctor.nextEvent();
      assertThat(event.kind()).isEqualTo("connection");
      assertThat(event.stream()).isEqualTo(doctor.id());
      var body = Objects.requireNonNull(event.body());
      assertThat(Objects.requireNonNull(body.get("state")).getStringValue()).isEqualTo("requested");
    }
  }
}
