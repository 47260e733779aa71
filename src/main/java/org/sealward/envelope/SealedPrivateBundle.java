package org.sealward.envelope;

import java.util.List;
import java.util.UUID;

/**
 * A user's private keys, sealed on the device (protocol §5).
 *
 * @param revision rises with every sealing; a client refuses one below the newest it has seen
 * @param wraps one to four, no method and salt twice
 * @param ciphertext chunked encryption under the random vault key, up to 256 KiB
 */
public record SealedPrivateBundle(
    int suite, UUID userId, long revision, List<VaultWrap> wraps, Bytes ciphertext) {
  /** Bytes of ciphertext at most: in base64, an item of DynamoDB has room for it. */
  public static final int MAX_CIPHERTEXT = 1 << 18;

  private static final int MAX_WRAPS = 4;

  public SealedPrivateBundle {
    Require.suite(suite);
    Require.integer("revision", revision);
    wraps = Require.atMost("wraps", MAX_WRAPS, wraps);
    Require.that(!wraps.isEmpty(), "no wrap");
    Require.that(
        wraps.stream().map(VaultWrap::salt).distinct().count() == wraps.size(),
        "two wraps share a salt");
    Require.that(
        ciphertext.length() <= MAX_CIPHERTEXT && Chunks.plaintextLength(ciphertext.length()) >= 0,
        "ciphertext has an impossible length");
  }

  /**
   * Seals under a new random vault key and wraps that key for every method. Adding a method,
   * dropping one and changing the passphrase are all a sealing with other {@code unlockKeys}.
   *
   * @param revision above every earlier one
   */
  public static SealedPrivateBundle seal(
      UUID userId, long revision, PrivateBundle content, List<UnlockKey> unlockKeys) {
    try (SecretBytes vaultKey = SecretBytes.random(Suite.KEY);
        SecretBytes encoded = content.encoded()) {
      return new SealedPrivateBundle(
          Suite.ONE,
          userId,
          revision,
          unlockKeys.stream().map(unlock -> unlock.wrap(userId, revision, vaultKey)).toList(),
          encoded.lend(c -> ChunkedEncryption.seal(vaultKey, context(userId, revision), c)));
    }
  }

  static Bytes context(UUID userId, long revision) {
    return Pae.labelled("vault").id(userId).number(revision).encode();
  }
}
