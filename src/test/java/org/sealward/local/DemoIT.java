package org.sealward.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as a newcomer runs it, with the jar that the build made. */
final class DemoIT {
  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void story_leavesNothingReadableBehind() throws Exception {
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.sealward.local.Demo",
                "--exit")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();

    assertThat(demo.waitFor()).as(String.join("\n", lines)).isZero();
    assertThat(lines.getLast()).isEqualTo("found 0");
    assertThat(lines).anyMatch(line -> line.endsWith("6 of 6 controls, which are there, seen"));
    assertThat(digests(lines)).hasSize(2).containsOnly(digests(lines).getFirst());
  }

  /** The picture's digest on both sides. */
  private static List<String> digests(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("SHA-256 "))
        .map(line -> line.substring(line.indexOf("SHA-256 ")))
        .toList();
  }
}
