package org.sealward.platform;

import java.net.URI;
import java.util.Set;

/** Where the service may send something of its own accord. */
public final class SafeAddress {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private SafeAddress() {}

  /** An https address, or http on this computer. */
  public static boolean is(URI address) {
    return address.getHost() != null
        && ("https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && isLoopback(address)));
  }

  /** Whether it is of this computer. */
  public static boolean isLoopback(URI address) {
    return LOOPBACK.contains(address.getHost());
  }
}
