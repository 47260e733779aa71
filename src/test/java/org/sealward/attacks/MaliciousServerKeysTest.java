package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealward.attacks.Attack.By;
import org.sealward.client.Conversation;
import org.sealward.client.DeviceStore;
import org.sealward.client.Insider;
import org.sealward.client.Person;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.Forger;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.QuickPassphrase;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.UnlockKey;
import org.sealward.merklelog.LogEntries;
import org.sealward.platform.Transactions;

/** A service that lies about public keys and vaults. */
final class MaliciousServerKeysTest extends Scene {
  private static final String VAULT = "/v1/me/private-key";

  @Test
  @Attack(
      on = "1",
      by = By.SERVER,
      proves =
          "keys of the service's own in place of a person's known ones are refused, and nothing is"
              + " wrapped to them")
  void line01_substitutedKey_isRefused_andNothingIsWrappedToIt() {
    try (Session session = logIn()) {
      session.conversations().start(Set.of(doctor.id()));
    }
    OwnKeys attacker = OwnKeys.first(doctor.id(), PrivateKeys.generate(), now());
    liar.aboutPage(
        bundlesOf(doctor.id()), SignedBundle.class, _ -> List.of(attacker.signedBundle()));
    liar.requests().clear();

    try (Session session = logIn()) {
      ThrowingCallable start = () -> session.conversations().start(Set.of(doctor.id()));
      assertThatThrownBy(start)
          .isInstanceOfSatisfying(
              UntrustedKeyException.class,
              e -> {
                assertThat(e.userId()).isEqualTo(doctor.id());
                assertThat(e.presented()).isEqualTo(attacker.fingerprint());
                assertThat(e.pinned()).isEqualTo(doctor.session().keys().own().fingerprint());
              });
      assertThat(liar.requests()).noneMatch(request -> request.startsWith("POST /v1/conv"));

      liar.tellsTheTruth();
      session.conversations().start(Set.of(doctor.id()));
    }
  }

