package org.sealward.limits;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Whom the limits of an address are counted for: the other end of the connection, or, when that is
 * a trusted proxy, whoever it says was its own. Anybody may write {@code X-Forwarded-For}, so it is
 * read from its end and only as far as trusted proxies wrote it. Whoever has one IPv6 address has a
 * network of them, so the first 64 bits count.
 */
@Singleton
final class ClientAddress {
  private static final String FORWARDED = "X-Forwarded-For";
  private static final int NETWORK_BYTES = 8;

  private final List<Network> proxies;

  ClientAddress(LimitsProperties limits) {
    proxies =
        Objects.requireNonNullElse(limits.trustedProxies(), List.<String>of()).stream()
            .map(Network::parse)
            .toList();
  }

  String of(HttpRequest<?> request) {
    InetAddress nearest = request.getRemoteAddress().getAddress();
    List<String> told =
        request.getHeaders().getAll(FORWARDED).stream()
            .flatMap(field -> Arrays.stream(field.split(",")))
            .map(String::strip)
            .toList()
            .reversed();
    for (String farther : told) {
      if (!isProxy(nearest)) {
        break;
      }
      try {
        nearest = InetAddress.ofLiteral(farther);
      } catch (IllegalArgumentException _) {
        break;
      }
    }
    return key(nearest);
  }

  String of(InetSocketAddress peer) {
    return key(peer.getAddress());
  }

  boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.holds(address));
  }

  private static String key(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
        : address.getHostAddress();
  }
}
