package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Failure;

/**
 * What a client does when the service, or somebody on the way to it, lies. Each test has the same
 * act succeed once the lie is over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LyingScene {
  TestService service;
  Person patient;
  Person specialist;
  Person colleague;

  /** The patient again, on a second device that reaches everything through the liar. */
  LyingService liar;

  DeviceStore device;
  SealwardClient client;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    specialist = Person.specialist(service, clinic, "oncology");
    colleague = Person.specialist(service, clinic, "radiology");
    patient = Person.loggedIn(service).connectedWith(specialist);
  }

  @BeforeEach
  void putTheLiarBetween() {
    liar = new LyingService(service.url());
    device = DeviceStore.inMemory();
    client =
        SealwardClient.of(liar.url(), device).vaultAccess(VaultAccess.THROUGH_SERVICE).connect();
  }

  @AfterEach
  void removeTheLiar() {
    client.close();
    liar.close();
  }

  @AfterAll
  void part() {
    patient.close();
    specialist.close();
    colleague.close();
  }

  Session logIn() {
    return patient.logIn(client);
  }

  static String bundlesOf(UUID userId) {
    return "/v1/users/" + userId + "/bundles";
  }

  static byte[] flipped(byte[] bytes) {
    byte[] altered = bytes.clone();
    altered[altered.length / 2] ^= 1;
    return altered;
  }

  static Consumer<Throwable> failed(Failure failure) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                EnvelopeException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
