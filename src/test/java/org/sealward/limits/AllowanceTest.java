package org.sealward.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.http.HttpRequest;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.platform.Problem;

final class AllowanceTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @Test
  void allowance_isRefilled_evenly() {
    var allowance = new Allowance(3, 6, Duration.ofMinutes(1), clock);

    assertThat(allowance.take("a", 3)).isZero();
    assertThat(allowance.take("a", 1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(allowance.take("b", 3)).isZero();
    now = now.plusSeconds(10);
    assertThat(allowance.take("a", 1)).isZero();
    assertThat(allowance.take("a", 1)).isPositive();
    now = now.plus(Duration.ofDays(1));
    assertThat(allowance.take("a", 3)).isZero();
    assertThat(allowance.take("a", 1)).isPositive();
  }

  private static HttpRequest<?> from(String address) {
    return HttpRequest.GET("http://127.0.0.1:1/").header("X-Forwarded-For", address);
  }

  /** Of all together, two hundred in an hour, which is one in 18 seconds. */
  @Test
  void code_thatIsNotMailed_isNotCounted() {
    Duration time = Duration.ofSeconds(1);
    var settings = new LimitsProperties(9, 9, 9, 9, 9, 9, time, time, List.of("127.0.0.1"));
    var limits = new Limits(settings, new ClientAddress(settings), clock);
    for (int i = 0; i < 200; i++) {
      assertThat(limits.countCode(from("10.0.0." + i / 10), "receiver " + i)).isTrue();
    }
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> limits.countCode(from("10.0.1.1"), "anna"))
          .isInstanceOf(Problem.class);
    }
    now = now.plusSeconds(3 * 18);
    for (int i = 0; i < 3; i++) {
      assertThat(limits.countCode(from("10.0.1.1"), "anna")).isTrue();
    }
    now = now.plusSeconds(18);
    assertThat(limits.countCode(from("10.0.1.1"), "anna")).isFalse();
    assertThat(limits.countCode(from("10.0.1.2"), "boris")).isTrue();
    limits.uncountCode("boris");
    assertThat(limits.countCode(from("10.0.1.2"), "carla")).isTrue();
    assertThatThrownBy(() -> limits.countCode(from("10.0.1.2"), "daria"))
        .isInstanceOf(Problem.class);
  }

  @Test
  void keys_areForgotten_ratherThanFillTheMemory() {
    var allowance = Allowance.perMinute(60, clock);
    for (int i = 0; i < 150_000; i++) {
      assertThat(allowance.take("key " + i, 1)).isZero();
    }
    assertThat(allowance.keys()).isBetween(50_000L, 100_000L);
    now = now.plusSeconds(61);
    assertThat(allowance.keys()).isZero();
  }

  @Test
  void frames_ofAThirdOfAMinute_mayComeAtOnce() {
    var count = new FrameCount(30, clock);
    for (int i = 0; i < 10; i++) {
      assertThat(count.take()).isTrue();
    }
    assertThat(count.take()).isFalse();
    now = now.plusMillis(1999);
    assertThat(count.take()).isFalse();
    now = now.plusMillis(1);
    assertThat(count.take()).isTrue();
    assertThat(count.take()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/32, 2001:db8:9::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false"
  })
  void network_holdsItsAddresses(String network, String address, boolean held) {
    assertThat(Network.parse(network).holds(InetAddress.ofLiteral(address))).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "proxy.example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "/8"})
  void network_thatIsNone_isRefused(String network) {
    assertThatThrownBy(() -> Network.parse(network))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SEALWARD_LIMITS_TRUSTED_PROXIES");
  }
}
