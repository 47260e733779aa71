package org.sealward.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.sealward.client.internal.http.Call;
import org.sealward.decryption.WorkerCache;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;
import org.sealward.local.postgres.EmbeddedDatabase;

/**
 * The JDK's ahead-of-time cache (JEP 483, 514, 515) of the service's classes, made by a run of the
 * service against the local stand-ins. It holds classes and their profiles, and nothing that a
 * process drew at random: no {@code SecureRandom} and no key is in static state.
 */
public final class AotCache {
  private static final int MESSAGES = 100;
  private static final int CONTENT = 1000;

  private AotCache() {}

  /**
   * Makes the cache of the jar that is named, or else of the one that was built, if it has none,
   * and that of the workers beside it.
   */
  public static void main(String[] args) throws Exception {
    Path jar = args.length == 0 ? ServiceProcess.builtJar() : Path.of(args[0]);
    if (ServiceProcess.cacheOf(jar).isEmpty()) {
      Path folder = Files.createTempDirectory("sealward-aot-");
      try (LocalBackends backends = LocalBackends.start(folder, 0, Clock.systemUTC(), _ -> {})) {
        train(backends, jar);
      }
      Stand.delete(folder);
    }
    WorkerCache.make(ServiceProcess.runtimeOf(jar), jar.resolveSibling("worker.jar"));
  }

  static void train(LocalBackends backends, Path jar) throws Exception {
    Path cache = ServiceProcess.cachePlace(jar);
    Files.deleteIfExists(cache);
    // As nearly every start finds it; no class of a migration is kept.
    EmbeddedDatabase.migrate(backends.settings());
    Map<String, String> environment = new HashMap<>(ServiceProcess.environment(backends));
    environment.put("JDK_JAVA_OPTIONS", "-XX:AOTCacheOutput=" + cache.toAbsolutePath());
    try (ServiceProcess service = ServiceProcess.start(jar, backends.data(), 0, environment)) {
      exercise(backends, service);
      // The JVM writes the cache while it ends, which takes longer than the stop usually may.
      service.handle().destroy();
      service.handle().onExit().join();
    }
    if (!Files.exists(cache)) {
      throw new IOException("the JDK wrote no cache: see " + backends.data() + "/service");
    }
  }

  /** What a service does all day, so that its profile is known at the next start. */
  private static void exercise(LocalBackends backends, ServiceProcess service) throws Exception {
    try (var clinic = new BenchUser.Clinic(backends, service.url());
        var load = new SocketLoad(service.url())) {
      Pair pair = Pair.begin(clinic.specialist(), clinic.specialist());
      var tally = new Exchange.Tally();
      var exchange = new Exchange(pair, pair.frames(MESSAGES, CONTENT), load, tally);
      load.run(() -> tally.ready == 2);
      exchange.start();
      load.run(() -> exchange.left() == 0 && exchange.idle());
      String messages = "/v1/conversations/" + pair.conversation() + "/messages";
      for (int i = 0; i < MESSAGES; i++) {
        pair.sender().api().send(Call.post(messages, pair.message(CONTENT)));
      }
      pair.receiver().api().send(Call.get(messages + "?after=0&limit=100"));
      pair.receiver().api().send(Call.get("/v1/me"));
    }
  }
}
