package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sealward.api.WrapProof;
import org.sealward.client.Conversation;
import org.sealward.client.DeviceStore;
import org.sealward.client.ForgedLog;
import org.sealward.client.Person;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.WrapProofs;
import org.sealward.client.WrapProofs.Claim;
import org.sealward.client.error.LogException.Reason;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Forger;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SignedBundle;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;

/** Lies about what is in the log of keys, and about who signed it. */
final class MaliciousLogTest extends LogScene {
  @Test
  @Attack(
      on = "1",
      by = Attack.By.SERVER,
      proves =
          "keys of the service's own are refused at the very first meeting: the log has others")
  void line01_keysThatTheLogHasOthersOf_areRefused_atTheFirstMeeting() {
    try (Person unmet = loggedNewcomer();
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
    try (Person reset = loggedNewcomer();
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
}
