package org.sealward.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.stream.Stream;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;

/** The service as in production, in a process of its own, with what it needs around it. */
public final class Stand implements AutoCloseable {
  private final Path folder;
  private final LocalBackends backends;
  private final ServiceProcess service;

  private Stand(Path folder, LocalBackends backends, ServiceProcess service) {
    this.folder = folder;
    this.backends = backends;
    this.service = service;
  }

  static Stand start() throws IOException {
    Path folder = Files.createTempDirectory("sealward-bench-");
    LocalBackends backends = LocalBackends.start(folder, 0, Clock.systemUTC(), _ -> {});
    try {
      ServiceProcess service = ServiceProcess.start(ServiceProcess.builtJar(), backends, 0);
      return new Stand(folder, backends, service);
    } catch (RuntimeException e) {
      backends.close();
      throw e;
    }
  }

  LocalBackends backends() {
    return backends;
  }

  ServiceProcess service() {
    return service;
  }

  URI url() {
    return service.url();
  }

  @Override
  public void close() {
    service.close();
    backends.close();
    delete(folder);
  }

  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
