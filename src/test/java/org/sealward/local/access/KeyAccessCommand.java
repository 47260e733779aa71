package org.sealward.local.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sealward.Tool;

/** {@code ./sealward verify key-access}, in a process of its own. */
final class KeyAccessCommand {
  private KeyAccessCommand() {}

  /** For both evaluators. */
  static void requireSimulator() {
    Tool.require("node");
    Tool.require("npm");
  }

  record Ended(int code, String output) {
    /** Every cell, by both evaluators. */
    void assertAllRight() {
      assertThat(output).contains("420 cells: 420 as they must be, 0 not; by both evaluators");
      assertThat(code).isZero();
    }
  }

  static Ended verify(String... arguments) throws IOException, InterruptedException {
    return verify(Map.of(), arguments);
  }

  static Ended verify(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "org.sealward.local.Verify",
            "key-access"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("sealward-key-access", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
