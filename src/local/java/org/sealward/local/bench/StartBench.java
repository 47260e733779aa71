package org.sealward.local.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the start of the process until it says that it is ready. */
@Command(
    name = "start",
    description = "Starts the service again and again; prints the time until it is ready.")
final class StartBench extends Measurement {
  @Option(names = "--rounds", description = "Measured starts (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Override
  void measure(Figures figures) throws Exception {
    Path folder = Files.createTempDirectory("sealward-bench-");
    try (LocalBackends backends = LocalBackends.start(folder, 0, Clock.systemUTC(), _ -> {})) {
      Path jar = ServiceProcess.builtJar();
      if (ServiceProcess.cacheOf(jar).isEmpty()) {
        AotCache.train(backends, jar);
      }
      figures.note("medians of %d starts on a database that has been migrated".formatted(rounds));
      figures.add("start", median(backends, Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=off")), "s");
      figures.add("start-with-cache", median(backends, Map.of()), "s", "aim 1.5");
      figures.add("cache", Files.size(ServiceProcess.cachePlace(jar)) / 1048576.0, "MiB");
    }
    Stand.delete(folder);
  }

  private double median(LocalBackends backends, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(ServiceProcess.environment(backends));
    environment.putAll(more);
    double[] seconds = new double[rounds + 1];
    for (int i = 0; i <= rounds; i++) {
      long began = System.nanoTime();
      try (var _ =
          ServiceProcess.start(ServiceProcess.builtJar(), backends.data(), 0, environment)) {
        seconds[i] = (System.nanoTime() - began) / 1e9;
      }
    }
    return Figures.median(Arrays.copyOfRange(seconds, 1, seconds.length));
  }
}
