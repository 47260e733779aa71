package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.api.LogDescription;
import org.sealward.api.WrapProof;
import org.sealward.client.AdjustedClock;
import org.sealward.client.Conversation;
import org.sealward.client.DeviceStore;
import org.sealward.client.ForgedLog;
import org.sealward.client.Insider;
import org.sealward.client.Person;
import org.sealward.client.Received;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.VaultAccess;
import org.sealward.client.WrapProofs;
import org.sealward.client.WrapProofs.Claim;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LogException.Reason;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Forger;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.VerifierKey;

/**
 * Lies about the log of keys, all of them signed by the log and its witnesses: so only the check
 * that a test is about can refuse. The doctor reads through the liar.
 */
final class MaliciousLogTest extends Scene {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /** Their vaults remember the forged log. */
  MaliciousLogTest() {
    super(Cast.met());
  }

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final AdjustedClock clock = new AdjustedClock(later);
  private ForgedLog log;
  private SealwardClient reader;

  @BeforeEach
  void forgeTheLog() {
    later.set(Duration.ZERO);
    log = ForgedLog.by(liar, service, clock, 2);
    awaitLogged(patient.session().keys().own());
    reader = reader(device);
  }

  @AfterEach
  void closeTheReader() {
    reader.close();
  }

  private SealwardClient reader(DeviceStore remembered) {
    return Insider.impatient(
            SealwardClient.of(liar.url(), remembered)
                .deployment(log.deployment())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .clock(clock),
            PATIENCE)
        .connect();
  }

  /** A patient of the doctor, with keys that are younger than all others. */
  private Person newcomer() {
    return Person.loggedIn(service).connectedWith(doctor);
  }

  private Session open() {
    return doctor.logIn(reader);
  }

  private static void starts(Session session, Person with) {
    session.conversations().start(Set.of(with.id()));
  }

  private static void refused(Reason reason, ThrowingCallable act) {
    assertThatThrownBy(act).isInstanceOfSatisfying(LogException.class, is(reason));
  }

  private static Consumer<LogException> is(Reason reason) {
    return refusal -> {
      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(refusal.evidence().isPresent())
          .isEqualTo(reason == Reason.SPLIT_VIEW || reason == Reason.CONTRADICTION);
    };
  }

