package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.annotation.Introspected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.platform.ProblemType;

/** {@code docs/problems.md} against the problem types of the code. */
final class ProblemPageTest {
  private static final Pattern SECTION =
      Pattern.compile("(?m)^### (\\S+)\n(\\d{3})\\. (\\S[^#]{20,})");

  /** Every enum that is a problem type, found among all classes. */
  private static final List<Class<?>> ENUMS = enums();

  private static List<Class<?>> enums() {
    Path classes;
    try {
      classes =
          Path.of(ProblemType.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.matches("org/sealward/.*\\.class"))
          .<Class<?>>map(name -> load(name.replaceAll("\\.class$", "").replace('/', '.')))
          .filter(type -> type.isEnum() && ProblemType.class.isAssignableFrom(type))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ProblemType.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Status by name. */
  private static Map<String, Integer> constants() {
    return ENUMS.stream()
        .flatMap(type -> List.of(type.getEnumConstants()).stream())
        .map(ProblemType.class::cast)
        .collect(
            Collectors.toMap(
                type -> type.type().toString().replaceFirst("^urn:sealward:problem:", ""),
                ProblemType::status,
                (a, b) -> {
                  throw new AssertionError("two problems of one name");
                },
                TreeMap::new));
  }

  @Test
  void sections_areTheConstants_withTheirStatus() throws IOException {
    String page = Files.readString(Path.of("docs", "problems.md"));
    Map<String, Integer> sections =
        SECTION
            .matcher(page)
            .results()
            .collect(
                Collectors.toMap(
                    (MatchResult section) -> section.group(1),
                    section -> Integer.valueOf(section.group(2)),
                    (a, b) -> {
                      throw new AssertionError("two sections of one name");
                    },
                    TreeMap::new));

    assertThat(page.lines().filter(line -> line.startsWith("### "))).hasSize(sections.size());
    assertThat(sections).isEqualTo(constants());
  }

  @Test
  void document_listsEveryProblem() {
    assertThat(ENUMS)
        .hasSizeGreaterThan(7)
        .allSatisfy(type -> assertThat(type).hasAnnotation(Introspected.class));
    String description =
        String.valueOf(
            TestDocument.map(TestDocument.of(TestService.get()).schemas().get("Problem"))
                .get("description"));
    constants()
        .forEach(
            (name, status) -> assertThat(description).contains("| `" + name + "` | " + status));
  }
}
