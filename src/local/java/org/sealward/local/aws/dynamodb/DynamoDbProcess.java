package org.sealward.local.aws.dynamodb;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sealward.local.aws.store.RecordFolder;

/** The JVM that holds DynamoDB Local. Closing ends it; so does the end of this process. */
public final class DynamoDbProcess implements AutoCloseable {
  private static final String ANNOUNCEMENT = "PORT ";

  private final Process process;
  private final URI endpoint;

  private DynamoDbProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param folder for the database, made when absent
   * @param classPathFile a file that holds DynamoDB Local's class path
   * @throws IllegalStateException when it does not come up; the message says where its log is
   */
  public static DynamoDbProcess start(Path folder, Path classPathFile) {
    try {
      RecordFolder.createOwnerFolder(folder);
      Path log = folder.resolve("dynamodb-local.log");
      String classPath =
          ownClasses() + File.pathSeparator + Files.readString(classPathFile).strip();
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "--enable-native-access=ALL-UNNAMED",
                      "-Xmx256m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-Djava.io.tmpdir=" + folder.toAbsolutePath(),
                      "-cp",
                      classPath,
                      DynamoDbLocalMain.class.getName(),
                      folder.toAbsolutePath().toString()))
              .directory(folder.toFile())
              .redirectError(log.toFile())
              .start();
      return new DynamoDbProcess(process, awaitEndpoint(process, log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return endpoint;
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

  private static URI awaitEndpoint(Process process, Path log) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(ANNOUNCEMENT)) {
        Thread.ofVirtual().name("dynamodb-local-output").start(() -> drain(output));
        return URI.create(
            "http://127.0.0.1:" + Integer.parseInt(line.substring(ANNOUNCEMENT.length())));
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException("DynamoDB Local did not start, see " + log);
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
