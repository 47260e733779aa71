package org.sealward.envelope;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceLoader;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A library's verification, brought to protocol §2.3, under a key A that passed its checks: R
 * canonical, of prime order and not the identity; S below the group order; the cofactorless
 * equation. Both libraries check S.
 */
interface StrictEd25519 {

  /**
   * Tells whether the signature is the key's.
   *
   * @param signature 64 bytes
   */
  boolean verifies(byte[] key, byte[] signature, byte[] message);

  /** The fastest that this computer has. */
  static StrictEd25519 fastest() {
    return Native.find().<StrictEd25519>map(found -> found).orElseGet(BouncyCastle::new);
  }

  /**
   * Decodes R, and with its half-size scalars accepts some R of mixed order: so R is checked as a
   * key is.
   */
  final class BouncyCastle implements StrictEd25519 {
    @Override
    public boolean verifies(byte[] key, byte[] signature, byte[] message) {
      return Ed25519.verify(signature, 0, key, 0, message, 0, message.length)
          && Ed25519.validatePublicKeyFull(signature, 0);
    }
  }

  /**
   * AWS-LC, by the Amazon Corretto Crypto Provider: it encodes [S]B − [k]A and compares that with
   * R. The point is of prime order, as A and B are, or the identity, and in its only encoding: so
   * only the identity is left to refuse.
   */
  final class Native implements StrictEd25519 {
    private static final String PROVIDER =
        "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String ALGORITHM = "Ed25519";

    /** What DER puts before the 32 bytes of a key; RFC 8410. */
    private static final byte[] DER = Bytes.fromHex("302a300506032b6570032100").toArray();

    private static final byte[] IDENTITY = Bytes.fromHex("01" + "00".repeat(31)).toArray();

    private final Provider provider;

    private Native(Provider provider) {
      this.provider = provider;
    }

    /** Empty where its library was not made for, or may not be loaded. */
    static Optional<Native> find() {
      return ServiceLoader.load(Provider.class, StrictEd25519.class.getClassLoader()).stream()
          .filter(provider -> provider.type().getName().equals(PROVIDER))
          .map(ServiceLoader.Provider::get)
          .filter(provider -> provider.getService("Signature", ALGORITHM) != null)
          .findFirst()
          .map(Native::new);
    }

    @Override
    public boolean verifies(byte[] key, byte[] signature, byte[] message) {
      if (Arrays.equals(signature, 0, IDENTITY.length, IDENTITY, 0, IDENTITY.length)) {
        return false;
      }
      try {
        PublicKey decoded =
            KeyFactory.getInstance(ALGORITHM)
                .generatePublic(
                    new X509EncodedKeySpec(
                        ByteBuffer.allocate(DER.length + key.length).put(DER).put(key).array()));
        Signature verification = Signature.getInstance(ALGORITHM, provider);
        verification.initVerify(decoded);
        verification.update(message);
        return verification.verify(signature);
      } catch (SignatureException e) {
        return false;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Ed25519 does not work", e);
      }
    }
  }
}
