package org.sealward.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo of an outage as a newcomer runs it: an alert has to end, which takes minutes. */
@Tag("alone")
@Tag("long")
final class OutageDemoIT {
  /** How many of its lines say that something came out as it must. */
  private static final int CLAIMS = 21;

  @Test
  @Timeout(value = 25, unit = TimeUnit.MINUTES)
  void outage_isShownReportedVerifiedAndToldOf_asItReallyWas() throws Exception {
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.sealward.local.Demo",
                "--outage")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();

    assertThat(demo.waitFor()).as(String.join("\n", lines)).isZero();
    assertThat(lines.getLast()).endsWith("Everything came out as it must");
    assertThat(lines).noneMatch(line -> line.strip().startsWith("NO "));
    assertThat(lines.stream().filter(line -> line.strip().startsWith("yes "))).hasSize(CLAIMS);
  }
}
