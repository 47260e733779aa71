package org.sealward.local.aws.dynamodb;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sealward.local.aws.store.RecordFolder;

/**
 * The JVM that holds DynamoDB Local. Closing ends it; so does the end of this process, however it
 * came about.
 */
public final class DynamoDbProcess implements DynamoDbServer {
  private static final String ANNOUNCEMENT = "PORT ";

  private final Process process;
  private final Path log;
  private @Nullable URI endpoint;

  private DynamoDbProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Launches it and waits until it listens. */
  public static DynamoDbProcess start(Path folder, Path classPathFile) {
    DynamoDbProcess launched = launch(folder, classPathFile);
    launched.endpoint();
    return launched;
  }

  /**
   * Launches it, without waiting.
   *
   * @param folder for the database, made when absent
   * @param classPathFile a file that holds DynamoDB Local's class path
   */
  public static DynamoDbProcess launch(Path folder, Path classPathFile) {
    try {
      RecordFolder.createOwnerFolder(folder);
      Path log = folder.resolve("dynamodb-local.log");
      Path temporary = emptied(folder.resolve("tmp"));
      String classPath =
          ownClasses() + File.pathSeparator + Files.readString(classPathFile).strip();
      ProcessBuilder command =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Djava.io.tmpdir=" + temporary.toAbsolutePath(),
                  "-cp",
                  classPath,
                  DynamoDbLocalMain.class.getName(),
                  folder.toAbsolutePath().toString())
              .directory(folder.toFile())
              .redirectError(log.toFile());
      command.environment().clear();
      Process process = command.start();
      return new DynamoDbProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Where it listens; waits until it does.
   *
   * @throws IllegalStateException when it does not come up; the message says where its log is
   */
  @Override
  public synchronized URI endpoint() {
    if (endpoint == null) {
      endpoint = awaitEndpoint();
    }
    return endpoint;
  }

  private URI awaitEndpoint() {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(ANNOUNCEMENT)) {
          // A virtual thread would keep a carrier for itself: reading a pipe pins it.
          Thread.ofPlatform().daemon().name("dynamodb-local-output").start(() -> drain(output));
          int port = Integer.parseInt(line.substring(ANNOUNCEMENT.length()));
          return URI.create("http://127.0.0.1:" + port);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("DynamoDB Local did not start, see " + log);
  }

  /** Makes the folder, or removes the files that a killed predecessor left in it. */
  private static Path emptied(Path folder) throws IOException {
    RecordFolder.createOwnerFolder(folder);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder)) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
    return folder;
  }

  private static void drain(BufferedReader output) {
    try (output) {
      while (output.readLine() != null) {
        // Nothing of interest: faults are in the log.
      }
    } catch (IOException e) {
      // The process is gone.
    }
  }

  private static Path ownClasses() {
    try {
      return Path.of(
          DynamoDbLocalMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
