package org.sealward.envelope;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * Strict Ed25519 verification (protocol §2.3): A and R canonical, of prime order and not the
 * identity; S below the group order; the cofactorless equation.
 */
public final class VerifyingKey {
  /** Loads a library, which takes a while: when the first signature is verified. */
  private static final class Library {
    static final StrictEd25519 FASTEST = StrictEd25519.fastest();
  }

  private final Bytes encoded;

  private VerifyingKey(Bytes encoded) {
    this.encoded = encoded;
  }

  /** Throws {@link Failure#WEAK_KEY} unless the key passes every check on A. */
  public static VerifyingKey checked(Bytes encoded) {
    if (encoded.length() != Suite.SIGN_PUBLIC_KEY
        || !Ed25519.validatePublicKeyFull(encoded.shared(), 0)) {
      throw new InvalidEnvelopeException(
          Failure.WEAK_KEY, "signPublicKey is not a canonical point of prime order");
    }
    return new VerifyingKey(encoded);
  }

  /** A key of a bundle that was accepted before; spares the scalar multiplication of the check. */
  static VerifyingKey ofAccepted(PublicBundle bundle) {
    return new VerifyingKey(bundle.signPublicKey());
  }

  static VerifyingKey ofAccepted(InstitutionKey key) {
    return new VerifyingKey(key.signPublicKey());
  }

  /** The 32 bytes of RFC 8032. */
  public Bytes encoded() {
    return encoded;
  }

  /** Tells whether this is the key's signature; one of another length is not. */
  public boolean verifies(Bytes signature, Bytes message) {
    return verifies(signature, message, Library.FASTEST);
  }

  boolean verifies(Bytes signature, Bytes message, StrictEd25519 library) {
    return signature.length() == Require.SIGNATURE
        && library.verifies(encoded.shared(), signature.shared(), message.shared());
  }

  /** Throws {@link Failure#BAD_SIGNATURE}. */
  void require(Bytes signature, Bytes message, String name) {
    if (!verifies(signature, message)) {
      throw new InvalidEnvelopeException(Failure.BAD_SIGNATURE, name + " does not verify");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifyingKey that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return encoded.toString();
  }
}
