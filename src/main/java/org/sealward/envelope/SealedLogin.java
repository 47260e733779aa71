package org.sealward.envelope;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A login that a device keeps: the refresh token under the passphrase (protocol §5.5). It lies on
 * the device and nowhere else.
 *
 * @param salt 16 random bytes
 * @param ciphertext chunked encryption of the refresh token
 */
public record SealedLogin(UUID userId, Bytes salt, Argon2Parameters parameters, Bytes ciphertext) {
  private static final String KEY = "device-login-kek";
  private static final String FILE = "device-login-file";
  private static final int PARTS = 6;
  private static final int PARAMETERS = 3;

  public SealedLogin {
    Require.length("salt", salt, VaultWrap.SALT);
  }

  /**
   * Takes about 0.2 s and 64 MiB.
   *
   * @param poolId of the Cognito user pool
   * @param email in any case
   */
  public static SealedLogin seal(
      Passphrase passphrase, String poolId, String email, UUID userId, SecretBytes refreshToken) {
    Argon2Parameters parameters = Argon2Parameters.SUITE_1;
    Bytes salt = Bytes.adopt(SecretBytes.random(VaultWrap.SALT).toArray());
    Bytes context = context(poolId, email, userId, salt, parameters);
    try (SecretBytes key = passphrase.key(salt, parameters, KEY)) {
      return new SealedLogin(
          userId,
          salt,
          parameters,
          refreshToken.lend(token -> ChunkedEncryption.seal(key, context, token)));
    }
  }

  SecretBytes open(Passphrase passphrase, String poolId, String email) {
    Bytes context = context(poolId, email, userId, salt, parameters);
    try (SecretBytes key = passphrase.key(salt, parameters, KEY)) {
      return SecretBytes.adopt(ChunkedEncryption.open(key, context, ciphertext));
    }
  }

  private static Bytes context(
      String poolId, String email, UUID userId, Bytes salt, Argon2Parameters parameters) {
    return Pae.labelled("device-login")
        .text(poolId)
        .text(email.toLowerCase(Locale.ROOT))
        .id(userId)
        .bytes(salt)
        .bytes(parameters.encoded())
        .encode();
  }

  /** The form in a device's store. */
  public Bytes encoded() {
    return Pae.labelled(FILE)
        .id(userId)
        .bytes(salt)
        .bytes(parameters.encoded())
        .bytes(ciphertext)
        .encode();
  }

  /** {@link Failure#MALFORMED} for anything that {@link #encoded} did not write. */
  public static SealedLogin decode(Bytes encoded) {
    List<byte[]> parts = PaeReader.parts(encoded.shared());
    Bytes start = Pae.labelled(FILE).encode();
    Require.that(parts.size() == PARTS, "not a login that a device kept");
    Bytes label = Pae.list(List.of(Bytes.adopt(parts.get(0)), Bytes.adopt(parts.get(1))));
    Require.that(label.equals(start), "not a login that a device kept");
    Bytes id = Bytes.adopt(parts.get(2));
    Require.length("userId", id, 2 * Long.BYTES);
    List<byte[]> cost = PaeReader.parts(parts.get(4));
    Require.that(cost.size() == PARAMETERS, "three parameters");
    return new SealedLogin(
        Pae.idFrom(id),
        Bytes.adopt(parts.get(3)),
        new Argon2Parameters(number(cost.get(0)), number(cost.get(1)), number(cost.get(2))),
        Bytes.adopt(parts.get(5)));
  }

  private static int number(byte[] part) {
    long value = PaeReader.number(part);
    Require.that(value >= 0 && value <= Integer.MAX_VALUE, "a parameter out of range");
    return (int) value;
  }
}
