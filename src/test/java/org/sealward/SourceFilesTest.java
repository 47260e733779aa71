package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says of files. */
class SourceFilesTest {
  @Test
  void file_hasLessThan500Lines() throws IOException {
    Map<Path, Integer> lines = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        lines.put(file, Files.readAllLines(file).size());
      }
    }

    assertThat(lines).containsKey(Path.of("src/main/java/org/sealward/Sealward.java"));
    assertThat(lines).allSatisfy((file, count) -> assertThat(count).isLessThan(500));
  }
}
