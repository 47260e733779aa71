package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.sealward.local.NodePackage;

/**
 * A JavaScript package of {@code src/test/js}, run by the Node.js of this machine. It works on a
 * copy under {@code target}, so that nothing is written beside the sources; libraries are installed
 * there once, exactly as locked. Where there is no npm, or no Node.js that will do, tests are
 * skipped and say so.
 */
public final class NodeRunner {
  private static final Path SOURCES = Path.of("src", "test", "js");
  private static final Path COPIES = Path.of("target", "node");
  private static final ObjectMapper JSON = ObjectMapper.getDefault();

  private final Path folder;

  private NodeRunner(Path folder) {
    this.folder = folder;
  }

  /** The package {@code src/test/js/<name>} with its libraries. */
  public static NodeRunner of(String name) {
    Path folder = COPIES.resolve(name);
    install(SOURCES.resolve(name), folder);
    return new NodeRunner(folder);
  }

  /** Copies a package and installs its libraries, where Node.js and npm are. */
  public static void install(Path sources, Path folder) {
    Tool.require("node");
    Tool.require("npm");
    try {
      NodePackage.install(sources, folder);
    } catch (NodePackage.Unavailable e) {
      Tool.require("node", false, "will not do: " + e.getMessage());
    }
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
    NodePackage.npm(
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
    NodePackage.Ended output = run(folder, command, environment);
    List<Map<String, Object>> ended = output.out().lines().map(NodeRunner::parse).toList();
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
    NodePackage.Ended ended = run(folder, command, environment);
    assertThat(ended.code()).as(ended.out() + ended.errors()).isZero();
    return ended.out();
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
        NodePackage.version().getFirst() < 22
            ? List.of("node", "--experimental-websocket")
            : List.of("node"));
  }

  private static NodePackage.Ended run(
      Path folder, List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return NodePackage.run(builder, "");
  }
}
