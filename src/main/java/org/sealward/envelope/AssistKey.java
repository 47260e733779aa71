package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;

/**
 * A key of one process of the service, to which a secret for assisted decryption is sealed
 * (protocol §10.1). It counts only as a {@link SignedAssistKey} that was accepted.
 *
 * @param publicKey X-Wing, 1216 bytes
 * @param notAfter whole milliseconds; the process has forgotten the private key then
 */
public record AssistKey(int suite, UUID keyId, Bytes publicKey, Instant notAfter) {
  public AssistKey {
    Require.suite(suite);
    Require.length("publicKey", publicKey, Suite.KEM_PUBLIC_KEY);
    Require.time("notAfter", notAfter);
  }

  /** The public half of a private key, which is 32 random bytes. */
  public static Bytes publicKey(SecretBytes seed) {
    return KeyWrap.publicKey(seed);
  }

  /** The bytes that the service signs. */
  public Bytes encoded() {
    return Pae.labelled("assist-key").id(keyId).bytes(publicKey).time(notAfter).encode();
  }
}
