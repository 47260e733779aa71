package org.sealward.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.Sealward;
import org.sealward.TestDatabase;
import org.sealward.TestService;
import org.sealward.fault.Await;
import org.sealward.fault.AwsLine.Fault;
import org.sealward.fault.AwsLine.Part;
import org.sealward.local.LocalBackends;
import org.sealward.local.LocalCanary;
import org.sealward.local.aws.MutatedPolicies;

/**
 * The canary against a real stand-in that decides by the deployed policies, or by careless ones.
 */
final class VaultCanaryTest {
  private static final Path DEPLOYED = Path.of("terraform", "policies");
  private static final String UP = "UP";

  @TempDir Path data;
  private Path careless;

  @BeforeEach
  void makeFolder() throws IOException {
    careless = Files.createDirectory(data.resolve("policies"));
  }

  private CanaryScene scene(Path policies) {
    var scene = new CanaryScene(data.resolve("aws"), policies);
    LocalCanary.hatch(scene.aws(), Clock.systemUTC());
    return scene;
  }

  private static void assertNotProven(CanaryScene scene) {
    assertThat(scene.gauge("sealward.vault.canary")).isZero();
  }

  private static void assertProven(CanaryScene scene) {
    assertThat(scene.readiness()).isEqualTo(UP);
    assertThat(scene.gauge("sealward.vault.canary")).isOne();
  }

  @Test
  void service_deniedWhatItsOwnerReads_isReady() {
    try (CanaryScene scene = scene(DEPLOYED)) {
      assertThat(scene.readiness()).isEqualTo("DOWN it has not been tried yet");
      assertNotProven(scene);
      scene.pass(Duration.ofMinutes(1));
      assertThat(scene.gauge("sealward.vault.canary.age")).isBetween(60.0, 90.0);

      scene.canary().look();

      assertProven(scene);
      assertThat(scene.gauge("sealward.vault.canary.age")).isBetween(0.0, 30.0);
    }
  }

  @Test
  void service_thatMayRead_isNotReadyAtOnce_untilItIsDeniedAgain() {
    MutatedPolicies.letTheServiceRead(careless);
    try (CanaryScene scene = scene(DEPLOYED)) {
      scene.canary().look();
      assertProven(scene);

      scene.restart(careless);
      scene.canary().look();
      assertThat(scene.readiness())
          .isEqualTo(
              "DOWN the service's own role is not denied private keys: it could read the canary's");
      assertNotProven(scene);

      // That nothing more can be asked does not bring the earlier proof back.
      scene.line().fail(Part.DYNAMODB, Fault.ERROR);
      scene.canary().look();
      assertThat(scene.readiness()).startsWith("DOWN ");
      scene.line().heal();

      scene.restart(DEPLOYED);
      scene.canary().look();
      assertProven(scene);
    }
  }

  @Test
  void canary_withoutAnItem_provesNothing_untilItHasOne() throws InterruptedException {
    try (CanaryScene scene = new CanaryScene(data.resolve("aws"), DEPLOYED)) {
      scene.canary().look();
      assertThat(scene.readiness())
          .isEqualTo("DOWN the canary has no private key that could be kept: store one");
      assertNotProven(scene);

      storeCanary(scene);
      scene.canary().look();
      assertProven(scene);
      assertThat(scene.access().store()).as("there was none").isFalse();
    }
  }

