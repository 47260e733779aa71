package org.sealward.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.Connection;
import org.sealward.api.ConversationSummary;
import org.sealward.api.MessageStored;
import org.sealward.api.NewConnection;
import org.sealward.api.NewEntry;
import org.sealward.api.Page;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Opener;
import org.sealward.envelope.SealedMessage;

final class ConversationRoutesTest {
  /** One for all tests, each with people of its own. */
  private static final TestClinic CLINIC = TestClinic.open(TestService.get());

  private final TestService service = TestService.get();
  private final TestUser doctor = CLINIC.specialist("cardiology");
  private final TestUser patient = CLINIC.patientOf(doctor);

  @SuppressWarnings("unchecked")
  private static <T> Argument<Page<T>> page(Class<T> item) {
    return (Argument<Page<T>>) (Argument<?>) Argument.of(Page.class, item);
  }

  private static List<StoredMessage> messages(TestUser reader, TestConversation conversation) {
    return reader.get(conversation.path() + "/messages").as(page(StoredMessage.class)).items();
  }

  @Test
  void sealedText_travels_fromClientToClient() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    SealedMessage sealed = conversation.message(patient, "{\"type\":\"text\",\"text\":\"Hello\"}");

    TestUser.Answer sent = patient.post(conversation.path() + "/messages", sealed);
    assertThat(sent.status()).isEqualTo(201);

    SealedMessage received = messages(doctor, conversation).getFirst().message();
    EpochWrap wrap =
        doctor.get(conversation.path() + "/wraps").as(page(EpochWrap.class)).items().getFirst();
    StoredEntry entry =
        doctor.get(conversation.path() + "/entries").as(page(StoredEntry.class)).items().getFirst();
    Bytes opened =
        Opener.message(
            java.util.Objects.requireNonNull(received),
            entry.entry().entry(),
            patient.keys().bundle(),
            Opener.epochKey(wrap, entry.entry().entry(), doctor.keys()));
    assertThat(opened).isEqualTo(Bytes.utf8("{\"type\":\"text\",\"text\":\"Hello\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/entries", "/wraps", "/messages"})
  void stranger_getsNotFound_whereAMemberReads(String route) {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    TestUser stranger = CLINIC.specialist("cardiology");

    assertThat(doctor.get(conversation.path() + route).status()).isEqualTo(200);
    assertThat(stranger.get(conversation.path() + route).problem())
        .isEqualTo("conversation-not-found");
    assertThat(stranger.get("/v1/conversations/" + UUID.randomUUID() + route).problem())
        .isEqualTo("conversation-not-found");
  }

  @Test
  void stranger_cannotWrite_andLearnsNothing() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    TestUser stranger = CLINIC.specialist("cardiology");
    SealedMessage forged = conversation.message(stranger, "{}");

