package org.sealward.client;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** UUIDs of version 7 (RFC 9562 §5.7): milliseconds, then 74 random bits. */
final class MessageIds {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private MessageIds() {}

  static UUID next(Instant now) {
    SecureRandom random = new SecureRandom();
    long high = (now.toEpochMilli() << 16) | VERSION_7 | (random.nextLong() & 0xfffL);
    long low = VARIANT | (random.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
