package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.local.ServiceProcess;

/** The jars say nothing of where, when and by whom they were built. */
final class ReproducibleJarIT {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final String JAR = ServiceProcess.builtJar().getFileName().toString();
  private static final String CLIENT = "client/" + JAR.replace("sealward-", "sealward-client-");
  private static final String PROBE = "probe/" + JAR.replace("sealward-", "sealward-probe-");

  private static Stream<String> jars() {
    return Stream.of(JAR, CLIENT, PROBE);
  }

  @Test
  void entries_haveOneTime() throws IOException {
    for (String name : jars().toList()) {
      try (ZipFile jar = new ZipFile(Path.of("target", name).toFile())) {
        assertThat(jar.stream())
            .hasSizeGreaterThan(100)
            .allSatisfy(entry -> assertThat(entry.getTimeLocal()).isEqualTo(TIME));
      }
    }
  }

  /** What Maven puts in by itself comes last. */
  @Test
  void entries_areInOrder() throws IOException {
    for (String name : jars().toList()) {
      try (ZipFile jar = new ZipFile(Path.of("target", name).toFile())) {
        assertThat(
                jar.stream()
                    .map(ZipEntry::getName)
                    .filter(entry -> !entry.endsWith("/") && !entry.startsWith("META-INF/maven/")))
            .isSorted();
      }
    }
  }

  @Test
  void entries_nameNoFolder_andNobody() throws IOException {
    List<String> words =
        List.of(
            Path.of("src").toAbsolutePath().toString(),
            Path.of("target").toAbsolutePath().toString(),
            property("user.home") + "/.m2",
            property("java.home"),
            "Built-By",
            "Build-Time",
            "Os-Version");
    for (String name : jars().toList()) {
      Map<String, byte[]> contents = contents(Path.of("target", name));
      assertThat(contents.values()).anyMatch(content -> holds(content, "org/sealward/envelope/"));
      contents.forEach(
          (entry, content) -> assertThat(words).as(entry).noneMatch(word -> holds(content, word)));
    }
  }

  private static boolean holds(byte[] content, String word) {
    return new String(content, StandardCharsets.ISO_8859_1)
        .contains(new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  /** In another folder, another time zone and another language, by somebody else. */
  @Test
  @Tag("long")
  void sources_builtOnceMore_giveTheSameJars(@TempDir Path folder) throws Exception {
    Path copy = Files.createDirectories(folder.resolve("another place"));
    for (String part : List.of("pom.xml", ".mvn", "src")) {
      copy(Path.of(part), copy.resolve(part));
    }
    build(copy);

    for (String name : jars().toList()) {
      Path ours = Path.of("target", name);
      Path theirs = copy.resolve("target").resolve(name);
      assertThat(different(contents(ours), contents(theirs))).isEmpty();
      assertThat(Files.mismatch(ours, theirs)).as(name).isEqualTo(-1);
    }
  }

  private static List<String> different(Map<String, byte[]> ours, Map<String, byte[]> theirs) {
    List<String> different = new ArrayList<>();
    Map<String, byte[]> all = new TreeMap<>(ours);
    all.putAll(theirs);
    for (String entry : all.keySet()) {
      if (!Arrays.equals(ours.get(entry), theirs.get(entry))) {
        different.add(entry);
      }
    }
    return different;
  }

  private static Map<String, byte[]> contents(Path file) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (ZipFile jar = new ZipFile(file.toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        contents.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    return contents;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(file -> !file.toString().contains("node_modules"))
          .forEach(
              file -> {
                try {
                  Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private static void build(Path folder) throws Exception {
    List<String> maven = new ArrayList<>();
    maven.add(Path.of(property("maven.home"), "bin", "mvn").toString());
    maven.addAll(List.of("-B", "-q", "-Dspotless.check.skip=true"));
    if (property("maven.network").equals("offline true")) {
      maven.add("-o");
    }
    maven.addAll(
        List.of("compile", "jar:jar@default-jar", "jar:jar@client-jar", "jar:jar@probe-jar"));
    Path log = folder.resolve("build.log");
    var builder = new ProcessBuilder(maven).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", property("java.home"));
    builder
        .environment()
        .put(
            "MAVEN_OPTS",
            "-Duser.name=somebody -Duser.timezone=Pacific/Auckland -Duser.language=tr"
                + " -Duser.country=TR");
    Process process = builder.redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(15, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0).as(() -> text(log)).isTrue();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }
}
