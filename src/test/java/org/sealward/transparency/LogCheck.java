package org.sealward.transparency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sealward.Tool;

/**
 * A second implementation of logs: the Go program in {@code src/test/go/logcheck}, on the {@code
 * golang.org/x/mod} of Debian's {@code golang-golang-x-mod-dev}, without a network.
 */
public final class LogCheck {
  private static final Path GOPATH = Path.of("/usr/share/gocode");
  private static final Path SUMDB = GOPATH.resolve("src/golang.org/x/mod/sumdb/tlog");
  private static final Path PROGRAM = Path.of("target", "go", "logcheck");
  private static boolean built;

  /**
   * How it ended.
   *
   * @param status 0 when all of the log holds together
   */
  public record Ended(int status, String said) {}

  private LogCheck() {}

  /** Skips the test where there is no Go; builds the program. */
  public static synchronized void require() throws IOException, InterruptedException {
    Tool.require("go");
    Tool.require("go", Files.isDirectory(SUMDB), "has no golang-golang-x-mod-dev");
    if (!built) {
      Files.createDirectories(PROGRAM.getParent());
      Ended ended =
          run(List.of("go", "build", "-o", PROGRAM.toString(), "src/test/go/logcheck/main.go"));
      if (!ended.equals(new Ended(0, ""))) {
        throw new IllegalStateException(ended.toString());
      }
      built = true;
    }
  }

  /**
   * Reads a folder as a log.
   *
   * @param keys verifier keys: the log's, then those of all its witnesses
   */
  public static Ended check(Path folder, List<String> keys)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), folder.toString()));
    command.addAll(keys);
    return run(command);
  }

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("GO111MODULE", "off");
    builder.environment().put("GOPATH", GOPATH.toString());
    builder
        .environment()
        .put("GOCACHE", Path.of("target", "go", "cache").toAbsolutePath().toString());
    builder.environment().remove("GOFLAGS");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