  /** As an operator does it. */
  private static void storeCanary(CanaryScene scene) throws InterruptedException {
    Map<String, String> settings = new HashMap<>(LocalBackends.awsSettings(scene.aws()));
    settings.putAll(TestDatabase.fresh().settings());
    settings.forEach(System::setProperty);
    try {
      Sealward.main(new String[] {"store-canary"});
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  void canary_deniedItsOwnItem_provesNothing() {
    try (CanaryScene scene = scene(DEPLOYED)) {
      scene.canary().look();
      assertProven(scene);

      MutatedPolicies.keepOwnersOut(careless);
      scene.restart(careless);
      scene.canary().look();

      assertThat(scene.readiness())
          .isEqualTo(
              "DOWN the canary does not get its own private key:"
                  + " The vault's policies denied the caller.");
      assertNotProven(scene);
    }
  }

  @Test
  void canary_halfConfigured_stopsTheStart() {
    assertThat(new CanaryProperties(null, null).username()).isNull();
    assertThat(new CanaryProperties("canary", "password").username()).isEqualTo("canary");
    assertThatThrownBy(() -> new CanaryProperties("canary", null))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> new CanaryProperties(null, "password"))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void deployment_withoutACanary_isReadyAndSaysSo() {
    var metrics = new SimpleMeterRegistry();
    try (CanaryScene scene = new CanaryScene(data.resolve("aws"), DEPLOYED)) {
      var canary =
          new VaultCanary(
              new CanaryProperties(null, null), scene::access, Clock.systemUTC(), metrics);
      canary.onApplicationEvent(
          new ServerStartupEvent(TestService.get().bean(EmbeddedServer.class)));

      assertThat(CanaryScene.readiness(new VaultCanaryHealth(canary)))
          .isEqualTo("DEGRADED SEALWARD_KEY_VAULT_CANARY_USERNAME is not set: it is not tried");
      assertThat(metrics.getMeters()).isEmpty();
    }
  }

  @Test
  void service_refusedForAnotherReasonThanAPolicy_provesNothing() {
    try (CanaryScene scene =
        new CanaryScene(data.resolve("aws"), DEPLOYED, null, "not-its-secret")) {
      LocalCanary.hatch(scene.aws(), Clock.systemUTC());
      scene.canary().look();

      assertThat(scene.readiness())
          .isEqualTo(
              "DOWN the service's own role is not denied private keys: InvalidSignatureException");
      assertNotProven(scene);
    }
  }

  @Test
  void canary_withAWrongPassword_provesNothing() {
    try (CanaryScene scene =
        new CanaryScene(data.resolve("aws"), DEPLOYED, "not-its-password", null)) {
      LocalCanary.hatch(scene.aws(), Clock.systemUTC());
      scene.canary().look();

      assertThat(scene.readiness()).startsWith("DOWN ").contains("NotAuthorizedException");
      assertNotProven(scene);
    }
  }

  @Test
  @Tag("long")
  void dynamoDb_thatDoesNotAnswer_isNoDenial() {
    try (CanaryScene scene = scene(DEPLOYED)) {
      for (Fault fault : List.of(Fault.ERROR, Fault.THROTTLED, Fault.RESET, Fault.SILENT)) {
        scene.line().fail(Part.DYNAMODB, fault);
        scene.canary().look();
        assertThat(scene.readiness())
            .as(fault.name())
            .startsWith(fault == Fault.ERROR ? "DOWN software." : "DEGRADED software.");
        assertNotProven(scene);

        scene.line().heal();
        Await.until("a proof after the outage", () -> proves(scene));
        assertProven(scene);
      }
    }
  }

  private static boolean proves(CanaryScene scene) {
    scene.canary().look();
    return scene.canary().isProven();
  }

  @Test
  void proof_outlivesAnOutage_forFifteenMinutes() {
    try (CanaryScene scene = scene(DEPLOYED)) {
      for (Part part : List.of(Part.USER_POOL, Part.IDENTITY_POOL, Part.DYNAMODB, Part.KMS)) {
        Await.until("a proof before and after the outage", () -> proves(scene));
        assertProven(scene);
        scene.line().fail(part, Fault.ERROR);

        scene.pass(Duration.ofMinutes(14));
        scene.canary().look();
        assertThat(scene.readiness()).as(part.name()).startsWith("DEGRADED ");
        assertNotProven(scene);

        scene.pass(Duration.ofMinutes(1));
        assertThat(scene.readiness()).as(part.name()).startsWith("DOWN ");
        scene.line().heal();
      }
    }
  }

  @Test
  void proof_thatIsNotRenewed_endsAfterFifteenMinutes() {
    try (CanaryScene scene = scene(DEPLOYED)) {
      scene.canary().look();
      scene.pass(Duration.ofMinutes(14));
      assertProven(scene);

      scene.pass(Duration.ofMinutes(1));
      assertThat(scene.readiness()).startsWith("DOWN last shown 9");
      assertNotProven(scene);
    }
  }

  @Test
  @Tag("long")
  void try_thatIsAnsweredByteByByte_isGivenUp() {
    try (CanaryScene scene = scene(DEPLOYED)) {
      scene.line().fail(Part.USER_POOL, Fault.DRIPPING);
      scene
          .canary()
          .onApplicationEvent(new ServerStartupEvent(TestService.get().bean(EmbeddedServer.class)));

      Await.until("the end of the first try", () -> scene.readiness().contains("TimeoutException"));
      assertNotProven(scene);
      scene.line().heal();
      Await.until("the next try", () -> scene.readiness().equals(UP));
    }
  }

  @Test
  void canary_triesByItself_atTheStartAndUntilThereIsProof() {
    try (CanaryScene scene = scene(DEPLOYED)) {
      scene.line().fail(Part.IDENTITY_POOL, Fault.ERROR);
      scene
          .canary()
          .onApplicationEvent(new ServerStartupEvent(TestService.get().bean(EmbeddedServer.class)));
      Await.until("the first try", () -> !scene.readiness().contains("not been tried"));
      assertNotProven(scene);

      scene.line().heal();
      Await.until("the next try", () -> scene.readiness().equals(UP));
    }
  }
}
