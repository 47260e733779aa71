package org.sealward;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.sealward.keyvault.CanaryAccess;
import org.sealward.platform.GracefulStop;
import org.sealward.platform.Settings;
import org.sealward.platform.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the service in its production configuration; see {@code docs/operations.md}. */
public final class Sealward {
  /** What to do instead: store the private key of the vault's canary, and end. */
  private static final String STORE_CANARY = "store-canary";

  private static final Logger LOG = LoggerFactory.getLogger(Sealward.class);

  private Sealward() {}

  /** Runs until the process is asked to end (SIGTERM), then ends in order. */
  public static void main(String[] args) throws InterruptedException {
    try {
      if (List.of(args).contains(STORE_CANARY)) {
        storeCanary(args);
        return;
      }
      EmbeddedServer server = start(args).getBean(EmbeddedServer.class).start();
      LOG.info("Sealward serves on {}", server.getURI());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    } catch (RuntimeException e) {
      System.exit(StartFailure.explain(e));
    }
    new CountDownLatch(1).await();
  }

  // Not by Micronaut.start, whose shutdown hook would cut connections before anything else.
  private static ApplicationContext start(String[] args) {
    String file = System.getenv(Settings.FILE);
    if (file != null) {
      if (!Files.isReadable(Path.of(file))) {
        throw StartFailure.of(List.of(Settings.FILE + " names a file that cannot be read."));
      }
      System.setProperty("micronaut.config.files", file);
    }
    Micronaut service = Micronaut.build(args).banner(false).mainClass(Sealward.class);
    // A bad setting stops the start, not the first request that needs it.
    service.eagerInitConfiguration(true);
    // There is no bootstrap configuration to look for.
    service.bootstrapEnvironment(false);
    ApplicationContext context = service.build();
    List<String> faults = Settings.faults(context.getEnvironment().start());
    if (!faults.isEmpty()) {
      throw StartFailure.of(faults);
    }
    return context.start();
  }

  private static void storeCanary(String[] args) {
    try (ApplicationContext context = start(args)) {
      boolean stored = context.getBean(CanaryAccess.class).store();
      LOG.info("The canary has a private key {}", stored ? "now" : "already");
    }
  }

  private static void stop(EmbeddedServer server) {
    server.getApplicationContext().getBean(GracefulStop.class).run(server);
    server.stop();
  }
}
