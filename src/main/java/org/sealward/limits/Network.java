package org.sealward.limits;

import io.micronaut.context.exceptions.ConfigurationException;
import java.math.BigInteger;
import java.net.InetAddress;

/**
 * An address or a block of them.
 *
 * @param prefix bits of the address that count
 */
record Network(InetAddress base, int prefix) {

  /** From {@code 10.1.2.3}, {@code 10.0.0.0/8} or {@code fd00::/8}. */
  static Network parse(String text) {
    String[] parts = text.strip().split("/", 2);
    try {
      InetAddress base = InetAddress.ofLiteral(parts[0]);
      int bits = base.getAddress().length * Byte.SIZE;
      int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
      if (prefix >= 0 && prefix <= bits) {
        return new Network(base, prefix);
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new ConfigurationException(
        "SEALWARD_LIMITS_TRUSTED_PROXIES must be addresses or networks, such as 10.0.0.0/8");
  }

  boolean holds(InetAddress address) {
    byte[] ours = base.getAddress();
    byte[] theirs = address.getAddress();
    int ignored = ours.length * Byte.SIZE - prefix;
    return ours.length == theirs.length
        && new BigInteger(1, ours)
            .shiftRight(ignored)
            .equals(new BigInteger(1, theirs).shiftRight(ignored));
  }
}
