package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.attacks.Attack;

/** Line 18 of §14: no salt comes twice. */
public final class SaltTest {
  private static final int SALT = 24;
  private static final SecretBytes KEY = SecretBytes.copyOf(new byte[32]);

  /** Run in processes of their own: prints the salts of some encryptions. */
  static final class Salts {
    private Salts() {}

    public static void main(String[] args) {
      for (int i = 0; i < 100; i++) {
        System.out.println(salt().hex());
      }
    }
  }

  private static Bytes salt() {
    return ChunkedEncryption.seal(KEY, Bytes.EMPTY, new byte[1]).slice(0, SALT);
  }

  @Test
  @Tag("heavy")
  @Attack(
      on = "18",
      by = Attack.By.OPERATOR,
      proves = "processes that start from one ahead-of-time cache draw different salts")
  void line18_processesOfOneAotCache_drawDifferentSalts(@TempDir Path folder) throws Exception {
    Path jar = jar(folder.resolve("envelope.jar"));
    Path cache = folder.resolve("envelope.aot");
    List<String> salts = new ArrayList<>(salts(jar, "-XX:AOTCacheOutput=" + cache));
    assertThat(cache).exists();
    salts.addAll(salts(jar, "-XX:AOTMode=on", "-XX:AOTCache=" + cache));
    salts.addAll(salts(jar, "-XX:AOTMode=on", "-XX:AOTCache=" + cache));

    assertThat(salts).hasSize(300).doesNotHaveDuplicates();
  }

  @Test
  @Tag("long")
  @Attack(
      on = "18",
      by = Attack.By.OPERATOR,
      proves = "no salt comes twice in ten million encryptions")
  void line18_tenMillionEncryptions_repeatNoSalt() {
    long[] starts = new long[10_000_000];
    Arrays.parallelSetAll(starts, _ -> Pae.idFrom(salt()).getMostSignificantBits());
    Arrays.parallelSort(starts);

    for (int i = 1; i < starts.length; i++) {
      assertThat(starts[i] == starts[i - 1]).as("the first 8 bytes of two salts").isFalse();
    }
  }

  private static List<String> salts(Path jar, String... options)
      throws IOException, InterruptedException {
    Path library =
        Path.of(HPKE.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", jar + File.pathSeparator + library, Salts.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> printed = process.inputReader().lines().filter(l -> l.length() == 48).toList();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return printed;
  }

  /** The cache takes classes from jars only. */
  private static Path jar(Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> side : List.of(Bytes.class, SaltTest.class)) {
        Path root = Path.of(side.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> files = Files.list(root.resolve("org/sealward/envelope"))) {
          for (Path file : files.filter(SaltTest::isType).toList()) {
            out.putNextEntry(new JarEntry(root.relativize(file).toString()));
            Files.copy(file, out);
          }
        }
      }
    }
    return jar;
  }

  private static boolean isType(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".class") && !name.startsWith("package-info");
  }
}
