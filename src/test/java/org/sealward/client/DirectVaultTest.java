package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.envelope.SealedPrivateBundle;

/** Sealed keys that a client writes and reads with its user's own AWS credentials. */
final class DirectVaultTest {
  private static final String PATH = "/v1/me/private-key";
  private static final String TOKEN = "Sealward-identity-token";

  private final TestService service = TestService.get();

  @Test
  void sealedKeys_writtenAndReadDirectly_areNothingThatTheServiceSees() {
    try (Person person = Person.signedUp(service);
        LyingService line = new LyingService(service.url());
        LyingService control = new LyingService(service.url());
        SealwardClient first = SealwardClient.of(line.url(), DeviceStore.inMemory()).connect();
        SealwardClient second = SealwardClient.of(line.url(), DeviceStore.inMemory()).connect();
        SealwardClient asking =
            SealwardClient.of(control.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect();
        Session writes = person.logIn(first);
        Session reads = person.logIn(second)) {
      assertThat(reads.keys().own()).isEqualTo(writes.keys().own());
      writes.replaceRecoveryCode().close();

      AtomicReference<SealedPrivateBundle> sealed = new AtomicReference<>();
      control.aboutOne(
          PATH,
          SealedPrivateBundle.class,
          bundle -> {
            sealed.set(bundle);
            return bundle;
          });
      person.logIn(asking).close();
      String ciphertext = Objects.requireNonNull(sealed.get()).ciphertext().base64Url();

      assertThat(line.requests()).contains("PUT /v1/me/bundles/1").noneMatch(r -> r.contains(PATH));
      assertThat(line.carried(ciphertext)).isFalse();
      assertThat(line.carried("\"ciphertext\"")).as("of any revision").isFalse();
      assertThat(line.carried(TOKEN)).isFalse();
      assertThat(control.requests()).contains("GET " + PATH);
      assertThat(control.carried(ciphertext)).as("the control").isTrue();
      assertThat(control.carried("\"ciphertext\"")).as("the control").isTrue();
      assertThat(control.carried(TOKEN)).as("the control").isTrue();
    }
  }
}