  @Test
  @Attack(
      on = "14",
      by = By.SERVER,
      proves =
          "keys that somebody has replaced are refused when they are shown as the newest again")
  void line14_earlierKeysAgain_areRefused() {
    try (Person rotating = Person.loggedIn(service).connectedWith(doctor);
        SealwardClient reader = behindTheLiar(DeviceStore.inMemory())) {
      PublicBundle rotated = rotating.session().keys().rotate().bundle();
      try (Session session = doctor.logIn(reader)) {
        assertThat(session.keys().of(rotating.id())).isEqualTo(rotated);
      }
      liar.aboutPage(bundlesOf(rotating.id()), SignedBundle.class, shown -> shown.subList(0, 1));
      try (Session session = doctor.logIn(reader)) {
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
  @Attack(
      on = "17",
      by = By.SERVER,
      proves =
          "a reset is refused, even one in the log, until a person confirmed exactly its keys, and"
              + " then the earlier ones are")
  void line17_resetKey_isRefused_untilThePersonConfirmsIt() {
    try (Person reset = Person.loggedIn(service).connectedWith(doctor);
        SealwardClient reader = behindTheLiar(DeviceStore.inMemory())) {
      OwnKeys forged = OwnKeys.reset(reset.session().keys().own(), PrivateKeys.generate(), now());
      try (Session session = doctor.logIn(reader)) {
        session.keys().of(reset.id());
        log(forged.bundle());
        liar.aboutPage(
            bundlesOf(reset.id()),
            SignedBundle.class,
            shown -> append(shown, forged.signedBundle()));

        assertThatThrownBy(() -> session.keys().of(reset.id()))
            .isInstanceOf(UntrustedKeyException.class);
        assertThatThrownBy(() -> session.keys().trust(reset.id(), Bytes.of(new byte[32])))
            .isInstanceOf(UntrustedKeyException.class);
      }
      // Trusting asks for the whole history, which the liar shows to a fresh session.
      try (Session session = doctor.logIn(reader)) {
        assertThatThrownBy(() -> session.keys().of(reset.id()))
            .isInstanceOf(UntrustedKeyException.class);
        session.keys().trust(reset.id(), forged.fingerprint());
        liar.tellsTheTruth();
        assertThatThrownBy(() -> doctor.logIn(reader).keys().of(reset.id()))
            .as("the earlier keys are not the known ones any more")
            .isInstanceOf(UntrustedKeyException.class);
      }
    }
  }

  /** The service goes so far as to put the forged keys into its log. */
  private void log(PublicBundle bundle) {
    service
        .bean(Transactions.class)
        .write(
            unit -> {
              service.bean(LogEntries.class).add(unit, "keys", KeyLeaf.of(bundle).encode());
              return bundle;
            });
  }

  @Test
  @Attack(
      on = "17",
      by = By.SERVER,
      proves =
          "a rotation whose continuity signature is missing or is not by the earlier keys is"
              + " refused, though its own keys signed it")
  void line17_rotationWithoutItsContinuity_isRefused() {
    try (Person rotating = Person.loggedIn(service)) {
      OwnKeys earlier = Insider.keys(rotating);
      OwnKeys attacker = earlier.rotate(PrivateKeys.generate(), now());
      OwnKeys stranger = OwnKeys.first(rotating.id(), PrivateKeys.generate(), now());
      SignedBundle byOthers = Forger.continuedBy(stranger, attacker);
      try (Session session = logIn()) {
        session.keys().of(rotating.id());
        liar.aboutPage(
            bundlesOf(rotating.id()), SignedBundle.class, shown -> append(shown, byOthers));
        assertThatThrownBy(() -> session.keys().of(rotating.id()))
            .isInstanceOf(UntrustedKeyException.class);

        liar.tellsTheTruth();
        liar.aboutPage(
            bundlesOf(rotating.id()),
            SignedBundle.class,
            shown -> append(shown, attacker.signedBundle()));
        // A rotation needs the signature on the wire too: what is stripped is no bundle at all.
        liar.about(
            bundlesOf(rotating.id()),
            body ->
                new String(body, StandardCharsets.UTF_8)
                    .replaceFirst(",?\"continuitySignature\":\"[^\"]*\"", "")
                    .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> session.keys().of(rotating.id())).satisfies(notUnderstood());

        liar.tellsTheTruth();
        PublicBundle rotated = rotating.session().keys().rotate().bundle();
        assertThat(session.keys().of(rotating.id())).isEqualTo(rotated);
      }
    }
  }

  @Test
  @Attack(
      on = "19",
      by = By.SERVER,
      proves = "a signing key of small or mixed order is refused though a signature holds under it")
  void line19_keyOfSmallOrMixedOrder_isRefused() {
    OwnKeys somebody = OwnKeys.first(colleague.id(), PrivateKeys.generate(), now());
    for (Bytes weak : List.of(Forger.pointOfSmallOrder(), Forger.pointOfMixedOrder(somebody))) {
      SignedBundle forged = Forger.withKey(weak, somebody);
      try (SealwardClient fresh = behindTheLiar(DeviceStore.inMemory());
          Session session = patient.logIn(fresh)) {
        liar.aboutPage(bundlesOf(colleague.id()), SignedBundle.class, _ -> List.of(forged));
        assertThatThrownBy(() -> session.keys().of(colleague.id()))
            .satisfies(failed(Failure.WEAK_KEY));

        liar.tellsTheTruth();
        assertThat(session.keys().of(colleague.id())).isEqualTo(colleague.session().keys().own());
      }
    }
  }

  @Test
  @Attack(
      on = "12",
      by = By.SERVER,
      proves = "a bundle that names another suite is refused, whoever signed it")
  void line12_bundleOfAnotherSuite_isRefused() {
    liar.about(bundlesOf(colleague.id()), body -> replaced(body, "\"suite\":1", "\"suite\":2"));
    try (Session session = logIn()) {
      assertThatThrownBy(() -> session.keys().of(colleague.id())).satisfies(notUnderstood());
      liar.tellsTheTruth();
      assertThat(session.keys().of(colleague.id())).isEqualTo(colleague.session().keys().own());
    }
  }

  @Test
  @Attack(
      on = "13",
      by = By.SERVER,
      proves = "a user whose published keys are hidden is not made to replace their vault")
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
  @Attack(
      on = "server-added device",
      by = By.SERVER,
      proves =
          "keys that the service adds in a user's name are noticed by the user at login, and by"
              + " peers, who wrap nothing to them")
  void keysAddedInAUsersName_areNoticedByThem_andRefusedByOthers() {
    OwnKeys forged = OwnKeys.reset(patient.session().keys().own(), PrivateKeys.generate(), now());
    Conversation talk = begun();
    try (SealwardClient others = behindTheLiar(DeviceStore.inMemory());
        Session session = doctor.logIn(others)) {
      session.keys().of(patient.id());
      liar.aboutPage(
          bundlesOf(patient.id()),
          SignedBundle.class,
          shown -> append(shown, forged.signedBundle()));
      liar.requests().clear();
      Conversation theirs = session.conversations().get(talk.id());

      assertThatThrownBy(this::logIn)
          .isInstanceOfSatisfying(
              VaultException.class,
              e -> assertThat(e.reason()).isEqualTo(VaultException.Reason.KEY_MISMATCH));
      assertThatThrownBy(() -> session.keys().of(patient.id()))
          .isInstanceOf(UntrustedKeyException.class);
      theirs.setRole(patient.id(), MemberRole.ADMIN);
      assertThat(liar.carried(forged.fingerprint().base64Url())).isFalse();

      liar.tellsTheTruth();
      assertThat(session.conversations().get(talk.id()).members())
          .filteredOn(m -> m.userId().equals(patient.id()))
          .extracting(m -> m.fingerprint())
          .containsExactly(patient.session().keys().own().fingerprint());
    }
    try (SealwardClient other = behindTheLiar(DeviceStore.inMemory())) {
      patient.logIn(other).close();
    }
  }

  @Test
  @Attack(
      on = "13",
      by = By.SERVER,
      proves =
          "an earlier revision of the user's own vault is refused by a device that saw a later")
  void line13_olderVault_isRefused() {
    AtomicReference<@Nullable SealedPrivateBundle> old = new AtomicReference<>();
    liar.aboutOne(
        VAULT,
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
    liar.aboutOne(VAULT, SealedPrivateBundle.class, _ -> Objects.requireNonNull(old.get()));

    refused(VaultException.Reason.OLD_REVISION);
  }

  @Test
  @Attack(
      on = "13",
      by = By.SERVER,
      proves = "another user's vault is refused, under their id and under this user's")
  void line13_vault_thatIsNotTheUsers_isRefused() {
    // Everybody here has the same passphrase, so that only the ids tell the vaults apart.
    OwnKeys theirs = OwnKeys.first(doctor.id(), PrivateKeys.generate(), now());
    liar.aboutOne(VAULT, SealedPrivateBundle.class, vault -> vaultOf(theirs, vault.revision()));
    refused(VaultException.Reason.DAMAGED);

    liar.aboutOne(
        VAULT,
        SealedPrivateBundle.class,
        vault -> Altered.with(vaultOf(theirs, vault.revision()), "userId", patient.id()));
    refused(VaultException.Reason.WRONG_PASSPHRASE);
  }

  @Test
  @Attack(
      on = "13",
      by = By.SERVER,
      proves =
          "a vault that its owner did not write is refused even when it opens: its keys are not the"
              + " published ones")
  void line13_vaultThatSomebodyElseWrote_isRefused_thoughItOpens() {
    OwnKeys forged = OwnKeys.first(patient.id(), PrivateKeys.generate(), now());
    liar.aboutOne(VAULT, SealedPrivateBundle.class, vault -> vaultOf(forged, vault.revision()));

    refused(VaultException.Reason.KEY_MISMATCH);
  }

  private static SealedPrivateBundle vaultOf(OwnKeys keys, long revision) {
    try (Passphrase passphrase = Person.quickPassphrase();
        UnlockKey unlock = UnlockKey.from(passphrase);
        PrivateBundle content = PrivateBundle.of(keys)) {
      return SealedPrivateBundle.seal(keys.userId(), revision, content, List.of(unlock));
    }
  }

  @Test
  @Attack(
      on = {"10", "partitioning oracle"},
      by = By.SERVER,
      proves =
          "a vault that AES-GCM opens under two passphrases opens under the one that it commits to:"
              + " a service that serves it does not learn which of many the user's is among")
  void line10_vaultThatOpensUnderTwoPassphrases_opensUnderOne() {
    try (Passphrase own = Person.quickPassphrase();
        Passphrase guessed = new QuickPassphrase("another passphrase");
        PrivateBundle content = PrivateBundle.of(Insider.keys(patient))) {
      for (int committed : new int[] {1, 0}) {
        liar.aboutOne(
            VAULT,
            SealedPrivateBundle.class,
            vault ->
                Forger.vaultUnderTwoKeys(
                    patient.id(), vault.revision(), content, List.of(own, guessed), committed));
        if (committed == 1) {
          refused(VaultException.Reason.WRONG_PASSPHRASE);
        } else {
          // The control: the same vault by its other commitment.
          logIn().close();
        }
      }
    }
  }

  @Test
  @Attack(on = "8", by = By.SERVER, proves = "a vault of which one bit was flipped is refused")
  void line08_vault_thatWasAltered_isRefused() {
    liar.aboutOne(
        VAULT,
        SealedPrivateBundle.class,
        vault ->
            Altered.with(vault, "ciphertext", Bytes.of(flipped(vault.ciphertext().toArray()))));
    refused(VaultException.Reason.DAMAGED);
  }

  @Test
  @Attack(
      on = "12",
      by = By.SERVER,
      proves =
          "a vault whose key derivation costs too little or too much is refused before anything is"
              + " computed, though it would open")
  void line12_vaultOfAnotherCost_isRefused_thoughItWouldOpen() {
    for (int memoryKib : List.of(1024, 4 << 20)) {
      costs(memoryKib, 3, 1);
      refused(VaultException.Reason.DAMAGED);
    }
    costs(64 << 10, 2, 1);
    refused(VaultException.Reason.DAMAGED);
    // The control: written again by the same hand, at the cost that it had.
    costs(64 << 10, 3, 1);
    logIn().close();
  }

  private void costs(int memoryKib, int passes, int lanes) {
    liar.tellsTheTruth();
    AtomicReference<String> earlier = new AtomicReference<>("");
    AtomicReference<String> forged = new AtomicReference<>("");
    liar.aboutOne(
        VAULT,
        SealedPrivateBundle.class,
        vault -> {
          try (Passphrase passphrase = Person.quickPassphrase()) {
            earlier.set(vault.wraps().getFirst().wrap().base64Url());
            forged.set(Forger.wrapOfCost(vault, passphrase, memoryKib, passes, lanes).base64Url());
            return vault;
          }
        });
    liar.about(
        VAULT,
        body ->
            replaced(
                replaced(
                    replaced(body, earlier.get(), forged.get()),
                    "\"memoryKib\":65536",
                    "\"memoryKib\":" + memoryKib),
                "\"passes\":3",
                "\"passes\":" + passes));
  }

  @Test
  @Attack(on = "12", by = By.SERVER, proves = "a vault that names another suite is refused")
  void line12_vaultOfAnotherSuite_isRefused() {
    liar.about(VAULT, body -> replaced(body, "\"suite\":1", "\"suite\":2"));
    refused(VaultException.Reason.DAMAGED);
  }

  private void refused(VaultException.Reason reason) {
    assertThatThrownBy(this::logIn)
        .isInstanceOfSatisfying(
            VaultException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    liar.tellsTheTruth();
    logIn().close();
  }

  private static byte[] replaced(byte[] body, String what, String by) {
    String text = new String(body, StandardCharsets.UTF_8);
    assertThat(text).contains(what);
    return text.replace(what, by).getBytes(StandardCharsets.UTF_8);
  }

  private static List<SignedBundle> append(List<SignedBundle> shown, SignedBundle more) {
    return Stream.concat(shown.stream(), Stream.of(more)).toList();
  }
}
