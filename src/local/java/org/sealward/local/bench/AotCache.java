package org.sealward.local.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;

/**
 * The JDK's ahead-of-time cache (JEP 483, 514) of the service's classes, made by a run of the
 * service against the local stand-ins. It holds classes and their profiles, and nothing that a
 * process drew at random: no {@code SecureRandom} and no key is in static state.
 */
public final class AotCache {
  private AotCache() {}

  /** Makes the cache of the jar that was built; the launcher calls it before {@code serve}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sealward-aot-");
    try (LocalBackends backends = LocalBackends.start(folder, 0, Clock.systemUTC(), _ -> {})) {
      train(backends, beside(ServiceProcess.builtJar()));
    }
  }

  static Path beside(Path jar) {
    return jar.resolveSibling("sealward.aot");
  }

  static Map<String, String> use(Path cache) {
    return Map.of("JDK_JAVA_OPTIONS", "-XX:AOTCache=" + cache.toAbsolutePath());
  }

  static void train(LocalBackends backends, Path cache) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(ServiceProcess.environment(backends));
    environment.put("JDK_JAVA_OPTIONS", "-XX:AOTCacheOutput=" + cache.toAbsolutePath());
    try (HttpClient http = HttpClient.newHttpClient();
        ServiceProcess service =
            ServiceProcess.start(ServiceProcess.builtJar(), backends.data(), 0, environment)) {
      for (String path : new String[] {"/v1/deployment", "/v1/me", "/none"}) {
        http.send(
            HttpRequest.newBuilder(URI.create(service.url() + path)).build(),
            HttpResponse.BodyHandlers.discarding());
      }
      // The JVM writes the cache while it ends, which takes longer than the stop usually may.
      service.handle().destroy();
      service.handle().onExit().join();
    }
    if (!Files.exists(cache)) {
      throw new IOException("the JDK wrote no cache: see " + backends.data() + "/service");
    }
  }
}
