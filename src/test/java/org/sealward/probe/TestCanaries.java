package org.sealward.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.client.DeviceStore;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SecretBytes;

/** Two ordinary accounts of the running service, made once for all tests of a JVM. */
final class TestCanaries {
  private static final String PASSPHRASE = "correct horse battery staple";
  private static @Nullable TestCanaries made;

  private final TestService service;
  private final TestClinic clinic;
  private final String patient;
  private final String specialist;

  private TestCanaries(TestService service) {
    this.service = service;
    this.patient = account(Set.of()).email();
    TestUser doctor = account(Set.of("specialist"));
    this.clinic = TestClinic.open(service);
    clinic.welcome(doctor, "canaries");
    this.specialist = doctor.email();
  }

  static synchronized TestCanaries get() {
    TestCanaries present = made;
    if (present == null) {
      present = new TestCanaries(TestService.get());
      made = present;
    }
    return present;
  }

  private TestUser account(Set<String> groups) {
    String email = UUID.randomUUID() + "@example.org";
    try (Passphrase typed = Passphrase.of(PASSPHRASE.toCharArray());
        SecretBytes secret = typed.loginSecret(service.aws().userPoolId(), email)) {
      String login = new String(secret.toArray(), StandardCharsets.US_ASCII);
      UUID id =
          UUID.fromString(service.aws().createConfirmedUser(email, login.toCharArray(), groups));
      OwnKeys unused =
          OwnKeys.first(
              id,
              PrivateKeys.generate(),
              Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
      return TestUser.known(service, email, login, unused);
    }
  }

  TestService service() {
    return service;
  }

  /** Of the specialist. */
  TestClinic clinic() {
    return clinic;
  }

  /** The file of both, with a new authenticator app, none of whose codes was used. */
  Path file(Path folder) {
    service.aws().enrol(specialist);
    try {
      Path file = folder.resolve("canaries");
      Files.write(
          file,
          List.of(
              patient,
              PASSPHRASE,
              "",
              specialist,
              PASSPHRASE,
              service.aws().authenticatorSecret(specialist)));
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A patient and a specialist who reach the service by these ways. */
  Journey.Travellers travellers(Path folder, URI site, URI specialistWay) {
    try {
      CanaryLogin.Pair logins = CanaryLogin.read(file(folder));
      Clock clock = Clock.systemUTC();
      return new Journey.Travellers(
          site,
          new Canary(logins.patient(), site, DeviceStore.inMemory(), clock),
          new Canary(logins.specialist(), specialistWay, DeviceStore.inMemory(), clock),
          folder.resolve("picture"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Prober prober(Path folder, URI site, URI specialistWay, References references, Duration limit) {
    return new Prober(
        travellers(folder, site, specialistWay),
        new TimedSteps(limit, System::nanoTime),
        references,
        Optional.empty(),
        Duration.ofMinutes(5));
  }
}