    assertThat(stranger.post(conversation.path() + "/messages", forged).problem())
        .isEqualTo("conversation-not-found");
    conversation.change(doctor, stranger);
    assertThat(stranger.post(conversation.path() + "/entries", conversation.body()).status())
        .isEqualTo(400);
    assertThat(doctor.post(conversation.path() + "/messages", forged).status()).isEqualTo(400);
  }

  @Test
  void message_withAnotherSignature_isRefused() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    SealedMessage good = conversation.message(patient, "{}");
    byte[] bad = good.signature().toArray();
    bad[5] ^= 1;

    assertThat(
            patient
                .post(
                    conversation.path() + "/messages",
                    new SealedMessage(good.header(), good.body(), Bytes.of(bad)))
                .problem())
        .isEqualTo("invalid-envelope");
    assertThat(patient.post(conversation.path() + "/messages", good).status()).isEqualTo(201);
  }

  @Test
  void message_sentTwice_isStoredOnce() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    SealedMessage message = conversation.message(patient, "{}");
    String path = conversation.path() + "/messages";

    MessageStored first = patient.post(path, message).as(MessageStored.class);
    TestUser.Answer second = patient.post(path, message);

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.as(MessageStored.class)).isEqualTo(first);
    assertThat(messages(doctor, conversation)).hasSize(1);
  }

  @Test
  void messageId_withOtherBytes_isAConflict() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    UUID id = TestConversation.uuid7();
    String path = conversation.path() + "/messages";

    patient.post(path, conversation.message(patient, "{\"a\":1}", id, null));
    assertThat(patient.post(path, conversation.message(patient, "{\"a\":2}", id, null)).problem())
        .isEqualTo("message-id-conflict");
    // The id is the sender's own: another sender may use it too.
    assertThat(doctor.post(path, conversation.message(doctor, "{\"a\":3}", id, null)).status())
        .isEqualTo(201);
  }

  @Test
  void removedMember_readsAndWritesNoMore_andTheKeyIsAnother() {
    TestUser carer = CLINIC.specialist("nursing");
    TestConversation conversation = TestConversation.begin(doctor, patient, carer);
    String path = conversation.path();
    assertThat(carer.post(path + "/messages", conversation.message(carer, "{}")).status())
        .isEqualTo(201);
    SealedMessage late = conversation.message(carer, "{\"late\":1}");
    SealedMessage stale = conversation.message(patient, "{\"stale\":1}");

    conversation.change(patient);
    assertThat(doctor.post(path + "/entries", conversation.body()).status()).isEqualTo(201);

    assertThat(carer.post(path + "/messages", late).problem()).isEqualTo("conversation-not-found");
    assertThat(carer.get(path + "/messages").problem()).isEqualTo("conversation-not-found");
    assertThat(carer.get(path + "/wraps").problem()).isEqualTo("conversation-not-found");
    assertThat(patient.post(path + "/messages", stale).problem()).isEqualTo("stale-epoch");
    assertThat(patient.post(path + "/messages", conversation.message(patient, "{}")).status())
        .isEqualTo(201);
    assertThat(carer.get("/v1/conversations").as(page(ConversationSummary.class)).items())
        .isEmpty();
  }

  @Test
  void memberWhoCameLater_readsFromTheirEpoch() {
    TestUser carer = CLINIC.specialist("nursing");
    TestConversation conversation = TestConversation.begin(doctor, patient);
    String path = conversation.path();
    doctor.post(path + "/messages", conversation.message(doctor, "{\"before\":1}"));

    conversation.change(patient, carer);
    assertThat(doctor.post(path + "/entries", conversation.body()).status()).isEqualTo(201);
    doctor.post(path + "/messages", conversation.message(doctor, "{\"after\":1}"));

    assertThat(messages(patient, conversation)).hasSize(2);
    assertThat(messages(carer, conversation)).hasSize(1);
    assertThat(carer.get(path + "/messages?after=0").as(page(StoredMessage.class)).items())
        .hasSize(1);
  }

  @Test
  void secondEntry_ofTheSameEpoch_isRefused() {
    TestUser carer = CLINIC.specialist("nursing");
    TestConversation conversation = TestConversation.begin(doctor, patient);
    conversation.change(patient, carer);
    NewEntry first = conversation.body();
    assertThat(doctor.post(conversation.path() + "/entries", first).status()).isEqualTo(201);

    assertThat(doctor.post(conversation.path() + "/entries", first).problem())
        .isEqualTo("epoch-taken");
    assertThat(doctor.post("/v1/conversations", first).problem()).isEqualTo("invalid-envelope");
  }

  @Test
  void conversation_withSomebodyOutOfReach_isRefused() {
    TestUser otherPatient = CLINIC.patient();

    assertThat(
            patient
                .post("/v1/conversations", TestConversation.draft(patient, otherPatient).body())
                .problem())
        .isEqualTo("member-not-reachable");
    assertThat(
            patient
                .post("/v1/conversations", TestConversation.draft(patient, doctor).body())
                .status())
        .isEqualTo(201);
  }

  @Test
  void conversation_withSomebodyOnceConnected_isRefused_andThoseThereAreGoOn() {
    TestUser leaver = CLINIC.patientOf(doctor);
    TestConversation before = TestConversation.begin(leaver, doctor);
    UUID ended = leaver.get("/v1/connections").as(page(Connection.class)).items().getFirst().id();

    assertThat(leaver.post("/v1/connections/" + ended + "/end").status()).isEqualTo(200);

    assertThat(
            leaver
                .post("/v1/conversations", TestConversation.draft(leaver, doctor).body())
                .problem())
        .isEqualTo("member-not-reachable");
    TestConversation byDoctor = TestConversation.begin(doctor, patient);
    byDoctor.change(patient, leaver);
    assertThat(doctor.post(byDoctor.path() + "/entries", byDoctor.body()).problem())
        .isEqualTo("member-not-reachable");
    assertThat(
            doctor
                .post(before.path() + "/messages", before.message(doctor, "{\"after\":1}"))
                .status())
        .isEqualTo(201);
    assertThat(messages(leaver, before)).hasSize(1);

    Connection anew =
        leaver.post("/v1/connections", new NewConnection(doctor.id())).as(Connection.class);
    assertThat(doctor.post("/v1/connections/" + anew.id() + "/accept").status()).isEqualTo(200);
    assertThat(doctor.post(byDoctor.path() + "/entries", byDoctor.body()).status()).isEqualTo(201);
    assertThat(
            leaver
                .post("/v1/conversations", TestConversation.draft(leaver, doctor).body())
                .status())
        .isEqualTo(201);
  }

  @Test
  void conversation_withoutAWrapForEach_isRefused() {
    TestConversation conversation = TestConversation.draft(patient, doctor);
    NewEntry oneShort =
        new NewEntry(conversation.signedEntry(), conversation.wraps().subList(0, 1));
    NewEntry twice =
        new NewEntry(
            conversation.signedEntry(),
            List.of(
                conversation.wraps().get(0),
                conversation.wraps().get(0),
                conversation.wraps().get(1)));

    assertThat(patient.post("/v1/conversations", oneShort).problem()).isEqualTo("wraps-not-valid");
    assertThat(patient.post("/v1/conversations", twice).problem()).isEqualTo("wraps-not-valid");
    assertThat(patient.post("/v1/conversations", conversation.body()).status()).isEqualTo(201);
    assertThat(patient.post("/v1/conversations", conversation.body()).problem())
        .isEqualTo("conversation-exists");
  }

  @Test
  void operator_isKeptOut_ofConversations() {
    TestUser operator = TestUser.withKeys(service, "operator");

    assertThat(operator.get("/v1/conversations").problem()).isEqualTo("forbidden");
    assertThat(
            operator.post("/v1/conversations", TestConversation.draft(operator).body()).problem())
        .isEqualTo("forbidden");
    assertThat(patient.get("/v1/conversations").status()).isEqualTo(200);
  }

  @Test
  void messages_arePaged_bySequence() {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    String path = conversation.path() + "/messages";
    for (int i = 0; i < 5; i++) {
      patient.post(path, conversation.message(patient, "{\"i\":" + i + "}"));
    }

    Page<StoredMessage> first = doctor.get(path + "?limit=2").as(page(StoredMessage.class));
    Page<StoredMessage> second =
        doctor.get(path + "?limit=2&after=" + first.next()).as(page(StoredMessage.class));
    Page<StoredMessage> third =
        doctor.get(path + "?limit=2&after=" + second.next()).as(page(StoredMessage.class));

    assertThat(first.items()).hasSize(2);
    assertThat(second.items()).hasSize(2);
    assertThat(third.items()).hasSize(1);
    assertThat(third.next()).isNull();
  }

  @Test
  void messages_arePagedBackwards_fromTheNewest() {
    TestUser carer = CLINIC.specialist("nursing");
    TestConversation conversation = TestConversation.begin(doctor, patient);
    String path = conversation.path() + "/messages";
    doctor.post(path, conversation.message(doctor, "{\"before\":1}"));
    conversation.change(patient, carer);
    doctor.post(conversation.path() + "/entries", conversation.body());
    for (int i = 0; i < 4; i++) {
      patient.post(path, conversation.message(patient, "{\"i\":" + i + "}"));
    }

    Page<StoredMessage> newest =
        doctor.get(path + "?limit=3&before=" + Long.MAX_VALUE).as(page(StoredMessage.class));
    Page<StoredMessage> rest =
        doctor.get(path + "?limit=3&before=" + newest.next()).as(page(StoredMessage.class));

    assertThat(newest.items()).extracting(StoredMessage::seq).containsExactly(7L, 6L, 5L);
    assertThat(newest.next()).isEqualTo("5");
    assertThat(rest.items()).extracting(StoredMessage::seq).containsExactly(4L, 2L);
    assertThat(rest.next()).isNull();
    assertThat(carer.get(path + "?before=1000").as(page(StoredMessage.class)).items())
        .as("not before the reader came")
        .extracting(StoredMessage::seq)
        .containsExactly(7L, 6L, 5L, 4L);
    assertThat(doctor.get(path + "?before=5&after=1").status()).isEqualTo(400);
    assertThat(doctor.get(path + "?before=-1").status()).isEqualTo(400);
  }
}
