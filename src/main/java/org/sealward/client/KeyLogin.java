package org.sealward.client;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.OpenedPrivateBundle;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;

/**
 * The second half of a login: makes the user's keys the first time, opens them every other time.
 */
final class KeyLogin {
  private final UUID userId;
  private final OwnBundles bundles;
  private final Vault vault;
  private final KeyLog log;
  private final Clock clock;

  KeyLogin(UUID userId, OwnBundles bundles, Vault vault, KeyLog log, Clock clock) {
    this.userId = userId;
    this.bundles = bundles;
    this.vault = vault;
    this.log = log;
    this.clock = clock;
  }

  /** The user's keys, open for a session. */
  record Opened(OwnKeyRing keys, UnlockedVault vault) {}

  Opened open(Passphrase passphrase, LoginDialogue dialogue) {
    Optional<KeyHistory> published = bundles.history();
    Optional<SealedPrivateBundle> stored = vault.fetch();
    if (published.isEmpty()) {
      if (stored.isPresent()) {
        // The first vault is stored only after its keys are published: somebody hides them.
        throw new VaultException(Reason.KEY_MISMATCH);
      }
      return begin(passphrase, dialogue);
    }
    Optional<SealedPrivateBundle> found = stored.or(vault::restore);
    UnlockedVault unlocked;
    try {
      unlocked =
          unlock(found.orElseThrow(() -> new VaultException(Reason.MISSING)), passphrase, dialogue);
    } catch (VaultException e) {
      if (!isLost(e.reason()) || !dialogue.beginAnew()) {
        throw e;
      }
      return beginAnew(published.get().newest().bundle(), found, passphrase, dialogue);
    }
    return opened(unlocked, published.get());
  }

  /** Nothing that the person has opens the keys. */
  private static boolean isLost(Reason reason) {
    return reason == Reason.MISSING
        || reason == Reason.WRONG_PASSPHRASE
        || reason == Reason.WRONG_RECOVERY_CODE;
  }

  private Opened opened(UnlockedVault unlocked, KeyHistory published) {
    try {
      log.continues(unlocked.read(PrivateBundle::checkpoint));
      List<OwnKeys> versions = bundles.join(unlocked, published);
      new VaultCheckpoint(log).renew(unlocked);
      return new Opened(new OwnKeyRing(versions, () -> anew(unlocked)), unlocked);
    } catch (RuntimeException e) {
      unlocked.close();
      throw e;
    }
  }

  private List<OwnKeys> anew(UnlockedVault unlocked) {
    KeyHistory published =
        bundles.history().orElseThrow(() -> new VaultException(Reason.KEY_MISMATCH));
    unlocked.reread();
    return bundles.join(unlocked, published);
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
        PrivateBundle seeds = PrivateBundle.of(keys);
        PrivateBundle recoverable = seeds.withRecovery(recovery)) {
      PrivateBundle content = recoverable.withCheckpoint(log.checkpoint());
      UnlockKey unlockKey = UnlockKey.from(passphrase);
      SealedPrivateBundle sealed = vault.seal(1, content, List.of(unlockKey));
      vault.keepOnDevice(sealed);
      bundles.publish(keys);
      vault.store(sealed);
      dialogue.keep(code);
      UnlockedVault unlocked = new UnlockedVault(vault, content, unlockKey, sealed.revision());
      return new Opened(new OwnKeyRing(List.of(keys), () -> anew(unlocked)), unlocked);
    }
  }

  /**
   * Replaces a vault that nothing opens, and publishes the new keys as a reset. As with a rotation
   * the vault comes first: whenever this breaks off, the next login publishes what is sealed.
   */
  private Opened beginAnew(
      PublicBundle lost,
      Optional<SealedPrivateBundle> unopened,
      Passphrase passphrase,
      LoginDialogue dialogue) {
    try (OwnKeys keys =
            OwnKeys.reset(
                lost, PrivateKeys.generate(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        RecoveryCode code = RecoveryCode.generate();
        UnlockKey recovery = UnlockKey.from(code);
        PrivateBundle seeds = PrivateBundle.of(keys);
        PrivateBundle recoverable = seeds.withRecovery(recovery)) {
      PrivateBundle content = recoverable.withCheckpoint(log.checkpoint());
      UnlockKey unlockKey = UnlockKey.from(passphrase);
      long revision = unopened.map(SealedPrivateBundle::revision).orElse(0L) + 1;
      SealedPrivateBundle sealed = vault.seal(revision, content, List.of(unlockKey));
      vault.store(sealed);
      dialogue.keep(code);
      bundles.publish(keys);
      return opened(
          new UnlockedVault(vault, content, unlockKey, revision),
          bundles.history().orElseThrow(() -> new VaultException(Reason.KEY_MISMATCH)));
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
