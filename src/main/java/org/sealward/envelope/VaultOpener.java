package org.sealward.envelope;

import java.util.Optional;
import java.util.function.Function;

/** Opens a sealed private bundle; reached through {@link Opener}. */
final class VaultOpener {
  private VaultOpener() {}

  /**
   * Tries every wrap for which {@code derive} has a key: while a passphrase is being changed there
   * are two of that method.
   */
  static OpenedPrivateBundle open(
      SealedPrivateBundle sealed,
      long newestRevisionSeen,
      Function<VaultWrap, Optional<UnlockKey>> derive) {
    if (sealed.revision() < newestRevisionSeen) {
      throw new InvalidEnvelopeException(
          Failure.OLD_REVISION, "an older revision than one already seen");
    }
    for (VaultWrap wrap : sealed.wraps()) {
      Optional<UnlockKey> unlockKey = derive.apply(wrap);
      if (unlockKey.isEmpty()) {
        continue;
      }
      Optional<SecretBytes> vaultKey = tryWrap(sealed, wrap, unlockKey.get());
      if (vaultKey.isPresent()) {
        try (SecretBytes key = vaultKey.get()) {
          return new OpenedPrivateBundle(content(sealed, key), unlockKey.get());
        }
      }
      unlockKey.get().close();
    }
    throw new DecryptionFailedException(Failure.WRONG_KEY_OR_CONTEXT);
  }

  /** Empty when the wrap is of another passphrase; a wrap that was tampered with is refused. */
  private static Optional<SecretBytes> tryWrap(
      SealedPrivateBundle sealed, VaultWrap wrap, UnlockKey unlockKey) {
    try {
      return Optional.of(unlockKey.unwrap(sealed.userId(), sealed.revision(), wrap));
    } catch (DecryptionFailedException e) {
      if (e.failure() == Failure.WRONG_KEY_OR_CONTEXT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static PrivateBundle content(SealedPrivateBundle sealed, SecretBytes vaultKey) {
    Bytes context = SealedPrivateBundle.context(sealed.userId(), sealed.revision());
    try (SecretBytes encoded =
        SecretBytes.adopt(ChunkedEncryption.open(vaultKey, context, sealed.ciphertext()))) {
      return encoded.lend(PrivateBundle::decode);
    }
  }
}
