package org.sealward.envelope;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Strict Ed25519 verification (protocol §2.3): A and R canonical, of prime order and not the
 * identity; S below the group order; the cofactorless equation. Bouncy Castle's equation alone lets
 * some mixed-order R pass, so R is checked on its own. With A and R of prime order the cofactored
 * and the cofactorless equation agree, so every conforming library decides alike.
 */
final class VerifyingKey {
  private final byte[] encoded;

  private VerifyingKey(byte[] encoded) {
    this.encoded = encoded;
  }

  /** Throws {@link Failure#WEAK_KEY} unless the key passes every check on A. */
  static VerifyingKey checked(Bytes encoded) {
    if (encoded.length() != Suite.SIGN_PUBLIC_KEY
        || !Ed25519.validatePublicKeyFull(encoded.shared(), 0)) {
      throw new InvalidEnvelopeException(
          Failure.WEAK_KEY, "signPublicKey is not a canonical point of prime order");
    }
    return new VerifyingKey(encoded.shared());
  }

  /** A key of a bundle that was accepted before; spares the scalar multiplication of the check. */
  static VerifyingKey ofAccepted(PublicBundle bundle) {
    return new VerifyingKey(bundle.signPublicKey().shared());
  }

  static VerifyingKey ofAccepted(InstitutionKey key) {
    return new VerifyingKey(key.signPublicKey().shared());
  }

  boolean verifies(Bytes signature, Bytes message) {
    byte[] rs = signature.shared();
    byte[] text = message.shared();
    return rs.length == Require.SIGNATURE
        && Ed25519.verify(rs, 0, encoded, 0, text, 0, text.length)
        && Ed25519.validatePublicKeyFull(rs, 0);
  }

  /** Throws {@link Failure#BAD_SIGNATURE}. */
  void require(Bytes signature, Bytes message, String name) {
    if (!verifies(signature, message)) {
      throw new InvalidEnvelopeException(Failure.BAD_SIGNATURE, name + " does not verify");
    }
  }
}
