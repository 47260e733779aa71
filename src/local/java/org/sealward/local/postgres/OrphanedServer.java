package org.sealward.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with a PostgreSQL server that outlived the JVM that started it. The caller holds the lock
 * of the folder, so whatever still runs there belongs to nobody.
 */
final class OrphanedServer {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanedServer.class);
  private static final long PATIENCE_SECONDS = 15;

  private OrphanedServer() {}

  /**
   * Stops the server named by {@code postmaster.pid} of a data folder: first politely, so that it
   * writes everything out, then by force, after which the next start recovers from its log.
   */
  static void stopIfAny(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> server = server(pidFile);
    if (server.isEmpty()) {
      // Left by a crash; its number may belong to another program by now, which PostgreSQL would
      // take for itself and refuse to start.
      Files.delete(pidFile);
      return;
    }
    ProcessHandle process = server.get();
    LOG.warn(
        "PostgreSQL, process {}, was left running on {} by a run that was killed: stopping it",
        process.pid(),
        data);
    // To PostgreSQL this means: no new connections, end when those of the dead run are gone.
    process.destroy();
    if (!ended(process)) {
      LOG.warn("process {} does not stop: killing it; PostgreSQL will recover", process.pid());
      List<ProcessHandle> workers = process.descendants().toList();
      process.destroyForcibly();
      ended(process);
      for (ProcessHandle worker : workers) {
        ended(worker);
      }
    }
  }

  private static Optional<ProcessHandle> server(Path pidFile) throws IOException {
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .command()
                    .map(command -> Path.of(command).getFileName().toString())
                    .filter(name -> name.startsWith("postgres"))
                    .isPresent());
  }

  private static boolean ended(ProcessHandle process) {
    CompletableFuture<ProcessHandle> end = process.onExit();
    try {
      end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
