package org.sealward.envelope;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * What the user remembers, as UTF-8 in normal form C (protocol §4.1). Two unrelated secrets come
 * out of it: the {@link #loginSecret} that Cognito gets to see, and the key to the vault, see
 * {@link UnlockKey}.
 */
public class Passphrase implements AutoCloseable {
  private final SecretBytes utf8;

  /** Takes {@code utf8} over. */
  Passphrase(SecretBytes utf8) {
    this.utf8 = utf8;
  }

  /** The caller still owns {@code characters} and zeroes them. */
  public static Passphrase of(char[] characters) {
    CharBuffer typed = CharBuffer.wrap(characters);
    CharSequence normal =
        Normalizer.isNormalized(typed, Normalizer.Form.NFC)
            ? typed
            : Normalizer.normalize(typed, Normalizer.Form.NFC);
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    ByteBuffer encoded =
        ByteBuffer.allocate((int) Math.ceil(encoder.maxBytesPerChar()) * normal.length());
    CoderResult result = encoder.encode(CharBuffer.wrap(normal), encoded, true);
    Require.that(!result.isError(), "a passphrase is Unicode text");
    byte[] exact = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    return new Passphrase(SecretBytes.adopt(exact));
  }

  /**
   * The password of the Cognito user, 47 ASCII characters. Everything but the passphrase is public
   * and constant, so a client asks nobody before it logs in (protocol §4.2).
   *
   * @param poolId of the Cognito user pool
   * @param email in any case
   */
  public SecretBytes loginSecret(String poolId, String email) {
    Bytes salt = Kdf.loginSalt(poolId, email);
    try (SecretBytes stretched = stretch(utf8, salt, Argon2Parameters.SUITE_1);
        SecretBytes secret = Kdf.expand(stretched, Bytes.EMPTY, Pae.labelled("login").encode())) {
      return secret.lend(Kdf::loginText);
    }
  }

  /** The key-encryption key of a passphrase wrap, 32 bytes (protocol §5.2). */
  SecretBytes vaultKek(Bytes salt, Argon2Parameters parameters) {
    return key(salt, parameters, "vault-kek");
  }

  /** 32 bytes for one purpose. */
  SecretBytes key(Bytes salt, Argon2Parameters parameters, String purpose) {
    try (SecretBytes stretched = stretch(utf8, salt, parameters)) {
      return Kdf.expand(stretched, Bytes.EMPTY, Pae.labelled(purpose).encode());
    }
  }

  /** What makes guessing expensive; tests about something else leave it out. */
  SecretBytes stretch(SecretBytes secret, Bytes salt, Argon2Parameters parameters) {
    return Kdf.argon2id(secret, salt, parameters);
  }

  @Override
  public final void close() {
    utf8.close();
  }

  @Override
  public final String toString() {
    return "[REDACTED]";
  }
}
