package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Leave;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedLeave;

/**
 * Lines of protocol §14 through a real service, and through one that lies: it shows the reader, a
 * second device of the patient's, what it should not have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MustFailTest {
  private TestService service;
  private Person patient;
  private Person doctor;
  private Person colleague;
  private LyingService liar;
  private SealwardClient client;
  private Session reader;
  private Conversation talk;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    doctor = Person.specialist(service, clinic, "oncology");
    colleague = Person.specialist(service, clinic, "radiology");
    patient = Person.loggedIn(service).connectedWith(doctor);
  }

  @BeforeEach
  void putTheLiarBetween() {
    liar = new LyingService(service.url());
    client =
        SealwardClient.of(liar.url(), DeviceStore.inMemory())
            .vaultAccess(VaultAccess.THROUGH_SERVICE)
            .connect();
    reader = patient.logIn(client);
    talk = doctor.session().conversations().start(Set.of(patient.id()));
  }

  @AfterEach
  void removeTheLiar() {
    reader.close();
    client.close();
    liar.close();
  }

  @AfterAll
  void part() {
    patient.close();
    doctor.close();
    colleague.close();
  }

  private Conversation read() {
    return reader.conversations().get(talk.id());
  }

  private void lieAboutMessages(UnaryOperator<List<StoredMessage>> lie) {
    liar.aboutPage("/v1/conversations/" + talk.id() + "/messages", StoredMessage.class, lie);
  }

  private MembershipEntry newest(Conversation conversation) {
    return conversation.state().locked(() -> conversation.state().newest());
  }

  @Test
  void line04_memberWhoIsNoAdmin_addsRemovesAndPromotesNobody() {
    Conversation theirs = patient.session().conversations().get(talk.id());

    assertThatThrownBy(() -> theirs.setRole(patient.id(), MemberRole.ADMIN))
        .satisfies(MustFailTest::refusedByTheService);
    assertThatThrownBy(() -> theirs.remove(doctor.id())).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(
            () -> theirs.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE))
        .isInstanceOf(RuntimeException.class);
    assertThat(talk.members()).hasSize(2);

    talk.setRole(patient.id(), MemberRole.ADMIN);
    theirs.setRole(doctor.id(), MemberRole.MEMBER);
    assertThat(talk.members())
        .filteredOn(m -> m.role() == MemberRole.ADMIN)
        .extracting(Member::userId)
        .containsExactly(patient.id());
  }

  @Test
  void line04_entryThatTheServiceTook_isRefusedByClients() {
    MembershipEntry before = newest(talk);
    List<Member> promoted =
        before.members().stream()
            .map(m -> new Member(m.userId(), m.fingerprint(), MemberRole.ADMIN, 0))
            .toList();
    StoredEntry forged =
        new StoredEntry(
            2,
            now(),
            MembershipAuthor.next(patient.session().ownKeys(), before, promoted, List.of())
                .signedEntry());
    liar.aboutPage(
        "/v1/conversations/" + talk.id() + "/entries",
        StoredEntry.class,
        entries -> Stream.concat(entries.stream(), Stream.of(forged)).toList());

    assertThatThrownBy(() -> read().send("to whom?")).satisfies(failed(Failure.NOT_ENTITLED));
    liar.tellsTheTruth();
    read().send("to the doctor");
  }

  @Test
  void line04_forgedLeave_removesNobody_andAGenuineOneDoes() {
    talk.setRole(patient.id(), MemberRole.ADMIN);
    MembershipEntry entry = newest(talk);
    OwnKeys attacker = OwnKeys.first(doctor.id(), PrivateKeys.generate(), now());
    SignedLeave genuine = MembershipAuthor.leave(doctor.session().ownKeys(), entry);
    Leave leave = genuine.leave();
    SignedLeave forged =
        new SignedLeave(leave, MembershipAuthor.leave(attacker, entry).signature());
    String leaves = "/v1/conversations/" + talk.id() + "/leaves";
    liar.aboutPage(leaves, SignedLeave.class, _ -> List.of(forged));

    read().setRole(patient.id(), MemberRole.ADMIN);
    assertThat(read().members()).hasSize(2);

    liar.tellsTheTruth();
    liar.aboutPage(leaves, SignedLeave.class, _ -> List.of(genuine));
    read().setRole(patient.id(), MemberRole.ADMIN);
    assertThat(read().members()).extracting(Member::userId).containsExactly(patient.id());
  }

  @Test
  void line15_anothersMessage_underAMembersName_isRefused() {
    talk.send("signed by the doctor");
    lieAboutMessages(
        messages -> messages.stream().map(m -> with(m, m.seq(), patient.id())).toList());

    assertThat(read().history()).singleElement().satisfies(refused(Failure.BAD_SIGNATURE));
    liar.tellsTheTruth();
    assertThat(FirstConversationTest.texts(read())).containsExactly("signed by the doctor");
  }

  @Test
  void line16_historyBeforeReadsFromEpoch_staysShut_evenWhenServed() {
    talk.send("before the colleague came");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    talk.send("after");
    List<StoredMessage> all = stored();
    try (LyingService generous = new LyingService(service.url());
        SealwardClient device =
            SealwardClient.of(generous.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect();
        Session session = colleague.logIn(device)) {
      generous.aboutPage(
          "/v1/conversations/" + talk.id() + "/messages", StoredMessage.class, _ -> all);

      List<Received> seen = session.conversations().get(talk.id()).read(0, 100);
      assertThat(seen).hasSize(2);
      assertThat(seen.getFirst())
          .isInstanceOfSatisfying(
              Received.Unreadable.class,
              unreadable ->
                  assertThat(unreadable.cause())
                      .isInstanceOfSatisfying(
                          ConversationException.class,
                          e ->
                              assertThat(e.reason())
                                  .isEqualTo(ConversationException.Reason.NO_KEY)));
      assertThat(seen.getLast()).isInstanceOf(Received.Message.class);
    }
  }

  @Test
  void line20_secondMessageUnderOneId_isRefused_andTheFirstStays() {
    Received.Message first = talk.send("one pill");
    MembershipEntry entry = newest(talk);
    SealedMessage original = Objects.requireNonNull(stored().getFirst().message());
    SealedMessage second =
        talk.state()
            .locked(
                () ->
                    SealedMessage.seal(
                        original.header(),
                        ContentJson.write(new Content.Text("ten pills")),
                        talk.state().key(entry),
                        doctor.session().ownKeys()));
    lieAboutMessages(messages -> List.of(messages.getFirst(), new StoredMessage(9, now(), second)));

    List<Received> seen = read().history().toList();
    assertThat(seen.getFirst()).isEqualTo(first);
    assertThat(seen.getLast()).satisfies(refused(Failure.REPEATED_ID));
  }

  @Test
  void line20_messageServedAgain_asIfNew_isRefused() {
    Received.Message once = talk.send("one pill, now");
    Received.Message last = talk.send("enough");
    lieAboutMessages(
        messages -> {
          List<StoredMessage> twice = new ArrayList<>(messages);
          twice.add(with(messages.getFirst(), last.seq() + 1, doctor.id()));
          return twice;
        });

    List<Received> seen = read().history().toList();
    assertThat(seen.subList(0, 2)).containsExactly(once, last);
    assertThat(seen.getLast()).satisfies(refused(Failure.REPEATED_ID));
    liar.tellsTheTruth();
    assertThat(read().history()).containsExactly(once, last);
  }

  @Test
  void withheldMessage_isAGap_whichClosesWhenItComes() {
    talk.send("one");
    Received.Message two = talk.send("two");
    Received.Message three = talk.send("three");
    talk.send("four");
    lieAboutMessages(messages -> messages.stream().filter(m -> m.seq() != two.seq()).toList());

    assertThat(seen(read().history()))
        .containsExactly(Received.Seen.NOTHING, Received.Seen.MISSING, Received.Seen.PRESENT);
    assertThat(read().gaps()).containsExactly(three.seq());

    liar.tellsTheTruth();
    read().read(two.seq() - 1, 1);
    assertThat(read().gaps()).isEmpty();
    assertThat(seen(read().history())).doesNotContain(Received.Seen.MISSING);
  }

  @Test
  void messageOfAnEarlierEpoch_storedLater_saysSo() {
    Received.Message early = talk.send("early");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    Received.Message last = talk.send("last");
    lieAboutMessages(
        messages ->
            messages.stream()
                .map(m -> m.seq() == early.seq() ? with(m, last.seq() + 1, doctor.id()) : m)
                .toList());

    assertThat(read().history().map(m -> ((Received.Message) m).late()))
        .containsExactly(true, false);
    liar.tellsTheTruth();
    try (Session again = patient.logIn(client)) {
      assertThat(again.conversations().get(talk.id()).history())
          .containsExactly(early, last)
          .allMatch(m -> !((Received.Message) m).late());
    }
  }

  /** As the service holds them. */
  private List<StoredMessage> stored() {
    List<StoredMessage> found = new ArrayList<>();
    lieAboutMessages(
        messages -> {
          found.addAll(messages);
          return messages;
        });
    read().read(0, 100);
    liar.tellsTheTruth();
    reader.close();
    reader = patient.logIn(client);
    return found;
  }

  private static List<Received.Seen> seen(Stream<Received> history) {
    return history.map(m -> ((Received.Message) m).seen()).toList();
  }

  /** The same message at another place, or in another's name. */
  private static StoredMessage with(StoredMessage stored, long seq, UUID sender) {
    SealedMessage message = Objects.requireNonNull(stored.message());
    MessageHeader h = message.header();
    MessageHeader header =
        new MessageHeader(
            h.suite(),
            h.conversationId(),
            h.epoch(),
            h.membershipHash(),
            sender,
            null,
            h.messageId(),
            h.sentAt(),
            h.seenHash());
    return new StoredMessage(
        seq, stored.at(), new SealedMessage(header, message.body(), message.signature()));
  }

  private static Consumer<Received> refused(Failure failure) {
    return received ->
        assertThat(received)
            .isInstanceOfSatisfying(
                Received.Unreadable.class, u -> failed(failure).accept(u.cause()));
  }

  private static Consumer<Throwable> failed(Failure failure) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                InvalidEnvelopeException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  private static void refusedByTheService(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("invalid-envelope")).isTrue());
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
