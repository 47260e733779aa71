package org.sealward.envelope;

import java.time.Duration;
import java.time.Instant;

/** An assist key with the signature of the service's key, which apps have pinned. */
public record SignedAssistKey(AssistKey key, Bytes signature) {
  /** Whoever signed a key for longer did not mean to forget it. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  public SignedAssistKey {
    Require.signature("signature", signature);
  }

  /**
   * Accepts it, or throws {@link Failure#BAD_SIGNATURE}, {@link Failure#EXPIRED}, {@link
   * Failure#MALFORMED} when it is valid for too long, {@link Failure#WEAK_KEY}.
   *
   * @param serviceKey the pinned Ed25519 key, 32 bytes
   */
  public AssistKey accept(Bytes serviceKey, Instant now) {
    VerifyingKey.checked(serviceKey)
        .require(signature, key.encoded(), "the assist key's signature");
    if (key.notAfter().isBefore(now)) {
      throw new InvalidEnvelopeException(Failure.EXPIRED, "the assist key is past its end");
    }
    Require.that(
        !key.notAfter().isAfter(now.plus(LONGEST)), "the assist key is valid for too long");
    KeyWrap.tryOut(key.publicKey());
    return key;
  }
}
