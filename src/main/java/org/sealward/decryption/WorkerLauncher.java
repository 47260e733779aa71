package org.sealward.decryption;

import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Starts the process of a {@link Worker}: a JVM with {@code worker.jar}, which lies beside the
 * service's own jar and has what a worker needs alone, and with the JDK's ahead-of-time cache of it
 * where there is one.
 */
@Singleton
class WorkerLauncher {
  /**
   * Little memory, and nothing of it on a disk when it breaks down. A worker lives too short for
   * the second compiler.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx64m",
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null");

  private static final String RESOURCE = "org/sealward/decryption/Worker.class";

  private final List<String> command = new ArrayList<>();

  @Inject
  WorkerLauncher() {
    this(Path.of(System.getProperty("java.home")), place(), List.of());
  }

  /**
   * @param runtime a JDK's folder, or that of a runtime made of one
   * @param code {@code worker.jar}, or a class path
   */
  WorkerLauncher(Path runtime, String code, List<String> options) {
    command.add(runtime.resolve(Path.of("bin", "java")).toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    Path cache = Path.of(code.replaceFirst("\\.jar$", ".aot"));
    if (options.isEmpty() && code.endsWith("worker.jar") && Files.exists(cache)) {
      command.add("-XX:AOTCache=" + cache);
    }
    command.addAll(List.of("-cp", code, Worker.class.getName()));
  }

  /**
   * Beside the service's jar or classes; where nothing has made it, the whole class path. Classes
   * out of the ahead-of-time cache know no code source, so a resource tells where they are from.
   */
  private static String place() {
    try {
      URL own = Objects.requireNonNull(WorkerLauncher.class.getResource("/" + RESOURCE));
      if (own.openConnection() instanceof JarURLConnection packed) {
        Path jar = Path.of(packed.getJarFileURL().toURI()).resolveSibling("worker.jar");
        if (Files.notExists(jar)) {
          throw new ConfigurationException(
              "SEALWARD_DECRYPTION_CONCURRENT asks for worker.jar beside the service's jar");
        }
        return jar.toString();
      }
      Path classes = Path.of(own.toURI()).resolve("../".repeat(Path.of(RESOURCE).getNameCount()));
      Path jar = classes.normalize().resolveSibling("worker.jar");
      if (Files.exists(jar)) {
        return jar.toString();
      }
      return System.getProperty("java.class.path");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts one.
   *
   * @param door of the socket that it is to connect to
   */
  Process launch(Path door) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.add(door.toString());
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear(); // The service's has passwords.
    return builder.start();
  }
}
