package org.sealward.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The production jar in a JVM of its own, configured by its environment as in production, with a
 * log file and a folder for temporary files that belong to it alone.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final URI url;
  private final URI management;
  private final Path log;

  private ServiceProcess(Process process, URI url, URI management, Path log) {
    this.process = process;
    this.url = url;
    this.management = management;
    this.log = log;
  }

  /**
   * Starts the service and waits until it is ready.
   *
   * @param jar the production jar, its libraries beside it in {@code lib}, and in {@code java} the
   *     runtime that belongs to it, where there is one
   * @param port 0 for any
   */
  public static ServiceProcess start(Path jar, LocalBackends backends, int port) {
    return start(jar, backends.data(), port, environment(backends));
  }

  /**
   * The same with any configuration.
   *
   * @param data where the log and temporary files go, in a folder {@code service}
   */
  public static ServiceProcess start(
      Path jar, Path data, int port, Map<String, String> environment) {
    try {
      Path folder = Files.createDirectories(data.resolve("service"));
      Path temporary = Files.createDirectories(folder.resolve("tmp"));
      Path log = folder.resolve("service.log");
      Path pid = folder.resolve("service.pid");
      stopOrphan(pid, temporary);
      int servicePort = port == 0 ? freePort() : port;
      int managementPort = freePort();
      while (managementPort == servicePort) {
        managementPort = freePort();
      }
      List<String> command = new ArrayList<>();
      command.add(runtimeOf(jar).resolve(Path.of("bin", "java")).toString());
      cacheOf(jar).ifPresent(cache -> command.add("-XX:AOTCache=" + cache.toAbsolutePath()));
      command.addAll(
          List.of(
              "-Djava.io.tmpdir=" + temporary.toAbsolutePath(),
              "-Xmx512m",
              "@" + jar.resolveSibling("service.options").toAbsolutePath(),
              "-jar",
              jar.toAbsolutePath().toString()));
      var builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // What is set here for this computer's service, or for the tests, is not for this one.
      builder.environment().keySet().removeIf(name -> name.startsWith("SEALWARD_"));
      builder.environment().putAll(environment);
      builder.environment().put("SEALWARD_PORT", Integer.toString(servicePort));
      builder.environment().put("SEALWARD_MANAGEMENT_PORT", Integer.toString(managementPort));
      var started =
          new ServiceProcess(
              builder.start(), onLoopback(servicePort), onLoopback(managementPort), log);
      Files.writeString(pid, Long.toString(started.process.pid()));
      started.awaitReady(started.management.resolve("/health/readiness"));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration that goes with these backends. */
  public static Map<String, String> environment(LocalBackends backends) {
    Map<String, String> environment = new HashMap<>(LocalBackends.awsEnvironment(backends.aws()));
    backends.settings().forEach((name, value) -> environment.put(variable(name), value));
    return environment;
  }

  private static URI onLoopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** After {@code kill -9} of the starter the service goes on; the next start stops it. */
  private static void stopOrphan(Path pid, Path temporary) throws IOException {
    if (!Files.exists(pid)) {
      return;
    }
    ProcessHandle.of(Long.parseLong(Files.readString(pid)))
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains(temporary.toAbsolutePath().toString()))
                    .isPresent())
        .ifPresent(
            orphan -> {
              orphan.destroyForcibly();
              orphan.onExit().join();
            });
  }

  /** The runtime that belongs to a jar, or else the one that we run on. */
  public static Path runtimeOf(Path jar) {
    Path own = jar.resolveSibling("java");
    return Files.exists(own) ? own.toAbsolutePath() : Path.of(System.getProperty("java.home"));
  }

  /** Where the JDK's ahead-of-time cache of a jar is kept. */
  public static Path cachePlace(Path jar) {
    return jar.resolveSibling("sealward.aot");
  }

  /** The cache, unless there is none or it is of an earlier jar. */
  public static Optional<Path> cacheOf(Path jar) throws IOException {
    Path cache = cachePlace(jar);
    return Files.exists(cache)
            && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0
        ? Optional.of(cache)
        : Optional.empty();
  }

  /** The production jar of the last build. */
  public static Path builtJar() {
    try (Stream<Path> files = Files.list(Home.resolve("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("sealward-\\d.*\\.jar"))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("No jar in target: build it by ./sealward."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return url;
  }

  /** Where health and metrics are. */
  public URI management() {
    return management;
  }

  public Path log() {
    return log;
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  private void awaitReady(URI health) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      while (System.nanoTime() < deadline) {
        if (!process.isAlive()) {
          throw new IllegalStateException("The service stopped while starting:\n" + tail());
        }
        try {
          if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException _) {
          // Not listening yet, or not fast enough.
        }
        Thread.sleep(20);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    close();
    throw new IllegalStateException("The service did not become ready:\n" + tail());
  }

  private String tail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  /** {@code sealward.db.url} is {@code SEALWARD_DB_URL} in the environment. */
  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** A port of this computer that nobody uses now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** {@code kill -9}; returns when it is dead. */
  public void kill() {
    var _ = process.destroyForcibly().onExit().join();
  }

  /** Asks it to stop, and makes it when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
