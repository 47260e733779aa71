package org.sealward.envelope;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one method derived to open a vault, with the salt it was derived with. A client keeps it for
 * the session, so that it can seal the vault again without asking for the passphrase.
 */
public final class UnlockKey implements AutoCloseable {
  private final VaultMethod method;
  private final Bytes salt;
  private final @Nullable Argon2Parameters parameters;
  private final SecretBytes kek;

  private UnlockKey(
      VaultMethod method, Bytes salt, @Nullable Argon2Parameters parameters, SecretBytes kek) {
    this.method = method;
    this.salt = salt;
    this.parameters = parameters;
    this.kek = kek;
  }

  /** With a fresh salt and the suite's parameters; takes about 0.2 s and 64 MiB. */
  public static UnlockKey from(Passphrase passphrase) {
    return from(passphrase, randomSalt(), Argon2Parameters.SUITE_1);
  }

  /** With a fresh salt. */
  public static UnlockKey from(RecoveryCode code) {
    return from(code, randomSalt());
  }

  static UnlockKey from(Passphrase passphrase, Bytes salt, Argon2Parameters parameters) {
    return new UnlockKey(
        VaultMethod.PASSPHRASE, salt, parameters, passphrase.vaultKek(salt, parameters));
  }

  static UnlockKey from(RecoveryCode code, Bytes salt) {
    return new UnlockKey(VaultMethod.RECOVERY, salt, null, code.vaultKek(salt));
  }

  /** The recovery method's key as an opened vault keeps it; takes {@code kek} over. */
  static UnlockKey ofRecovery(Bytes salt, SecretBytes kek) {
    return new UnlockKey(VaultMethod.RECOVERY, salt, null, kek);
  }

  public VaultMethod method() {
    return method;
  }

  Bytes salt() {
    return salt;
  }

  SecretBytes kek() {
    return kek;
  }

  UnlockKey copy() {
    return new UnlockKey(method, salt, parameters, kek.copy());
  }

  VaultWrap wrap(UUID userId, long revision, SecretBytes vaultKey) {
    Bytes context = VaultWrap.context(userId, revision, method, salt, parameters);
    Bytes wrap = vaultKey.lend(k -> ChunkedEncryption.seal(kek, context, k));
    return new VaultWrap(method, salt, parameters, wrap);
  }

  SecretBytes unwrap(UUID userId, long revision, VaultWrap wrap) {
    Bytes context =
        VaultWrap.context(userId, revision, wrap.method(), wrap.salt(), wrap.parameters());
    return SecretBytes.adopt(ChunkedEncryption.open(kek, context, wrap.wrap()));
  }

  private static Bytes randomSalt() {
    return Bytes.adopt(SecretBytes.random(VaultWrap.SALT).toArray());
  }

  @Override
  public void close() {
    kek.close();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
