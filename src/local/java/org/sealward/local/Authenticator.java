package org.sealward.local;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app: a base32 secret and its six-digit codes. */
public final class Authenticator {
  private final byte[] secret;

  public Authenticator(String base32) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < base32.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      number = number.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    int bytes = base32.length() * 5 / 8;
    byte[] decoded = number.shiftRight(base32.length() * 5 - bytes * 8).toByteArray();
    secret = new byte[bytes];
    for (int i = 1; i <= Math.min(bytes, decoded.length); i++) {
      secret[bytes - i] = decoded[decoded.length - i];
    }
  }

  public String code(Instant at) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(at.getEpochSecond() / 30).array());
      int number = ByteBuffer.wrap(hash, hash[19] & 15, 4).getInt() & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
