package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;

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
                      "org/sealward/(api|client|cognito|envelope|json|probe|transparency)/.*"));
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

  @Test
  void prober_runsOnThoseAlone(@TempDir Path folder) throws Exception {
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
                "sofia",
                "--data",
                folder.resolve("data").toString(),
                "--canaries",
                canaries.toString(),
                "--timeout",
                "60s",
                "--once")
            .redirectErrorStream(true)
            .start();
    List<String> said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("NOTE: Picked up"))
            .toList();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said).singleElement().asString().contains("  good  site ");
    assertThat(process.exitValue()).isZero();
  }
}
