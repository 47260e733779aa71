package org.sealward.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.client.internal.http.Json;
import org.sealward.client.internal.vault.VaultStore;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.DecryptionFailedException;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.OpenedPrivateBundle;
import org.sealward.envelope.Opener;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;

/**
 * The user's sealed keys (protocol §5): opened at login, sealed again under a higher revision
 * whenever a way to open them changes. A copy of what is sealed stays on the device.
 */
final class Vault {
  private final UUID userId;
  private final VaultStore store;
  private final DeviceStore device;

  Vault(UUID userId, VaultStore store, DeviceStore device) {
    this.userId = userId;
    this.store = store;
    this.device = device;
  }

  /** What is stored for the user. */
  Optional<SealedPrivateBundle> fetch() {
    Optional<SealedPrivateBundle> stored = store.fetch();
    stored.ifPresent(this::requireOwn);
    return stored;
  }

  /**
   * Stores the copy that this device kept, for a first login that ended before it stored the vault.
   */
  Optional<SealedPrivateBundle> restore() {
    Optional<SealedPrivateBundle> kept = onDevice();
    kept.ifPresent(store::store);
    return kept;
  }

  /** Keeps a new vault on the device, before anything relies on it. */
  void keepOnDevice(SealedPrivateBundle sealed) {
    device.put(key(), Bytes.of(Json.write(sealed)));
  }

  void store(SealedPrivateBundle sealed) {
    store.store(sealed);
    keepOnDevice(sealed);
  }

  OpenedPrivateBundle open(SealedPrivateBundle sealed, Passphrase passphrase) {
    return opened(
        Reason.WRONG_PASSPHRASE, () -> Opener.privateBundle(sealed, passphrase, newestRevision()));
  }

  OpenedPrivateBundle open(SealedPrivateBundle sealed, RecoveryCode code) {
    return opened(
        Reason.WRONG_RECOVERY_CODE, () -> Opener.privateBundle(sealed, code, newestRevision()));
  }

  /**
   * Opens with a key kept since an earlier opening; {@link Reason#CONFLICT} when another device
   * sealed for another passphrase.
   */
  OpenedPrivateBundle open(SealedPrivateBundle sealed, UnlockKey unlockKey) {
    return opened(Reason.CONFLICT, () -> Opener.privateBundle(sealed, unlockKey, newestRevision()));
  }

  /**
   * Seals {@code content} under {@code revision} for these keys and for the recovery code that the
   * content knows.
   */
  SealedPrivateBundle seal(long revision, PrivateBundle content, List<UnlockKey> unlockKeys) {
    List<UnlockKey> all = new ArrayList<>(unlockKeys);
    Optional<UnlockKey> recovery = content.recovery();
    recovery.ifPresent(all::add);
    try {
      return SealedPrivateBundle.seal(userId, revision, content, all);
    } finally {
      recovery.ifPresent(UnlockKey::close);
    }
  }

  private long newestRevision() {
    return onDevice().map(SealedPrivateBundle::revision).orElse(0L);
  }

  private Optional<SealedPrivateBundle> onDevice() {
    return device
        .get(key())
        .map(
            json -> {
              try {
                return Json.read(json.toArray(), SealedPrivateBundle.class);
              } catch (IOException e) {
                throw new VaultException(Reason.DAMAGED, e);
              }
            });
  }

  private void requireOwn(SealedPrivateBundle stored) {
    if (!stored.userId().equals(userId)) {
      throw new VaultException(Reason.DAMAGED);
    }
  }

  private String key() {
    return userId + ".vault";
  }

  private static OpenedPrivateBundle opened(Reason wrongKey, Supplier<OpenedPrivateBundle> open) {
    try {
      return open.get();
    } catch (DecryptionFailedException e) {
      boolean otherKey = e.failure() == Failure.WRONG_KEY_OR_CONTEXT;
      throw new VaultException(otherKey ? wrongKey : Reason.DAMAGED, e);
    } catch (InvalidEnvelopeException e) {
      throw new VaultException(
          e.failure() == Failure.OLD_REVISION ? Reason.OLD_REVISION : Reason.DAMAGED, e);
    }
  }
}
