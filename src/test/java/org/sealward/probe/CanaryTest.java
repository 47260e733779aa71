package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.sealward.client.DeviceStore;
import org.sealward.envelope.Bytes;

/** When an account can log in whose codes are taken once. */
final class CanaryTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final DeviceStore device = DeviceStore.inMemory();
  private final CanaryLogin specialist =
      new CanaryLogin(
          "doctor@example.org", new char[0], new Authenticator("GEZDGNBVGY3TQOJQ".toCharArray()));

  private Canary at(Instant time, CanaryLogin login) {
    return new Canary(
        login, URI.create("http://127.0.0.1:1"), device, Clock.fixed(time, ZoneOffset.UTC));
  }

  @Test
  void login_waitsForTheNextCode_whenThisOneWasUsed() {
    assertThat(at(NOON, specialist).untilLogin()).isZero();

    assertThat(at(NOON.plusSeconds(5), specialist).secondFactor()).get().asString().hasSize(6);

    // Also after a restart: it is the device that knows.
    assertThat(at(NOON.plusSeconds(12), specialist).untilLogin()).isEqualTo(Duration.ofSeconds(18));
    assertThat(at(NOON.plusSeconds(30), specialist).untilLogin()).isZero();
  }

  @Test
  void login_waitsForNothing_whenOneIsKept() {
    assertThat(at(NOON, specialist).secondFactor()).isPresent();
    device.put("prober.kept", Bytes.utf8("yes"));

    assertThat(at(NOON, specialist).untilLogin()).isZero();
  }

  @Test
  void login_withoutAnAuthenticator_waitsForNothing() {
    var patient = new CanaryLogin("patient@example.org", new char[0], null);

    assertThat(at(NOON, patient).secondFactor()).isEmpty();
    assertThat(at(NOON, patient).untilLogin()).isZero();
  }
}
