package org.sealward.envelope;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes AES-GCM ciphertext whose tag verifies under two keys at once, which plain AES-GCM cannot
 * prevent: the tag is linear in the last block, so one equation is solved for it.
 */
final class TwoKeyCiphertext {
  /** x¹²⁸ + x⁷ + x² + x + 1, in the bit order of GCM, where bit 127 of the block is x⁰. */
  private static final BigInteger REDUCTION = BigInteger.valueOf(0xe1).shiftLeft(120);

  private TwoKeyCiphertext() {}

  /** 16 bytes of ciphertext and 16 of tag, valid under both pairs of key and 12-byte nonce. */
  static byte[] make(byte[] key1, byte[] nonce1, byte[] key2, byte[] nonce2) {
    return make(new byte[0], key1, nonce1, key2, nonce2);
  }

  /** The same behind {@code before}, which is whole blocks of any content. */
  static byte[] make(byte[] before, byte[] key1, byte[] nonce1, byte[] key2, byte[] nonce2) {
    BigInteger h1 = block(key1, new byte[16]);
    BigInteger h2 = block(key2, new byte[16]);
    BigInteger mask1 = block(key1, counter(nonce1));
    BigInteger mask2 = block(key2, counter(nonce2));
    BigInteger sum1 = hash(before, h1);
    BigInteger sum2 = hash(before, h2);
    BigInteger length = BigInteger.valueOf(8L * (before.length + 16));
    // (sum1 + c)·h1² + length·h1 + mask1 = (sum2 + c)·h2² + length·h2 + mask2, solved for c
    BigInteger squared1 = multiply(h1, h1);
    BigInteger squared2 = multiply(h2, h2);
    BigInteger right =
        multiply(length, h1.xor(h2))
            .xor(mask1)
            .xor(mask2)
            .xor(multiply(sum1, squared1))
            .xor(multiply(sum2, squared2));
    BigInteger c = multiply(right, inverse(squared1.xor(squared2)));
    BigInteger tag = multiply(multiply(sum1.xor(c), h1).xor(length), h1).xor(mask1);
    byte[] all = Arrays.copyOf(before, before.length + 32);
    write(c, all, before.length);
    write(tag, all, before.length + 16);
    return all;
  }

  /** GHASH of whole blocks, before the next one is added. */
  private static BigInteger hash(byte[] blocks, BigInteger h) {
    BigInteger sum = BigInteger.ZERO;
    for (int at = 0; at < blocks.length; at += 16) {
      sum = multiply(sum.xor(new BigInteger(1, Arrays.copyOfRange(blocks, at, at + 16))), h);
    }
    return sum;
  }

  private static byte[] counter(byte[] nonce) {
    byte[] counter = Arrays.copyOf(nonce, 16);
    counter[15] = 1;
    return counter;
  }

  private static BigInteger block(byte[] key, byte[] input) {
    try {
      Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(input));
      return new BigInteger(1, aes.doFinal(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Multiplication in GF(2¹²⁸), NIST SP 800-38D §6.3. */
  private static BigInteger multiply(BigInteger x, BigInteger y) {
    BigInteger z = BigInteger.ZERO;
    BigInteger v = y;
    for (int i = 127; i >= 0; i--) {
      if (x.testBit(i)) {
        z = z.xor(v);
      }
      boolean carry = v.testBit(0);
      v = v.shiftRight(1);
      if (carry) {
        v = v.xor(REDUCTION);
      }
    }
    return z;
  }

  /** x^(2¹²⁸ − 2). */
  private static BigInteger inverse(BigInteger x) {
    BigInteger result = BigInteger.ONE.shiftLeft(127);
    BigInteger power = x;
    for (int i = 1; i < 128; i++) {
      power = multiply(power, power);
      result = multiply(result, power);
    }
    return result;
  }

  private static void write(BigInteger value, byte[] out, int offset) {
    byte[] big = value.toByteArray();
    for (int i = 0; i < Math.min(16, big.length); i++) {
      out[offset + 15 - i] = big[big.length - 1 - i];
    }
  }
}
