package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CoreDumpsTest {
  @Test
  void coreDumps_areOffHereAndInWhatIsStartedFromHere() throws Exception {
    assumeThat(Files.exists(Path.of("/proc/self/limits"))).isTrue();

    CoreDumps.turnOff();

    assertThat(limit("self")).matches("Max core file size +0 +0 +bytes *");
    Process child = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(limit(Long.toString(child.pid()))).matches("Max core file size +0 +0 +bytes *");
    } finally {
      child.destroyForcibly();
    }
  }

  private static String limit(String process) throws IOException {
    return Files.readAllLines(Path.of("/proc", process, "limits")).stream()
        .filter(line -> line.startsWith("Max core file size"))
        .findFirst()
        .orElseThrow();
  }
}