  /** The same from a second client on that device, with this evidence. */
  private void staysRefused(Reason reason, String evidence) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            LogException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.evidence()).hasValue(evidence);
            });
  }

  /** What the session has read of the log is too old by then. */
  private void startRefused(Reason reason, Session session, Person with) {
    later.set(Duration.ofMinutes(2));
    liar.requests().clear();
    refused(reason, () -> starts(session, with));
    assertThat(liar.requests()).noneMatch(request -> request.startsWith("POST /v1/conv"));
  }

  /** The control: a device that has seen nothing yet is shown the truth. */
  private void startsElsewhere(Person with) {
    log.changed(log::cosignedByBoth);
    try (SealwardClient elsewhere = reader(DeviceStore.inMemory());
        Session session = doctor.logIn(elsewhere)) {
      starts(session, with);
    }
  }

  private static Bytes tag(Person person) {
    return KeyLeaf.userTag(person.id());
  }

  private static Bytes leaf(Bytes tag, int version, int fingerprint) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) fingerprint;
    return new KeyLeaf(tag, version, Bytes.of(bytes)).encode();
  }

  private static boolean isOf(Bytes entry, Person person) {
    return KeyLeaf.decode(entry).userTag().equals(tag(person));
  }

  @Test
  @Attack(
      on = "1",
      by = Attack.By.SERVER,
      proves =
          "keys of the service's own are refused at the very first meeting: the log has others")
  void line01_keysThatTheLogHasOthersOf_areRefused_atTheFirstMeeting() {
    try (Person unmet = newcomer();
        Session session = open()) {
      OwnKeys attacker = OwnKeys.first(unmet.id(), PrivateKeys.generate(), now());
      liar.aboutPage(
          bundlesOf(unmet.id()), SignedBundle.class, _ -> List.of(attacker.signedBundle()));
      startRefused(Reason.OTHER_KEYS, session, unmet);

      liar.tellsTheTruth();
      log.serveBy(liar);
      starts(session, unmet);
    }
  }

  @Test
  @Attack(
      on = "3",
      by = Attack.By.SERVER,
      proves = "keys that the log does not prove to hold are refused")
  void line03_keysThatTheLogDoesNotHave_areRefused() {
    try (Person unmet = newcomer()) {
      log.takesIn(entry -> !isOf(entry, unmet));
      try (Session session = open()) {
        startRefused(Reason.NOT_LOGGED, session, unmet);

        log.entries().add(KeyLeaf.of(unmet.session().keys().own()).encode());
        starts(session, unmet);
      }
    }
  }

  @Test
  @Attack(
      on = "3",
      by = Attack.By.SERVER,
      proves = "a checkpoint whose quorum of cosignatures is older than a day is refused")
  void line03_staleCheckpoint_isRefused_untilWitnessesCosignAgain() {
    log.changed(
        checkpoint -> log.cosignedByTwo(log.cosignedByOne(checkpoint, Duration.ofHours(25))));
    try (Session session = open()) {
      startRefused(Reason.STALE, session, patient);
      log.changed(
          checkpoint -> log.cosignedByTwo(log.cosignedByOne(checkpoint, Duration.ofHours(23))));
      starts(session, patient);
    }
  }

  @Test
  @Attack(
      on = "3",
      by = Attack.By.SERVER,
      proves = "a checkpoint that one witness has cosigned twice does not count as two")
  void line03_checkpointShortOfItsQuorum_isRefused() {
    log.changed(
        checkpoint ->
            log.cosignedByOne(log.cosignedByOne(checkpoint, Duration.ZERO), Duration.ofSeconds(5)));
    try (Session session = open()) {
      startRefused(Reason.NO_QUORUM, session, patient);
      log.changed(log::cosignedByBoth);
      starts(session, patient);
    }
  }

  @Test
  @Attack(
      on = "3",
      by = Attack.By.SERVER,
      proves = "a checkpoint that somebody else signed under the name of the log is refused")
  void line03_checkpointOfAnotherKey_isRefused() {
    log.changed(checkpoint -> log.cosignedByBoth(log.signedByAnother(checkpoint)));
    refused(Reason.NOT_SIGNED, this::open);
    log.changed(log::cosignedByBoth);
    open().close();
  }

  /** The same tree, by the very key: that of the one log does not sign for the other. */
  @Test
  @Attack(
      on = "3",
      by = Attack.By.SERVER,
      proves = "a checkpoint of the audit log is none of the key log, whoever signed it")
  void line03_checkpointOfTheAuditLog_isRefused() {
    String audit = ForgedLog.origin(service, "audit");
    TestSigner auditors = TestSigner.of(audit, SignatureType.ED25519, 3);
    log.changed(checkpoint -> log.cosignedByBoth(log.under(audit, checkpoint)));
    refused(Reason.OTHER_LOG, this::open);
    log.changed(checkpoint -> log.cosignedByBoth(checkpoint.checkpoint().sign(auditors)));
    refused(Reason.NOT_SIGNED, this::open);

    log.changed(log::cosignedByBoth);
    open().close();
  }

  @Test
  @Attack(
      on = "3",
      by = Attack.By.SERVER,
      proves = "an entry of the audit log is no key, though it says all that a key's entry does")
  void line03_entryOfTheAuditLog_isNoKey() {
    try (Person unmet = newcomer()) {
      KeyLeaf genuine = KeyLeaf.of(unmet.session().keys().own());
      log.takesIn(entry -> !isOf(entry, unmet));
      log.entries().add(Forger.asAuditLeaf(genuine));
      refused(Reason.CONTRADICTION, this::open);

      log.entries().set(log.entries().size() - 1, genuine.encode());
      startsElsewhere(unmet);
    }
  }

  /** For an auditor, years later: all that the forgeries lack is the one claim. */
  @Test
  @Attack(
      on = "3",
      by = Attack.By.SERVER,
      proves =
          "a proof of the audit log does not pass as one of the key log, neither by its checkpoint"
              + " nor by its entry")
  void line03_proofOfTheAuditLog_isNoneOfTheKeyLog() {
    try (Session session = open()) {
      Conversation talk = session.conversations().start(Set.of(patient.id()));
      WrapProof proof = talk.wrapProof(patient.id()).orElseThrow();
      LogProof logged = LogProof.parse(Bytes.utf8(proof.proof()));
      SignedCheckpoint checkpoint = logged.checkpoint();
      String audit = ForgedLog.origin(service, "audit");
      assertThat(missing(proof, logged, log.cosignedByBoth(log.under(audit, checkpoint))))
          .containsExactly(Claim.CHECKPOINT, Claim.RECENT);

      List<Bytes> entries =
          new ArrayList<>(log.entries().subList(0, (int) checkpoint.checkpoint().head().size()));
      KeyLeaf leaf = KeyLeaf.of(patient.session().keys().own());
      Bytes own = entries.set((int) logged.inclusion().index(), Forger.asAuditLeaf(leaf));
      assertThat(own).isEqualTo(leaf.encode());
      assertThat(missing(proof, logged, log.cosignedByBoth(log.of(entries))))
          .containsExactly(Claim.INCLUDED);

      assertThat(missing(proof, logged, log.cosignedByBoth(log.signedAlone(checkpoint)))).isEmpty();
    }
  }

  /** What does not hold of a proof with another checkpoint. */
  private List<Claim> missing(WrapProof proof, LogProof logged, SignedCheckpoint checkpoint) {
    String text =
        new String(
            new LogProof(null, logged.inclusion(), checkpoint).encode().toArray(),
            StandardCharsets.UTF_8);
    return WrapProofs.check(Altered.with(proof, "proof", text), log.description().key()).stream()
        .filter(finding -> !finding.holds())
        .map(WrapProofs.Finding::claim)
        .toList();
  }

  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves =
          "two roots for one size, both signed, are kept as evidence, and nothing is wrapped from"
              + " then on")
  void line02_twoRootsOfOneSize_areKeptAsEvidence_andEndIt() {
    SignedCheckpoint one;
    SignedCheckpoint other;
    try (Session session = open()) {
      one = log.served();
      List<Bytes> forked = List.copyOf(log.entries());
      log.takesIn(_ -> false);
      log.entries().set(forked.size() - 1, leaf(tag(patient), 1, 1));
      startRefused(Reason.SPLIT_VIEW, session, patient);
      other = log.served();

      log.entries().set(forked.size() - 1, forked.getLast());
      startRefused(Reason.SPLIT_VIEW, session, patient);
    }
    staysRefused(
        Reason.SPLIT_VIEW,
        "SPLIT_VIEW\ncheckpoint "
            + one.encode().base64Url()
            + "\ncheckpoint "
            + other.encode().base64Url()
            + "\n");
    startsElsewhere(patient);
  }

  @Test
  @Attack(
      on = {"14", "restored database"},
      by = Attack.By.SERVER,
      proves = "a log that is smaller than the one seen is refused")
  void line14_smallerLog_isRefused() {
    try (Person unmet = newcomer();
        Session session = open()) {
      starts(session, unmet);
      List<Bytes> before = List.copyOf(log.entries().subList(0, log.entries().size() - 1));
      log.changed(_ -> log.cosignedByBoth(log.of(before)));
      startRefused(Reason.ROLLED_BACK, session, unmet);

      log.changed(log::cosignedByBoth);
      starts(session, unmet);
    }
  }

  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves = "a smaller log that is no beginning of the one seen is kept as evidence")
  void line02_smallerLogOfOtherEntries_isEvidence() {
    try (Session session = open()) {
      List<Bytes> before = new ArrayList<>(log.entries());
      before.removeFirst();
      log.changed(_ -> log.cosignedByBoth(log.of(before)));
      startRefused(Reason.SPLIT_VIEW, session, patient);
    }
    startsElsewhere(patient);
  }

  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves = "a larger log that does not go on from the one seen is refused")
  void line02_logThatDoesNotGoOnFromTheKeptOne_isRefused() {
    try (Session session = open()) {
      Bytes first = log.entries().getFirst();
      log.entries().set(0, leaf(Bytes.of(new byte[32]), 1, 1));
      log.entries().add(leaf(KeyLeaf.userTag(UUID.randomUUID()), 1, 2));
      startRefused(Reason.NOT_CONTINUED, session, patient);

      log.entries().set(0, first);
      log.entries().removeLast();
      starts(session, patient);
    }
  }

  @Test
  @Attack(
      on = "14",
      by = Attack.By.SERVER,
      proves =
          "earlier keys of a person are refused while the log has newer ones, on a device that saw"
              + " neither")
  void line14_earlierKeys_areRefused_whileTheLogHasNewer() {
    try (Person rotating = newcomer();
        Session session = open()) {
      rotating.session().keys().rotate();
      liar.aboutPage(bundlesOf(rotating.id()), SignedBundle.class, shown -> shown.subList(0, 1));
      awaitLogged(rotating.session().keys().own());
      startRefused(Reason.KEYS_WITHHELD, session, rotating);

      liar.tellsTheTruth();
      log.serveBy(liar);
      starts(session, rotating);
    }
  }

  @Test
  @Attack(
      on = "17",
      by = Attack.By.SERVER,
      proves =
          "keys of somebody who began anew cannot be confirmed while the log does not have them")
  void line17_resetKeysThatTheLogDoesNotHave_cannotBeConfirmed() {
    try (Person reset = newcomer();
        Session session = open()) {
      OwnKeys anew = OwnKeys.reset(reset.session().keys().own(), PrivateKeys.generate(), now());
      liar.aboutPage(
          bundlesOf(reset.id()),
          SignedBundle.class,
          shown -> List.of(shown.getFirst(), anew.signedBundle()));
      refused(
          Reason.NOT_LOGGED, () -> session.keys().trust(reset.id(), anew.bundle().fingerprint()));

      log.entries().add(KeyLeaf.of(anew.bundle()).encode());
      session.keys().trust(reset.id(), anew.bundle().fingerprint());
    }
  }

  private void awaitLogged(PublicBundle bundle) {
    Bytes leaf = KeyLeaf.of(bundle).encode();
    Instant end = now().plusSeconds(30);
    while (!log.entries().contains(leaf)) {
      assertThat(now()).isBefore(end);
    }
  }

  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves =
          "two leaves for one version of a person's keys are kept as evidence, and nothing is"
              + " wrapped from then on")
  void line02_twoLeavesOfOneVersion_areKeptAsEvidence_andEndIt() {
    int first = index(patient);
    Bytes second = leaf(tag(patient), 1, 7);
    try (Session session = open()) {
      log.takesIn(_ -> false);
      log.entries().add(second);
      startRefused(Reason.CONTRADICTION, session, patient);
    }
    String evidence =
        "CONTRADICTION\ncheckpoint "
            + log.served().encode().base64Url()
            + "\nentry "
            + first
            + " "
            + log.entries().get(first).base64Url()
            + "\nentry "
            + (log.entries().size() - 1)
            + " "
            + second.base64Url()
            + "\n";
    log.entries().removeLast();
    staysRefused(Reason.CONTRADICTION, evidence);
    startsElsewhere(patient);
  }

  private int index(Person person) {
    List<Bytes> entries = log.entries();
    for (int i = 0; i < entries.size(); i++) {
      if (isOf(entries.get(i), person)) {
        return i;
      }
    }
    throw new AssertionError("not in the log");
  }

  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves = "a version in the log that does not rise by one is kept as evidence")
  void versionThatDoesNotRiseByOne_endsIt() {
    try (Session session = open()) {
      log.entries().add(leaf(tag(patient), 3, 7));
      startRefused(Reason.CONTRADICTION, session, patient);
    }
    log.entries().removeLast();
    startsElsewhere(patient);
  }

  @Test
  @Attack(
      on = "server-added device",
      by = Attack.By.SERVER,
      proves = "keys that are logged in a user's name are noticed by that user at login")
  void keysLoggedInTheUsersName_areNoticed_atLogin() {
    log.entries().add(leaf(tag(doctor), 2, 7));
    refused(Reason.KEYS_WITHHELD, this::open);
    log.entries().removeLast();
    try (SealwardClient again = reader(DeviceStore.inMemory())) {
      doctor.logIn(again).close();
    }
  }

  @Test
  @Attack(
      on = "server-added device",
      by = Attack.By.SERVER,
      proves = "keys that are logged in a peer's name and not shown stop the next message to them")
  void keysLoggedInAPeersName_areNoticed_whenTheNextMessageIsSent() {
    try (Session session = open()) {
      Conversation talk = session.conversations().start(Set.of(patient.id()));
      talk.send("before");
      log.entries().add(leaf(tag(patient), 2, 7));
      liar.requests().clear();
      later.set(Duration.ofMinutes(2));
      refused(Reason.KEYS_WITHHELD, () -> talk.send("to whom?"));
      assertThat(liar.requests()).noneMatch(request -> request.startsWith("POST"));
    }
  }

  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves =
          "a log that was seen is not done without, nor another taken for it, also on a new device")
  void logThatWasSeen_isNeverDoneWithout() {
    open().close();
    LogDescription seen = log.description();
    TestSigner other = TestSigner.of(seen.origin(), SignatureType.ED25519, 2);
    TestSigner elsewhere = TestSigner.of("other.example", SignatureType.ED25519, 2);
    Predicate<String> ofLogOrVault =
        request -> request.contains("/v1/logs/") || request.contains("/private-key");
    liar.requests().clear();
    refusedWith(Reason.LOG_MISSING, device, null);
    refusedWith(Reason.OTHER_LOG, device, unwitnessed(seen.origin(), other.key().encode()));
    refusedWith(Reason.OTHER_LOG, device, unwitnessed("other.example", seen.key()));
    assertThat(liar.requests()).as("the device knows").noneMatch(ofLogOrVault);

    // Nor by a device that never saw it: the vault knows.
    refusedWith(Reason.LOG_MISSING, DeviceStore.inMemory(), null);
    assertThat(liar.requests()).anyMatch(ofLogOrVault);
    log.changed(
        checkpoint ->
            Checkpoint.of("other.example", checkpoint.checkpoint().head()).sign(elsewhere));
    refusedWith(
        Reason.OTHER_LOG,
        DeviceStore.inMemory(),
        unwitnessed("other.example", elsewhere.key().encode()));

    log.changed(log::cosignedByBoth);
    open().close();
  }

  private static LogDescription unwitnessed(String origin, String key) {
    return new LogDescription(LogDescription.KEYS, origin, key, List.of(), 0);
  }

  /** By a client that asks the service for its deployment. */
  private void refusedWith(
      Reason reason, DeviceStore remembered, @Nullable LogDescription offered) {
    byte[] deployment = Json.write(ForgedLog.with(log.deployment(), offered));
    liar.instead("/v1/deployment", _ -> deployment);
    try (SealwardClient other =
        SealwardClient.of(liar.url(), remembered)
            .vaultAccess(VaultAccess.THROUGH_SERVICE)
            .connect()) {
      refused(reason, () -> doctor.logIn(other));
    }
    liar.tellsTheTruth();
    log.serveBy(liar);
  }

  @Test
  @Attack(
      on = "3",
      by = Attack.By.SERVER,
      proves = "a service that names fewer witnesses than before is not believed")
  void quorumThatWasSeen_isNotGivenUp_whereTheServiceIsAsked() {
    open().close();
    LogDescription seen = log.description();
    log.changed(checkpoint -> checkpoint);
    byte[] deployment =
        Json.write(ForgedLog.with(log.deployment(), unwitnessed(seen.origin(), seen.key())));
    liar.instead("/v1/deployment", _ -> deployment);
    try (SealwardClient asking =
            SealwardClient.of(liar.url(), device)
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect();
        Session session = doctor.logIn(asking)) {
      startRefused(Reason.NO_QUORUM, session, patient);
      log.changed(log::cosignedByBoth);
      starts(session, patient);
    }
  }

  /** On a device, and in a vault, that know the first one. */
  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves = "only an app that pins another log begins anew with it")
  void anotherLog_thatTheAppPins_isBegunAnew() {
    try (Person person = newcomer()) {
      person.logIn(reader).close();
      liar.tellsTheTruth();
      log = ForgedLog.renamed(liar, service, clock);
      log.entries().add(0, leaf(Bytes.of(new byte[32]), 1, 1));
      try (SealwardClient updated = reader(device);
          Session session = person.logIn(updated)) {
        starts(session, doctor);
      }
    }
  }

  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves = "a new device compares the log with the checkpoint in the user's vault")
  void logThatContradictsTheVaultsCheckpoint_isRefused_onANewDevice() {
    try (Person person = newcomer()) {
      Bytes first = log.entries().set(0, leaf(Bytes.of(new byte[32]), 1, 1));
      refused(Reason.SPLIT_VIEW, () -> person.logIn(reader));

      log.entries().set(0, first);
      try (SealwardClient other = reader(DeviceStore.inMemory())) {
        person.logIn(other).close();
      }
    }
  }

  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves =
          "the checkpoint in the vault follows the log, so that a new device knows what came since")
  void checkpointInTheVault_followsTheLog() {
    try (Person person = newcomer();
        SealwardClient fresh = reader(DeviceStore.inMemory());
        SealwardClient another = reader(DeviceStore.inMemory())) {
      List<Bytes> entries = log.entries();
      for (int i = 0; i < 256; i++) {
        entries.add(leaf(KeyLeaf.userTag(new UUID(256, i)), 1, 1));
      }
      person.logIn(reader).close();

      int last = entries.size() - 1;
      Bytes taken = entries.set(last, leaf(Bytes.of(new byte[32]), 1, 1));
      refused(Reason.SPLIT_VIEW, () -> person.logIn(fresh));
      entries.set(last, taken);
      person.logIn(another).close();
    }
  }

  /** What the patient reads of it on a device that has seen nothing yet. */
  private Received read(Conversation talk, DeviceStore store) {
    try (SealwardClient fresh = reader(store);
        Session session = patient.logIn(fresh)) {
      return session.conversations().get(talk.id()).history().toList().getLast();
    }
  }

  private static void isOfAnotherView(Received received) {
    assertThat(received)
        .isInstanceOfSatisfying(
            Received.Unreadable.class,
            unreadable ->
                assertThat(unreadable.cause())
                    .isInstanceOfSatisfying(LogException.class, is(Reason.OTHER_VIEW)));
  }

  /** The newcomer is in the log that the sender sees; the patient's vault is older. */
  @Test
  @Attack(
      on = "2",
      by = Attack.By.SERVER,
      proves = "a message of somebody who was shown another log is refused, and kept as evidence")
  void line02_messageOfSomebodyWhoSawAnotherLog_isRefused_andKept() {
    List<Bytes> before = List.copyOf(log.entries());
    Conversation talk = doctor.session().conversations().start(Set.of(patient.id()));
    try (Person unmet = newcomer()) {
      starts(doctor.session(), unmet);
      talk.send("what I see of the log is in here");
      TreeHead told = doctor.session().keys().log().orElseThrow().read();
      assertThat(told.size()).isGreaterThan(before.size());

      log.changed(_ -> log.cosignedByBoth(log.of(before)));
      isOfAnotherView(read(talk, DeviceStore.inMemory()));

      log.changed(log::cosignedByBoth);
      int place = index(unmet);
      Bytes leaf = log.entries().set(place, leaf(Bytes.of(new byte[32]), 1, 1));
      DeviceStore deceived = DeviceStore.inMemory();
      isOfAnotherView(read(talk, deceived));
      assertThat(deceived.get(toldKey())).isPresent();

      log.entries().set(place, leaf);
      assertThat(read(talk, DeviceStore.inMemory())).isInstanceOf(Received.Message.class);
    }
  }

  private String toldKey() {
    int id = VerifierKey.parse(log.description().key()).id();
    return patient.id() + ".log." + HexFormat.of().toHexDigits(id) + ".evidence.told";
  }
}
