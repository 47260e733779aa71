package org.sealward.local.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChecksumsTest {
  private static final Path LIST = Path.of(".mvn", "checksums", "checksums.sha256");
  private static final String JAR = "org/example/thing/1.0/thing-1.0.jar";

  /** SHA-256 of the three letters abc, from FIPS 180-2. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;
  private Path repository;
  private Path list;
  private Path jar;

  @BeforeEach
  void fill() throws IOException {
    repository = folder.toRealPath().resolve("repository");
    list = folder.resolve("list");
    jar = repository.resolve(JAR);
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "abc");
    Files.writeString(list, OF_ABC + "  " + JAR + "\n");
  }

  @Test
  void library_asItIsInTheList_hasNoFault() throws IOException {
    assertThat(Checksums.faults(repository, list, List.of(jar))).isEmpty();
  }

  @Test
  void library_withAnotherByte_isAFault() throws IOException {
    Files.writeString(jar, "abd");

    assertThat(Checksums.faults(repository, list, List.of(jar)))
        .singleElement()
        .asString()
        .startsWith(JAR + " has ")
        .endsWith(" and not " + OF_ABC);
  }

  @Test
  void library_thatIsUsed_andNotInTheList_isAFault() throws IOException {
    Path other = Files.copy(jar, jar.resolveSibling("thing-1.0-other.jar"));
    Path elsewhere = Files.copy(jar, repository.resolveSibling("thing-1.0.jar"));

    assertThat(Checksums.faults(repository, list, List.of(jar, other, elsewhere)))
        .containsExactly(
            elsewhere + " is used and not in the list",
            "org/example/thing/1.0/thing-1.0-other.jar is used and not in the list");
  }

  @Test
  void library_ofTheList_thatIsNotFetched_isNoFault() throws IOException {
    Files.delete(jar);

    assertThat(Checksums.faults(repository, list, List.of())).isEmpty();
  }

  @Test
  void list_withALineThatIsNone_orTwice_isRefused() throws IOException {
    for (String line : List.of("", JAR, OF_ABC + " " + JAR, OF_ABC + "  " + JAR)) {
      Files.writeString(list, OF_ABC + "  " + JAR + "\n" + line + "\n");
      assertThatThrownBy(() -> Checksums.read(list)).as(line).isInstanceOf(IOException.class);
    }
  }

  @Test
  void list_renewed_hasArtifacts_andNotTheNotesOfMaven() throws IOException {
    Files.writeString(jar.resolveSibling("thing-1.0.pom"), "abc");
    Files.writeString(jar.resolveSibling("thing-1.0.jar.sha1"), "note");
    Files.writeString(jar.resolveSibling("thing-1.0.jar.lastUpdated"), "note");
    Files.writeString(jar.resolveSibling("_remote.repositories"), "note");
    Files.writeString(jar.resolveSibling("").resolveSibling("maven-metadata-central.xml"), "note");

    assertThat(Checksums.renewed(repository))
        .containsExactly(OF_ABC + "  " + JAR, OF_ABC + "  org/example/thing/1.0/thing-1.0.pom");
  }

  @Test
  void pom_namesNothing_thatIsNotInTheList() throws IOException {
    assertThat(unlocked(Files.readString(Path.of("pom.xml")))).isEmpty();
    assertThat(unlocked(Files.readString(Path.of("src", "client", "pom.xml")))).isEmpty();
    assertThat(
            unlocked("<groupId>ch.qos.logback</groupId><artifactId>logback-classic</artifactId>"))
        .isEmpty();
    assertThat(
            unlocked(
                "<groupId>org.example</groupId><artifactId>thing</artifactId>"
                    + "<version>1.0</version>"))
        .containsExactly("org/example/thing/1.0/");
  }

  @Test
  void versions_areFixed() throws IOException {
    for (Path pom : List.of(Path.of("pom.xml"), Path.of("src", "client", "pom.xml"))) {
      assertThat(
              Pattern.compile("<version>([^<]*)</version>|<[\\w.-]+\\.version>([^<]*)<")
                  .matcher(Files.readString(pom))
                  .results()
                  .map(version -> version.group(version.group(1) == null ? 2 : 1))
                  // The JDK that builds, and our own.
                  .filter(version -> !version.equals("[25,)") && !version.equals("0.1.0-SNAPSHOT")))
          .hasSizeGreaterThan(10)
          .allMatch(version -> version.matches("\\d[\\w.-]*|\\$\\{[\\w.-]+}"))
          .noneMatch(version -> version.contains("SNAPSHOT"));
    }
  }

  /** Folders of what a POM names, as far as it says them, that no line of the list begins with. */
  private static List<String> unlocked(String pom) throws IOException {
    List<String> locked = Checksums.read(LIST).keySet().stream().toList();
    Map<String, String> properties = new HashMap<>();
    Pattern.compile("<([\\w.-]+)>([\\w.-]+)</\\1>")
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .forEach(property -> properties.put(property.group(1), property.group(2)));
    String named = pom.replaceAll("(?s)<exclusion>.*?</exclusion>", "");
    Stream<MatchResult> found =
        Pattern.compile(
                "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>"
                    + "(?:\\s*<version>([^<]+)</version>)?")
            .matcher(named)
            .results();
    List<String> unlocked = new ArrayList<>();
    found
        .filter(artifact -> !artifact.group(1).equals("org.sealward"))
        .forEach(
            artifact -> {
              String version = artifact.group(3) == null ? "" : artifact.group(3);
              String known =
                  version.startsWith("$")
                      ? properties.getOrDefault(version.substring(2, version.length() - 1), "")
                      : version;
              String folder =
                  artifact.group(1).replace('.', '/')
                      + "/"
                      + artifact.group(2)
                      + "/"
                      + (known.isEmpty() ? "" : known + "/");
              if (locked.stream().noneMatch(path -> path.startsWith(folder))) {
                unlocked.add(folder);
              }
            });
    return unlocked;
  }
}
