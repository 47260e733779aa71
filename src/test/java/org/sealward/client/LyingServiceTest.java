package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Failure;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedBundle;

/**
 * What a client does when the service, or somebody on the way to it, lies. Each test has the same
 * act succeed once the lie is over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LyingServiceTest {
  private TestService service;
  private Person patient;
  private Person specialist;
  private Person colleague;

  /** The patient again, on a second device that reaches everything through the liar. */
  private LyingService liar;

  private DeviceStore device;
  private SealwardClient client;

  @TempDir private Path folder;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    specialist = Person.specialist(service, clinic, "oncology");
    colleague = Person.specialist(service, clinic, "radiology");
    patient = Person.loggedIn(service).connectedWith(specialist);
  }

  @BeforeEach
  void putTheLiarBetween() {
    liar = new LyingService(service.url());
    device = DeviceStore.inMemory();
    client =
        SealwardClient.of(liar.url(), device).vaultAccess(VaultAccess.THROUGH_SERVICE).connect();
  }

  @AfterEach
  void removeTheLiar() {
    client.close();
    liar.close();
  }

  @AfterAll
  void part() {
    patient.close();
    specialist.close();
    colleague.close();
  }

  @Test
  void line01_substitutedKey_isRefused_andNothingIsWrappedToIt() {
    try (Session session = logIn()) {
      session.conversations().start(Set.of(specialist.id()));
    }
    OwnKeys attacker = OwnKeys.first(specialist.id(), PrivateKeys.generate(), now());
    liar.aboutPage(
        bundlesOf(specialist.id()), SignedBundle.class, _ -> List.of(attacker.signedBundle()));
    liar.requests().clear();

    try (Session session = logIn()) {
      ThrowingCallable start = () -> session.conversations().start(Set.of(specialist.id()));
      assertThatThrownBy(start)
          .isInstanceOfSatisfying(
              UntrustedKeyException.class,
              e -> {
                assertThat(e.userId()).isEqualTo(specialist.id());
                assertThat(e.presented()).isEqualTo(attacker.fingerprint());
                assertThat(e.pinned()).isEqualTo(specialist.session().keys().own().fingerprint());
              });
      assertThat(liar.requests()).noneMatch(request -> request.startsWith("POST /v1/conv"));

      liar.tellsTheTruth();
      session.conversations().start(Set.of(specialist.id()));
    }
  }

  @Test
  void line17_resetKey_isRefused_untilThePersonConfirmsIt() {
    OwnKeys reset = OwnKeys.reset(specialist.session().keys().own(), PrivateKeys.generate(), now());
    try (Session session = logIn()) {
      session.keys().of(specialist.id());
      liar.aboutPage(
          bundlesOf(specialist.id()),
          SignedBundle.class,
          shown -> append(shown, reset.signedBundle()));

      assertThatThrownBy(() -> session.keys().of(specialist.id()))
          .isInstanceOf(UntrustedKeyException.class);
      assertThatThrownBy(() -> session.keys().trust(specialist.id(), Bytes.of(new byte[32])))
          .isInstanceOf(UntrustedKeyException.class);
    }
    // Trusting asks for the whole history, which the liar shows to a fresh session.
    try (Session session = logIn()) {
      assertThatThrownBy(() -> session.keys().of(specialist.id()))
          .isInstanceOf(UntrustedKeyException.class);
      session.keys().trust(specialist.id(), reset.fingerprint());
      liar.tellsTheTruth();
      assertThatThrownBy(() -> logIn().keys().of(specialist.id()))
          .as("the earlier keys are not the known ones any more")
          .isInstanceOf(UntrustedKeyException.class);
    }
  }

  @Test
  void line14_earlierKeysAgain_areRefused() {
    try (Person rotating = Person.loggedIn(service).connectedWith(specialist);
        SealwardClient reader =
            SealwardClient.of(liar.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect()) {
      PublicBundle rotated = rotating.session().keys().rotate().bundle();
      try (Session session = specialist.logIn(reader)) {
        assertThat(session.keys().of(rotating.id())).isEqualTo(rotated);
      }
      liar.aboutPage(bundlesOf(rotating.id()), SignedBundle.class, shown -> shown.subList(0, 1));
      try (Session session = specialist.logIn(reader)) {
        assertThatThrownBy(() -> session.conversations().start(Set.of(rotating.id())))
            .isInstanceOfSatisfying(
                UntrustedKeyException.class,
                e -> assertThat(e.pinned()).isEqualTo(rotated.fingerprint()));
        liar.tellsTheTruth();
        session.conversations().start(Set.of(rotating.id()));
      }
    }
  }

  @Test
  void rolledBackMembership_isNoticed_byALaterRun() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    try (Session session = logIn()) {
      assertThat(session.conversations().get(talk.id()).members()).hasSize(3);
    }
    liar.aboutPage(
        "/v1/conversations/" + talk.id() + "/entries",
        StoredEntry.class,
        entries -> entries.stream().filter(e -> e.entry().entry().epoch() == 0).toList());
    try (Session session = logIn()) {
      assertThatThrownBy(() -> session.conversations().get(talk.id()).send("to whom?"))
          .isInstanceOfSatisfying(
              ConversationException.class,
              e -> assertThat(e.reason()).isEqualTo(ConversationException.Reason.FORKED));
    }
    liar.tellsTheTruth();
    try (Session session = logIn()) {
      session.conversations().get(talk.id()).send("to all of you");
    }
  }

  @Test
  void line07_swappedBodies_areRefused() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.send("take one pill");
    talk.send("take two pills");
    liar.aboutPage(
        messagesOf(talk),
        StoredMessage.class,
        messages ->
            List.of(
                withBody(messages.get(0), messages.get(1)),
                withBody(messages.get(1), messages.get(0))));

    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThat(read.history()).hasSize(2).allSatisfy(refusedFor(Failure.BAD_SIGNATURE));
      liar.tellsTheTruth();
      assertThat(FirstConversationTest.texts(read))
          .containsExactly("take one pill", "take two pills");
    }
  }

  @Test
  void line15_messageOfAnotherConversation_isRefused() {
    Conversation one = specialist.session().conversations().start(Set.of(patient.id()));
    Conversation other = specialist.session().conversations().start(Set.of(patient.id()));
    Received.Message moved = one.send("only here");
    other.send("something else");
    AtomicReference<@Nullable StoredMessage> stolen = new AtomicReference<>();
    liar.aboutPage(
        messagesOf(one),
        StoredMessage.class,
        messages -> {
          stolen.set(messages.getFirst());
          return messages;
        });
    liar.aboutPage(
        messagesOf(other), StoredMessage.class, _ -> List.of(Objects.requireNonNull(stolen.get())));

    try (Session session = logIn()) {
      assertThat(session.conversations().get(one.id()).history()).containsExactly(moved);
      assertThat(session.conversations().get(other.id()).history())
          .singleElement()
          .satisfies(refusedFor(Failure.WRONG_ADDRESS));
    }
  }

  @Test
  void line16_backdatedMessageOfARemovedMember_isRefused() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    colleague.session().conversations().get(talk.id()).send("while I am here");
    talk.remove(colleague.id());
    Received.Message last = talk.send("now we are two");
    liar.aboutPage(
        messagesOf(talk),
        StoredMessage.class,
        messages ->
            messages.stream()
                .map(
                    m ->
                        sender(m).equals(colleague.id())
                            ? new StoredMessage(last.seq() + 1, m.at(), m.message())
                            : m)
                .toList());

    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThat(read.history().filter(Received.Unreadable.class::isInstance))
          .singleElement()
          .satisfies(refusedFor(Failure.NOT_ENTITLED));
      liar.tellsTheTruth();
      assertThat(FirstConversationTest.texts(read))
          .containsExactly("while I am here", "now we are two");
    }
  }

  @Test
  void wrapOfAnotherEpoch_doesNotOpen() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.send("one");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    talk.send("two");
    liar.aboutPage(
        "/v1/conversations/" + talk.id() + "/wraps",
        EpochWrap.class,
        wraps ->
            wraps.size() < 2
                ? wraps
                : List.of(
                    withWrap(wraps.get(0), wraps.get(1)), withWrap(wraps.get(1), wraps.get(0))));

    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThat(read.history()).hasSize(2).first().satisfies(refusedFor(Failure.WRAP_NOT_OPENED));
    }
  }

  @Test
  void alteredCiphertext_ofAnImage_isRefused() throws IOException {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    Path file = Files.writeString(folder.resolve("x.png"), "x".repeat(100_000));
    talk.sendImage(OutgoingImage.of(file, patient.id()), Progress.Listener.NONE);
    liar.about("/v1/images/.*/content", LyingServiceTest::flipped);

    try (Session session = logIn()) {
      ImageDescription image =
          session
              .conversations()
              .get(talk.id())
              .history()
              .map(Received.Message.class::cast)
              .map(message -> ((Content.Image) message.content()).description())
              .findFirst()
              .orElseThrow();
      Path target = folder.resolve("received");
      assertThatThrownBy(() -> session.images().download(image, target, Progress.Listener.NONE))
          .satisfies(failed(Failure.DIGEST_MISMATCH));
      assertThat(target).doesNotExist();

      liar.tellsTheTruth();
      liar.about("/v1/images/.*/leaves", LyingServiceTest::flipped);
      assertThatThrownBy(() -> session.images().open(image))
          .satisfies(failed(Failure.DIGEST_MISMATCH));

      liar.tellsTheTruth();
      session.images().download(image, target, Progress.Listener.NONE);
      assertThat(target).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void hiddenKeys_neverMakeTheClientReplaceTheVault() {
    liar.aboutPage(bundlesOf(patient.id()), SignedBundle.class, _ -> List.of());

    assertThatThrownBy(this::logIn)
        .isInstanceOfSatisfying(
            VaultException.class,
            e -> assertThat(e.reason()).isEqualTo(VaultException.Reason.KEY_MISMATCH));
    assertThat(liar.requests()).noneMatch(request -> request.startsWith("PUT"));

    liar.tellsTheTruth();
    logIn().close();
  }

  @Test
  void keysPublishedInTheUsersName_areNoticed_atLogin() {
    OwnKeys forged = OwnKeys.reset(patient.session().keys().own(), PrivateKeys.generate(), now());
    liar.aboutPage(
        bundlesOf(patient.id()), SignedBundle.class, shown -> append(shown, forged.signedBundle()));

    assertThatThrownBy(this::logIn)
        .isInstanceOfSatisfying(
            VaultException.class,
            e -> assertThat(e.reason()).isEqualTo(VaultException.Reason.KEY_MISMATCH));

    DeviceStore fresh = DeviceStore.inMemory();
    liar.tellsTheTruth();
    try (SealwardClient other = SealwardClient.of(liar.url(), fresh).connect()) {
      patient.logIn(other).close();
    }
  }

  @Test
  void line13_olderVault_isRefused() {
    AtomicReference<@Nullable SealedPrivateBundle> old = new AtomicReference<>();
    liar.aboutOne(
        "/v1/me/private-key",
        SealedPrivateBundle.class,
        vault -> {
          old.compareAndSet(null, vault);
          return vault;
        });
    try (Session session = logIn();
        RecoveryCode _ = session.replaceRecoveryCode()) {
      assertThat(old.get()).isNotNull();
    }
    liar.tellsTheTruth();
    liar.aboutOne(
        "/v1/me/private-key", SealedPrivateBundle.class, _ -> Objects.requireNonNull(old.get()));

    refused(VaultException.Reason.OLD_REVISION);
  }

  @Test
  void line13_vault_thatIsNotTheUsers_isRefused() {
    liar.aboutOne(
        "/v1/me/private-key",
        SealedPrivateBundle.class,
        vault ->
            new SealedPrivateBundle(
                1, specialist.id(), vault.revision(), vault.wraps(), vault.ciphertext()));
    refused(VaultException.Reason.DAMAGED);
  }

  @Test
  void vault_thatWasAltered_isRefused() {
    liar.aboutOne(
        "/v1/me/private-key",
        SealedPrivateBundle.class,
        vault ->
            new SealedPrivateBundle(
                1,
                vault.userId(),
                vault.revision(),
                vault.wraps(),
                Bytes.of(flipped(vault.ciphertext().toArray()))));
    refused(VaultException.Reason.DAMAGED);
  }

  @Test
  void vault_withALowerKdfCost_isRefused() {
    liar.about(
        "/v1/me/private-key",
        body ->
            new String(body, StandardCharsets.UTF_8)
                .replace("\"memoryKib\":65536", "\"memoryKib\":1024")
                .getBytes(StandardCharsets.UTF_8));
    refused(VaultException.Reason.DAMAGED);
  }

  private void refused(VaultException.Reason reason) {
    assertThatThrownBy(this::logIn)
        .isInstanceOfSatisfying(
            VaultException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    liar.tellsTheTruth();
    logIn().close();
  }

  private Session logIn() {
    return patient.logIn(client);
  }

  private static String bundlesOf(UUID userId) {
    return "/v1/users/" + userId + "/bundles";
  }

  private static String messagesOf(Conversation talk) {
    return "/v1/conversations/" + talk.id() + "/messages";
  }

  private static List<SignedBundle> append(List<SignedBundle> shown, SignedBundle more) {
    return Stream.concat(shown.stream(), Stream.of(more)).toList();
  }

  private static UUID sender(StoredMessage stored) {
    return message(stored).header().senderId();
  }

  private static StoredMessage withBody(StoredMessage stored, StoredMessage other) {
    var swapped =
        new SealedMessage(
            message(stored).header(), message(other).body(), message(stored).signature());
    return new StoredMessage(stored.seq(), stored.at(), swapped);
  }

  private static SealedMessage message(StoredMessage stored) {
    return Objects.requireNonNull(stored.message());
  }

  private static EpochWrap withWrap(EpochWrap wrap, EpochWrap other) {
    return new EpochWrap(
        1,
        wrap.conversationId(),
        wrap.epoch(),
        wrap.membershipHash(),
        wrap.recipientId(),
        wrap.recipientFingerprint(),
        other.wrap());
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] altered = bytes.clone();
    altered[altered.length / 2] ^= 1;
    return altered;
  }

  private static Consumer<Received> refusedFor(Failure failure) {
    return received ->
        assertThat(received)
            .isInstanceOfSatisfying(
                Received.Unreadable.class,
                unreadable -> failed(failure).accept(unreadable.cause()));
  }

  private static Consumer<Throwable> failed(Failure failure) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                EnvelopeException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
