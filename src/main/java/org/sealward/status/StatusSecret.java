package org.sealward.status;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is made of {@code SEALWARD_STATUS_SECRET}, so that nothing of it has to be stored.
 *
 * @param value of the setting
 */
record StatusSecret(String value) {
  private static final long CODES = 100_000_000;

  /** Eight digits for an e-mail address and the hour of a time. */
  String code(String email, Instant at) {
    long hour = TimeUnit.SECONDS.toHours(at.getEpochSecond());
    long number = ByteBuffer.wrap(mac("status code\n" + hour + "\n" + email)).getLong();
    return String.format(Locale.ROOT, "%08d", Long.remainderUnsigned(number, CODES));
  }

  /** Whether a code is that of the present hour or of the one before. */
  boolean takes(String email, String code, Instant now) {
    return same(code, code(email, now)) || same(code, code(email, now.minusSeconds(3600)));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** By which the receiver behind a webhook knows that a request is ours; 64 characters. */
  String webhook(UUID id) {
    return HexFormat.of().formatHex(mac("status webhook\n" + id));
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(value.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "StatusSecret[REDACTED]";
  }
}
