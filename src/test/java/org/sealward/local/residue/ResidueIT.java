package org.sealward.local.residue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sealward.decryption.Swap;
import org.sealward.local.aws.wire.JsonObject;

/** {@code ./sealward verify residue}, as a reviewer runs it, with the jars that the build made. */
final class ResidueIT {
  private record Ended(int status, JsonObject printed, String all) {}

  @BeforeEach
  void linuxWithoutSwap() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/pagemap")), "processes are searched on Linux");
    assumeFalse(new Swap().isPossible(), "nothing is decrypted where there is swap");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void hundredDecryptions_leaveNothingBehind() throws Exception {
    nothingRemains(100);
  }

  @Test
  @Tag("long")
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void twoThousandDecryptions_leaveNothingBehind() throws Exception {
    nothingRemains(2_000);
  }

  @Test
  @Tag("long")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void serviceThatKeepsEverything_isFoundOut() throws Exception {
    Ended ended = run("--keep", "--decryptions", "100", "--json");

    assertThat(ended.status()).as(ended.all()).isZero();
    assertThat(ended.printed().number("found")).isPositive();
    assertAllKinds(ended.printed().object("foundOfKind"));
  }

  private static void nothingRemains(int decryptions) throws Exception {
    Ended ended = run("--decryptions", Integer.toString(decryptions), "--json");

    assertThat(ended.status()).as(ended.all()).isZero();
    JsonObject printed = ended.printed();
    assertThat(printed.number("found")).isZero();
    assertThat(printed.number("decryptions")).isEqualTo(decryptions);
    // The service and as many workers as may work at a time, which wait.
    assertThat(printed.objects("searched"))
        .extracting(one -> one.text("store"))
        .contains("memory of the service")
        .filteredOn(store -> store.startsWith("memory of waiting worker"))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(printed.texts("onDisk")).isEmpty();
    assertThat(printed.number("wholeCollections")).isPositive();
    // Eight seeds, and of each of eight images the key and a piece of each page.
    assertThat(printed.number("needles")).isEqualTo(8 + 8 * (1 + 245));
    // The control: the same search, in a service whose memory nobody clears.
    assertAllKinds(printed.object("selfCheck"));
  }

  private static void assertAllKinds(JsonObject found) {
    for (Kind kind : Kind.values()) {
      assertThat(found.number(kind.words())).as(kind.words()).isPositive();
    }
  }

  private static Ended run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.sealward.local.Verify",
                "residue"));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("sealward-residue", ".log");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    String all = printed + Files.readString(errors);
    Files.delete(errors);
    List<String> lines = printed.lines().filter(line -> line.startsWith("{")).toList();
    assertThat(lines).as(all).isNotEmpty();
    return new Ended(status, JsonObject.parse(lines.getLast()), all);
  }
}
