package org.sealward.client;

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
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.merklelog.LogEntries;
import org.sealward.platform.Transactions;

/** Lies about keys and vaults. */
final class LyingServiceTest extends LyingScene {
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

  /** The service goes so far as to put the forged keys into its log. */
  @Test
  void line17_resetKey_isRefused_untilThePersonConfirmsIt() {
    try (Person reset = Person.loggedIn(service).connectedWith(specialist);
        SealwardClient reader =
            SealwardClient.of(liar.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect()) {
      OwnKeys forged = OwnKeys.reset(reset.session().keys().own(), PrivateKeys.generate(), now());
      try (Session session = specialist.logIn(reader)) {
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
      try (Session session = specialist.logIn(reader)) {
        assertThatThrownBy(() -> session.keys().of(reset.id()))
            .isInstanceOf(UntrustedKeyException.class);
        session.keys().trust(reset.id(), forged.fingerprint());
        liar.tellsTheTruth();
        assertThatThrownBy(() -> specialist.logIn(reader).keys().of(reset.id()))
            .as("the earlier keys are not the known ones any more")
            .isInstanceOf(UntrustedKeyException.class);
      }
    }
  }

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

  private static List<SignedBundle> append(List<SignedBundle> shown, SignedBundle more) {
    return Stream.concat(shown.stream(), Stream.of(more)).toList();
  }
}
