package org.sealward.local.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LicencesTest {
  private static final Path LIST = Path.of("src", "build", "licences.txt");

  @TempDir private Path repository;

  private Library library(String pom) throws IOException {
    Path folder = Files.createDirectories(repository.resolve("org/example/thing/1.0"));
    Files.writeString(folder.resolve("thing-1.0.pom"), "<project>" + pom + "</project>");
    return Library.at(repository, folder.resolve("thing-1.0-linux.jar"));
  }

  private static String licences(String... names) {
    StringBuilder licences = new StringBuilder();
    for (String name : names) {
      licences.append("<license><name>").append(name).append("</name></license>");
    }
    return "<licenses>" + licences + "</licenses>";
  }

  @Test
  void library_isWhatItsPlaceSays() throws IOException {
    Library library = library("");

    assertThat(library.coordinates()).isEqualTo("org.example:thing:1.0:linux");
    assertThat(library.purl())
        .isEqualTo("pkg:maven/org.example/thing@1.0?classifier=linux&type=jar");
    assertThat(library.jar())
        .isEqualTo(repository.resolve("org/example/thing/1.0/thing-1.0-linux.jar"));
  }

  @Test
  void licence_underAnyOfItsNames_isAllowed() throws IOException {
    Licences licences = new Licences(repository, LIST);

    assertThat(licences.of(library(licences("Apache-2.0")))).containsExactly("Apache-2.0");
    assertThat(licences.of(library(licences("The Apache Software License, Version 2.0"))))
        .containsExactly("Apache-2.0");
  }

  @Test
  void ofSeveralLicences_theAllowedOnesCount() throws IOException {
    Licences licences = new Licences(repository, LIST);

    assertThat(licences.of(library(licences("GPL2 w/ CPE", "EPL 2.0")))).containsExactly("EPL-2.0");
    assertThat(
            licences.of(
                library(licences("Public Domain, per Creative Commons CC0", "BSD-2-Clause"))))
        .containsExactly("BSD-2-Clause", "CC0-1.0");
  }

  @Test
  void licence_ofTheParent_isTheLibrarys_thatNamesNone() throws IOException {
    Path parent = Files.createDirectories(repository.resolve("org/example/family/3"));
    Files.writeString(
        parent.resolve("family-3.pom"), "<project>" + licences("MIT-0") + "</project>");
    String of =
        "<parent><groupId>org.example</groupId><artifactId>family</artifactId>"
            + "<version>3</version></parent>";
    Licences licences = new Licences(repository, LIST);

    assertThat(licences.of(library(of))).containsExactly("MIT-0");
    assertThat(licences.of(library(of + licences("MIT")))).containsExactly("MIT");
  }

  @Test
  void licence_thatIsNotInTheList_isRefused() throws IOException {
    Licences licences = new Licences(repository, LIST);
    Library copyleft = library(licences("GNU Affero General Public License v3", "SSPL"));

    assertThatThrownBy(() -> licences.of(copyleft))
        .isInstanceOf(Licences.NotAllowedException.class)
        .hasMessage(
            "org.example:thing:1.0:linux is under GNU Affero General Public License v3 or SSPL,"
                + " which is not allowed");
    Library silent = library("");
    assertThatThrownBy(() -> licences.of(silent))
        .isInstanceOf(Licences.NotAllowedException.class)
        .hasMessage("org.example:thing:1.0:linux names no licence");
  }
}
