package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestProber;
import org.sealward.TestService;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SecretBytes;

/** The prober as it is installed: a folder, and nothing of the service in it. */
final class ProbeJarIT {
  private static final Path PROBE = Path.of("target", "probe").toAbsolutePath();

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(PROBE)) {
      return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  @Test
  void jar_holdsTheProberAndTheClientSide_andNothingOfTheService() throws IOException {
    try (JarFile file = new JarFile(jar().toFile())) {
      assertThat(file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
          .anyMatch(name -> name.equals("org/sealward/probe/ProbeCommand.class"))
          .allMatch(
              name ->
                  name.matches(
                      "org/sealward/(api|client|cognito|envelope|files|json|probe|transparency)/.*"));
    }
  }

  @Test
  void libraries_areThoseOfTheClient_andWhatReadsOptions() throws IOException {
    Set<String> wanted = new TreeSet<>(Set.of("picocli-4.7.7.jar"));
    Path client = Path.of("target", "client", "client.classpath");
    Stream.of(Files.readString(client).strip().split(File.pathSeparator, -1))
        .map(path -> Path.of(path).getFileName().toString())
        .forEach(wanted::add);

    try (Stream<Path> files = Files.list(PROBE.resolve("lib"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(wanted)
          .noneMatch(
              name ->
                  name.matches(
                      "(netty|postgresql|HikariCP|flyway|reactor|micronaut-(http-server|data|security)).*"));
    }
  }

  /** On those alone; then it is killed, and its chain is whole. */
  @Test
  void prober_probesAndDelivers_untilItIsKilled(@TempDir Path folder) throws Exception {
    String location = TestProber.fresh().location();
    byte[] seed = Hash.of(Bytes.utf8(location)).toArray();
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.write(data.resolve("key"), seed);
    Path canaries = TestCanaries.get().file(folder);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                PROBE + "/*" + File.pathSeparator + PROBE.resolve("lib") + "/*",
                "org.sealward.probe.ProbeCommand",
                "--service",
                TestService.get().url().toString(),
                "--location",
                location,
                "--data",
                data.toString(),
                "--canaries",
                canaries.toString(),
                "--timeout",
                "60s",
                "--interval",
                "1s")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    try {
      for (int i = 0; i < 600 && delivered(data) < 2; i++) {
        Thread.sleep(100);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }

    assertThat(Files.readAllLines(folder.resolve("said")))
        .filteredOn(line -> !line.startsWith("NOTE: Picked up"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.contains("  good  site "));
    assertThat(delivered(data)).isGreaterThanOrEqualTo(2);
    try (var key = new OwnProberKey(SecretBytes.copyOf(seed));
        ObservationChain chain =
            ObservationChain.open(data.resolve("observations"), location, key, 100)) {
      assertThat(chain.next()).isGreaterThan(delivered(data));
    }
  }

  private static int delivered(Path data) throws IOException {
    Path mark = data.resolve("delivered");
    return Files.exists(mark) ? Integer.parseInt(Files.readString(mark)) : 0;
  }
}
