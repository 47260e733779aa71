package org.sealward.client;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.OpenedPrivateBundle;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;

/**
 * The second half of a login: makes the user's keys the first time, opens them every other time.
 */
final class KeyLogin {
  private static final int CONFLICT = 409;

  private final UUID userId;
  private final ServiceApi api;
  private final PinnedKeys pins;
  private final Vault vault;
  private final Clock clock;

  KeyLogin(UUID userId, ServiceApi api, PinnedKeys pins, Vault vault, Clock clock) {
    this.userId = userId;
    this.api = api;
    this.pins = pins;
    this.vault = vault;
    this.clock = clock;
  }

  /** The user's keys, open for a session. */
  record Opened(OwnKeyRing keys, UnlockedVault vault) {}

  Opened open(Passphrase passphrase, LoginDialogue dialogue) {
    Optional<KeyHistory> published = pins.history(userId);
    Optional<SealedPrivateBundle> stored = vault.fetch();
    if (published.isEmpty()) {
      if (stored.isPresent()) {
        // A vault is stored only after its keys are published: somebody hides them.
        throw new VaultException(Reason.KEY_MISMATCH);
      }
      return begin(passphrase, dialogue);
    }
    SealedPrivateBundle sealed =
        stored.or(vault::restore).orElseThrow(() -> new VaultException(Reason.MISSING));
    UnlockedVault unlocked = unlock(sealed, passphrase, dialogue);
    try {
      OwnKeyRing keys = OwnKeyRing.join(unlocked.content(), published.get());
      return new Opened(keys, unlocked);
    } catch (RuntimeException e) {
      unlocked.close();
      throw e;
    }
  }

  /**
   * Makes keys. The sealed copy is on the device before the keys are published, and in the vault
   * after: whenever this breaks off, the next login on this device can go on.
   */
  private Opened begin(Passphrase passphrase, LoginDialogue dialogue) {
    OwnKeys keys =
        OwnKeys.first(
            userId, PrivateKeys.generate(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
    try (RecoveryCode code = RecoveryCode.generate();
        UnlockKey recovery = UnlockKey.from(code);
        PrivateBundle seeds = PrivateBundle.of(keys)) {
      PrivateBundle content = seeds.withRecovery(recovery);
      UnlockKey unlockKey = UnlockKey.from(passphrase);
      SealedPrivateBundle sealed = vault.seal(1, content, List.of(unlockKey));
      vault.keepOnDevice(sealed);
      publish(keys);
      vault.store(sealed);
      dialogue.keep(code);
      return new Opened(
          OwnKeyRing.of(keys), new UnlockedVault(vault, content, unlockKey, sealed.revision()));
    }
  }

  private void publish(OwnKeys keys) {
    try {
      api.send(Call.put("/v1/me/bundles/" + keys.bundle().version(), keys.signedBundle()));
    } catch (ProblemException e) {
      throw e.status() == CONFLICT ? new VaultException(Reason.CONFLICT, e) : e;
    }
    // Pins them, and notices if the service shows others.
    if (pins.find(userId, keys.fingerprint()).isEmpty()) {
      throw new VaultException(Reason.KEY_MISMATCH);
    }
  }

  private UnlockedVault unlock(
      SealedPrivateBundle sealed, Passphrase passphrase, LoginDialogue dialogue) {
    try {
      UnlockedVault unlocked =
          UnlockedVault.of(vault, vault.open(sealed, passphrase), sealed.revision());
      vault.keepOnDevice(sealed);
      return unlocked;
    } catch (VaultException e) {
      if (e.reason() != Reason.WRONG_PASSPHRASE) {
        throw e;
      }
      return afterReset(sealed, passphrase, dialogue, e);
    }
  }

  /** The passphrase was reset at Cognito, which cannot change the vault. */
  private UnlockedVault afterReset(
      SealedPrivateBundle sealed,
      Passphrase passphrase,
      LoginDialogue dialogue,
      VaultException wrong) {
    Optional<char[]> earlier = dialogue.earlierPassphrase();
    if (earlier.isPresent()) {
      try (Passphrase typed = Passphrase.of(earlier.get())) {
        return reopened(vault.open(sealed, typed), sealed.revision(), passphrase);
      } finally {
        Arrays.fill(earlier.get(), '\0');
      }
    }
    char[] code = dialogue.recoveryCode().orElseThrow(() -> wrong);
    try (RecoveryCode typed = RecoveryCode.parse(code)) {
      UnlockedVault unlocked = reopened(vault.open(sealed, typed), sealed.revision(), passphrase);
      try (RecoveryCode next = unlocked.replaceRecoveryCode()) {
        dialogue.keep(next);
      }
      return unlocked;
    } catch (InvalidEnvelopeException e) {
      throw new VaultException(Reason.WRONG_RECOVERY_CODE, e);
    } finally {
      Arrays.fill(code, '\0');
    }
  }

  private UnlockedVault reopened(OpenedPrivateBundle opened, long revision, Passphrase passphrase) {
    UnlockedVault unlocked = UnlockedVault.of(vault, opened, revision);
    unlocked.dropEarlier(UnlockKey.from(passphrase));
    return unlocked;
  }
}
