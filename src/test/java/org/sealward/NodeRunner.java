package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * A JavaScript package of {@code src/test/js}, run by the Node.js of this machine. It works on a
 * copy under {@code target}, so that nothing is written beside the sources; libraries are installed
 * there once, exactly as locked. Where there is no npm, or no Node.js that will do, tests are
 * skipped and say so.
 */
public final class NodeRunner {
  private static final Path SOURCES = Path.of("src", "test", "js");
  private static final Path COPIES = Path.of("target", "node");
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*", Pattern.DOTALL);
  private static final ObjectMapper JSON = ObjectMapper.getDefault();

  private final Path folder;

  private NodeRunner(Path folder) {
    this.folder = folder;
  }

  /** The package {@code src/test/js/<name>} with its libraries. */
  public static NodeRunner of(String name) {
    requireNode();
    Path folder = COPIES.resolve(name);
    copy(SOURCES.resolve(name), folder);
    try {
      Path lock = folder.resolve("package-lock.json");
      Path installed = folder.resolve("node_modules").resolve(".installed-lock");
      if (!Files.exists(installed) || Files.mismatch(lock, installed) >= 0) {
        npm(folder, "ci");
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NodeRunner(folder);
  }

  /** An empty package beside the others, with packages of {@link #of} installed into it. */
  public static NodeRunner depending(String name, NodeRunner... on) {
    Path folder = COPIES.resolve(name);
    try {
      Files.createDirectories(folder);
      // npm keeps a package that was changed under the same version.
      try (Stream<Path> earlier = Files.walk(folder)) {
        for (Path path : earlier.skip(1).sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
      Files.writeString(folder.resolve("package.json"), "{\"private\":true,\"type\":\"module\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    npm(
        folder,
        Stream.concat(
                Stream.of("install", "--install-links"),
                Stream.of(on).map(runner -> runner.folder.toAbsolutePath().toString()))
            .toArray(String[]::new));
    return new NodeRunner(folder);
  }

  public Path folder() {
    return folder;
  }

  /**
   * Runs test files with {@code node --test}; one JUnit test for each of theirs.
   *
   * @param environment for the tests, such as the address of a service
   * @param files by their paths within the package
   */
  public Stream<DynamicTest> test(Map<String, String> environment, String... files) {
    Path reporter = SOURCES.resolve("reporter.mjs").toAbsolutePath();
    List<String> command = node();
    command.addAll(List.of("--test", "--test-reporter=" + reporter.toUri()));
    command.addAll(List.of(files));
    Output output = run(folder, command, environment);
    List<Map<String, Object>> ended = output.lines().map(NodeRunner::parse).toList();
    List<DynamicTest> tests =
        ended.stream().filter(line -> "test".equals(line.get("type"))).map(this::told).toList();
    String notes =
        String.join(
            "", ended.stream().map(line -> Objects.toString(line.get("text"), "")).toList());
    DynamicTest end =
        DynamicTest.dynamicTest(
            "node ends in order",
            () -> {
              boolean failures = ended.stream().anyMatch(line -> failed(line));
              assertThat(output.code() == 0 || failures).as(notes + output.errors()).isTrue();
              assertThat(tests).as(notes + output.errors()).isNotEmpty();
            });
    return Stream.concat(tests.stream(), Stream.of(end));
  }

  /**
   * Runs a program of the package.
   *
   * @return what it printed
   */
  public String program(Map<String, String> environment, String... arguments) {
    List<String> command = node();
    command.addAll(List.of(arguments));
    return run(folder, command, environment).orThrow();
  }

  private DynamicTest told(Map<String, Object> test) {
    String name = String.valueOf(test.get("name"));
    URI source = Path.of(String.valueOf(test.get("file"))).toUri();
    return DynamicTest.dynamicTest(
        name,
        source,
        () -> {
          if (test.get("skipped") instanceof String reason) {
            throw new TestAbortedException(reason);
          }
          if (failed(test)) {
            throw new AssertionError(name + ": " + test.get("error"));
          }
        });
  }

  private static boolean failed(Map<String, Object> line) {
    return Boolean.FALSE.equals(line.get("passed"));
  }

  private static Map<String, Object> parse(String line) {
    try {
      return Objects.requireNonNull(
          JSON.readValue(line, Argument.mapOf(String.class, Object.class)));
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  /** Node.js 20 has a WebSocket, but wants to be asked for it. */
  private static List<String> node() {
    return new ArrayList<>(
        version()[0] < 22 ? List.of("node", "--experimental-websocket") : List.of("node"));
  }

  private static void requireNode() {
    int[] version = version();
    Assumptions.assumeTrue(
        version[0] > 20 || (version[0] == 20 && version[1] >= 19),
        () -> "needs Node.js 20.19 or newer and npm, found " + version[0] + "." + version[1]);
    npm(Path.of("."), "--version");
  }

  private static int[] version() {
    Matcher version =
        VERSION.matcher(run(Path.of("."), List.of("node", "--version"), Map.of()).orThrow());
    assertThat(version.matches()).isTrue();
    return new int[] {Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))};
  }

  private static void npm(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"));
    var _ = run(folder, command, Map.of()).orThrow();
  }

  private record Output(int code, String out, String errors) {
    Stream<String> lines() {
      return out.lines();
    }

    String orThrow() {
      assertThat(code).as(out + errors).isZero();
      return out;
    }
  }

  private static Output run(Path folder, List<String> command, Map<String, String> environment) {
    try {
      Files.createDirectories(COPIES);
      Path out = Files.createTempFile(COPIES, "run", ".out");
      Path errors = Files.createTempFile(COPIES, "run", ".err");
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().putAll(environment);
      Process process = start(builder.redirectOutput(out.toFile()).redirectError(errors.toFile()));
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      var output =
          new Output(
              ended ? process.exitValue() : -1, Files.readString(out), Files.readString(errors));
      Files.delete(out);
      Files.delete(errors);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException _) {
      throw new TestAbortedException(
          builder.command().getFirst() + " is not installed; .ci/run installs it");
    }
  }

  /** Replaces everything of an earlier copy but the installed libraries. */
  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      for (Path file : sources(to)) {
        Files.delete(file);
      }
      for (Path file : sources(from)) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files in a folder, installed libraries aside. */
  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().contains("node_modules"))
          .toList();
    }
  }
}
