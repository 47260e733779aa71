package org.sealward.local;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JavaScript package of the sources, on a copy, so that nothing is written beside them. Its
 * libraries are installed in the copy once, exactly as locked.
 */
public final class NodePackage {
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*", Pattern.DOTALL);
  private static final int MINUTES = 5;

  /** There is no Node.js that will do, or no npm. */
  public static final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message);
    }
  }

  /** npm did not do what it was asked for. */
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  /** How a program ended. */
  public record Ended(int code, String out, String errors) {}

  private NodePackage() {}

  /**
   * Copies and installs.
   *
   * @throws Unavailable with what is missing
   * @throws Failed when the libraries cannot be had
   */
  public static void install(Path sources, Path copy) {
    List<Integer> version = version();
    if (version.getFirst() < 20 || (version.getFirst() == 20 && version.get(1) < 19)) {
      throw new Unavailable(
          "needs Node.js 20.19 or newer and npm, found "
              + version.getFirst()
              + "."
              + version.get(1));
    }
    Path lock = copy.resolveSibling(copy.getFileName() + ".lock");
    try {
      Files.createDirectories(copy.toAbsolutePath().getParent());
      // A lock on a file keeps other processes out, not other threads.
      synchronized (NodePackage.class) {
        try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
            FileLock _ = channel.lock()) {
          copy(sources, copy);
          installLibraries(copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void installLibraries(Path copy) throws IOException {
    Path locked = copy.resolve("package-lock.json");
    Path installed = copy.resolve("node_modules").resolve(".installed-lock");
    if (!Files.exists(installed) || Files.mismatch(locked, installed) >= 0) {
      npm(copy, "ci");
      Files.copy(locked, installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Major and minor of the Node.js on the PATH. */
  public static List<Integer> version() {
    Matcher version = VERSION.matcher(run(new ProcessBuilder("node", "--version"), "").out());
    if (!version.matches()) {
      throw new Unavailable("node does not tell its version");
    }
    return List.of(Integer.valueOf(version.group(1)), Integer.valueOf(version.group(2)));
  }

  /** Runs npm in a folder, without its advertisements and without scripts of packages. */
  public static void npm(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"));
    Ended ended = run(new ProcessBuilder(command).directory(folder.toFile()), "");
    if (ended.code() != 0) {
      throw new Failed(
          "npm " + String.join(" ", arguments) + " failed: " + ended.out() + ended.errors());
    }
  }

  /**
   * Runs a program to its end, five minutes at most.
   *
   * @param input for its standard input
   * @throws Unavailable when it is not installed
   */
  public static Ended run(ProcessBuilder builder, String input) {
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    try {
      Path folder = Files.createTempDirectory("sealward-run");
      Path in = Files.writeString(folder.resolve("in"), input);
      Path out = folder.resolve("out");
      Path errors = folder.resolve("errors");
      try {
        Process process =
            start(
                builder
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile()));
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return new Ended(
            ended ? process.exitValue() : -1,
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(errors, StandardCharsets.UTF_8));
      } finally {
        for (Path file : List.of(in, out, errors, folder)) {
          Files.deleteIfExists(file);
        }
      }
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
      throw new Unavailable(
          builder.command().getFirst() + " is not installed; .ci/run installs it");
    }
  }

  /**
   * Makes an earlier copy like the sources, but for the installed libraries. What is the same stays
   * as it is: another process may run it.
   */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : sources(to)) {
      if (!Files.exists(from.resolve(to.relativize(file).toString()))) {
        Files.delete(file);
      }
    }
    for (Path file : sources(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      if (!Files.exists(target) || Files.mismatch(file, target) >= 0) {
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
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
