package org.sealward.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The processes of the PostgreSQL server of an {@link EmbeddedDatabase}: to kill, to freeze. */
public final class PostgresProcess {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final EmbeddedDatabase database;
  private final Path folder;

  /**
   * Of a running server.
   *
   * @param folder what the database was started on
   */
  public PostgresProcess(EmbeddedDatabase database, Path folder) {
    this.database = database;
    this.folder = folder;
  }

  /** What {@code kill -9} hits. */
  public enum Victim {
    /** All at once, as when the computer goes. */
    EVERY_PROCESS,
    /** The one that the others hang on; they end by themselves. */
    POSTMASTER,
    /** One that serves a connection; the postmaster ends the others and recovers. */
    BACKEND
  }

  /** Kills, and waits until nothing is left that could still write. */
  public void kill(Victim victim, RandomGenerator random) {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> children = postmaster.descendants().toList();
    switch (victim) {
      case EVERY_PROCESS -> {
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
      }
      case POSTMASTER -> postmaster.destroyForcibly();
      case BACKEND -> {
        List<ProcessHandle> backends = children.stream().filter(this::servesAConnection).toList();
        backends.get(random.nextInt(backends.size())).destroyForcibly();
      }
    }
    if (victim != Victim.BACKEND) {
      Stream.concat(Stream.of(postmaster), children.stream())
          .forEach(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }
  }

  private boolean servesAConnection(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .contains("127.0.0.1");
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Starts the server again as it was started before, and waits until it takes connections. As long
   * as a process of the killed one holds the shared memory, it refuses to start.
   */
  public void start() {
    Process[] server = {launch()};
    until(
        () -> {
          if (!server[0].isAlive()) {
            server[0] = launch();
          }
          return takesConnections();
        });
  }

  private Process launch() {
    try {
      List<String> command = new ArrayList<>();
      if (System.getProperty("user.name").equals("root")) {
        // PostgreSQL refuses to run as root; so the embedded one was started, too.
        command.addAll(List.of("unshare", "-U"));
      }
      command.addAll(words(Files.readString(data().resolve("postmaster.opts"))));
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it takes connections. */
  public void awaitConnections() {
    until(this::takesConnections);
  }

  private static void until(BooleanSupplier takesConnections) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!takesConnections.getAsBoolean()) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("PostgreSQL takes no connections");
        }
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean takesConnections() {
    try (Connection connection = database.superuser(EmbeddedDatabase.DATABASE)) {
      return connection.isValid(5);
    } catch (SQLException _) {
      return false;
    }
  }

  /** Stops all of it in the middle of whatever it does; connections stay open and silent. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    Stream.concat(Stream.of(postmaster()), postmaster().descendants())
        .forEach(process -> command.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProcessHandle postmaster() {
    try {
      long pid = Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).getFirst());
      return ProcessHandle.of(pid).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }
}
