package org.sealward.envelope;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The vault key, encrypted under what one method derives (protocol §5.2).
 *
 * @param salt 16 random bytes
 * @param parameters for the passphrase; null for the recovery code
 * @param wrap chunked encryption of the 32-byte vault key, 104 bytes
 */
public record VaultWrap(
    VaultMethod method, Bytes salt, @Nullable Argon2Parameters parameters, Bytes wrap) {
  static final int SALT = 16;
  private static final int LENGTH = (int) Chunks.sealedLength(Suite.KEY);

  public VaultWrap {
    Require.length("salt", salt, SALT);
    Require.length("wrap", wrap, LENGTH);
    Require.that(
        (method == VaultMethod.PASSPHRASE) == (parameters != null),
        "parameters belong to the passphrase method, and only there");
  }

  static Bytes context(
      UUID userId,
      long revision,
      VaultMethod method,
      Bytes salt,
      @Nullable Argon2Parameters parameters) {
    return Pae.labelled("vault-wrap")
        .id(userId)
        .number(revision)
        .text(method.wire())
        .bytes(salt)
        .bytes(parameters == null ? Bytes.EMPTY : parameters.encoded())
        .encode();
  }
}
