package org.sealward.local.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another process has the secret in its environment, which the kernel puts on its stack. */
class ProcessMemoryTest {
  private static final String STORE = "the other process";

  private final byte[] secret = new byte[32];
  private Process process;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    assumeThat(Files.exists(Path.of("/proc/self/pagemap"))).isTrue();
    ThreadLocalRandom.current().nextBytes(secret);
    var builder = new ProcessBuilder("sleep", "600");
    builder.environment().put("SECRET", HexFormat.of().formatHex(secret));
    process = builder.start();
    while (!sleeps(Path.of("/proc", Long.toString(process.pid())))) {
      Thread.sleep(1);
    }
  }

  /** Before, it is still being loaded. */
  private static boolean sleeps(Path process) throws IOException {
    return Files.readString(process.resolve("cmdline")).startsWith("sleep\0")
        && Files.readString(process.resolve("stat")).contains(" (sleep) S ");
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void secret_onTheStack_isFoundThere() {
    SearchReport report = search(Needle.bytes("the secret", secret), process.pid());

    assertThat(report.errors()).isEmpty();
    assertThat(report.findings())
        .anyMatch(f -> f.place().contains("[stack]") && f.encoding() == Encoding.HEX);
    assertThat(report.bytes()).isGreaterThan(100_000);
  }

  @Test
  void otherSecret_isNotFound() {
    byte[] other = secret.clone();
    other[31] ^= 1;

    SearchReport report = search(Needle.bytes("another secret", other), process.pid());

    assertThat(report.isClean()).as(report.toString()).isTrue();
    assertThat(report.bytes()).isGreaterThan(100_000);
  }

  @Test
  void processThatEnded_isNotCalledClean() throws InterruptedException {
    process.destroyForcibly().waitFor();

    assertThat(search(Needle.bytes("the secret", secret), process.pid()).isClean()).isFalse();
  }

  private static SearchReport search(Needle needle, long pid) {
    return new ResidueSearch(List.of(needle)).in(new ProcessMemory(STORE, pid)).report();
  }
}
