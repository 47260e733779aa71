package org.sealward.probe;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealward.envelope.SecretBytes;

/** An authenticator app: RFC 6238 with HMAC-SHA-1, steps of 30 seconds and six digits. */
public final class Authenticator implements AutoCloseable {
  /** Seconds that a code is shown. */
  static final int STEP = 30;

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int MODULUS = 1_000_000;

  private final SecretBytes secret;

  /**
   * @param base32 the secret as it is shown for typing in; the caller overwrites it
   * @throws IllegalArgumentException when it is none; the message leaves it out
   */
  public Authenticator(char[] base32) {
    byte[] decoded = new byte[base32.length];
    int length = 0;
    int bits = 0;
    int buffer = 0;
    for (char typed : base32) {
      if (typed == ' ' || typed == '=') {
        continue;
      }
      int value = ALPHABET.indexOf(Character.toUpperCase(typed));
      if (value < 0) {
        throw new IllegalArgumentException("the authenticator's secret is not base 32");
      }
      buffer = (buffer & 0xff) << 5 | value;
      bits += 5;
      if (bits >= Byte.SIZE) {
        bits -= Byte.SIZE;
        decoded[length++] = (byte) (buffer >> bits);
      }
    }
    if (length == 0) {
      throw new IllegalArgumentException("the authenticator's secret is empty");
    }
    byte[] exact = Arrays.copyOf(decoded, length);
    secret = SecretBytes.copyOf(exact);
    Arrays.fill(decoded, (byte) 0);
    Arrays.fill(exact, (byte) 0);
  }

  /** The number of the code that is shown at a time: each is taken once. */
  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP);
  }

  /** Six digits. */
  public String code(Instant at) {
    byte[] key = secret.toArray();
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step(at)).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%06d", number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-1", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public void close() {
    secret.close();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
