package org.sealward;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Programs of this computer that some tests need, such as {@code node}. A test whose program is
 * missing is skipped and says why; it fails when the environment variable {@value #REQUIRED} names
 * the program, as {@code .ci/run} does for those that it installs.
 */
public final class Tool {
  static final String REQUIRED = "SEALWARD_REQUIRE";

  private Tool() {}

  /**
   * Goes on when the program is on the PATH.
   *
   * @return where it is
   */
  public static Path require(String name) {
    Optional<Path> program = find(name);
    require(name, program.isPresent(), "is not installed");
    return program.orElseThrow();
  }

  /**
   * Goes on when the program will do.
   *
   * @param otherwise what is wrong with it, as in "is 1.2, and 1.3 is needed"
   */
  public static void require(String name, boolean good, String otherwise) {
    require(name, good, otherwise, Objects.requireNonNullElse(System.getenv(REQUIRED), ""));
  }

  /**
   * The same.
   *
   * @param required names of programs, between commas
   */
  static void require(String name, boolean good, String otherwise, String required) {
    if (good) {
      return;
    }
    if (List.of(required.split(",", -1)).contains(name)) {
      throw new AssertionError(name + " " + otherwise + ", and " + REQUIRED + " names it");
    }
    throw new TestAbortedException(name + " " + otherwise);
  }

  private static Optional<Path> find(String name) {
    return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
