package org.sealward.envelope;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * HPKE base mode with known randomness, the key schedule written from RFC 9180 §5.1, so that wraps
 * can be repeated byte for byte and every intermediate value is seen.
 */
final class KnownHpke {
  static final int AES_256_GCM = 2;
  static final int CHACHA20_POLY1305 = 3;

  private static final int KEM = 0x647a;
  private static final int HKDF_SHA256 = 1;

  private KnownHpke() {}

  record Encapsulation(Bytes enc, Bytes sharedSecret) {}

  record Schedule(Bytes key, Bytes baseNonce) {}

  record Wrapped(Encapsulation encapsulation, Schedule schedule, Bytes wrap) {}

  /** Encapsulates with 64 known bytes: 32 for ML-KEM-768, then 32 as the X25519 ephemeral key. */
  static Encapsulation encapsulate(Bytes publicKey, Bytes randomness) {
    SecretWithEncapsulation made =
        new XWingKEMGenerator(new Known(randomness.toArray()))
            .generateEncapsulated(new XWingPublicKeyParameters(publicKey.toArray()));
    return new Encapsulation(Bytes.of(made.getEncapsulation()), Bytes.of(made.getSecret()));
  }

  static Schedule schedule(int aead, Bytes sharedSecret, Bytes info) {
    byte[] suite = {
      'H', 'P', 'K', 'E', (byte) (KEM >> 8), (byte) KEM, 0, HKDF_SHA256, 0, (byte) aead
    };
    byte[] none = {};
    byte[] context =
        join(
            new byte[] {0},
            extract(suite, none, "psk_id_hash", none),
            extract(suite, none, "info_hash", info.toArray()));
    byte[] secret = extract(suite, sharedSecret.toArray(), "secret", none);
    return new Schedule(
        Bytes.of(expand(suite, secret, "key", context, 32)),
        Bytes.of(expand(suite, secret, "base_nonce", context, 12)));
  }

  static Wrapped wrap(Bytes publicKey, Bytes randomness, Bytes info, SecretBytes key) {
    Encapsulation made = encapsulate(publicKey, randomness);
    Schedule schedule = schedule(AES_256_GCM, made.sharedSecret(), info);
    try {
      Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
      aes.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(schedule.key().toArray(), "AES"),
          new GCMParameterSpec(128, schedule.baseNonce().toArray()));
      return new Wrapped(
          made, schedule, Bytes.of(join(made.enc().toArray(), aes.doFinal(key.toArray()))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] extract(byte[] suite, byte[] salt, String label, byte[] input) {
    return hmac(
        salt.length == 0 ? new byte[32] : salt,
        join(Bytes.utf8("HPKE-v1").toArray(), suite, Bytes.utf8(label).toArray(), input));
  }

  /** LabeledExpand of at most one block. */
  private static byte[] expand(byte[] suite, byte[] secret, String label, byte[] info, int length) {
    byte[] block =
        hmac(
            secret,
            join(
                new byte[] {0, (byte) length},
                Bytes.utf8("HPKE-v1").toArray(),
                suite,
                Bytes.utf8(label).toArray(),
                info,
                new byte[] {1}));
    return Arrays.copyOf(block, length);
  }

  private static byte[] hmac(byte[] key, byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** Hands out the given bytes in order, and no more. */
  private static final class Known extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private int at;

    Known(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] out) {
      System.arraycopy(bytes, at, out, 0, out.length);
      at += out.length;
    }
  }
}
