package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealward.api.LogDescription;
import org.sealward.client.Conversation;
import org.sealward.client.DeviceStore;
import org.sealward.client.ForgedLog;
import org.sealward.client.Person;
import org.sealward.client.Received;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.VaultAccess;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LogException.Reason;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.VerifierKey;

/** Logs of keys that contradict what was seen of them before, or elsewhere. */
final class ForkedLogTest extends LogScene {
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
    try (Person unmet = loggedNewcomer();
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
