package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No claim without a command: each row of each table of SECURITY.md and of the threat model ends
 * with what shows it, and the tests, commands and files that these pages name are there. Whether a
 * test shows what its row says, a person has to read.
 */
final class SecurityPageTest {
  private static final String SHOWN = "shown by";
  private static final String LAUNCH = "./sealward ";

  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern TEST = Pattern.compile("(?:[a-z]+\\.)*[A-Z*]\\w*(?:Test|IT)");
  private static final Pattern FILE = Pattern.compile("(?:docs|infra|src|terraform)/[\\w./-]+");
  private static final Pattern APP_COMMANDS =
      Pattern.compile("(?s)\nreadonly APP_COMMANDS=\"(.*?)\"");
  private static final Pattern HAS_TESTS =
      Pattern.compile("@(?:Test|ParameterizedTest|Property|ArchTest)\\b");

  private final String launcher = Files.readString(Path.of("sealward"));

  /** Files of classes that have tests, below src/test/java. */
  private final Set<String> tests = tests(Path.of("src", "test", "java"));

  SecurityPageTest() throws IOException {}

  private static Set<String> tests(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> found = new ArrayList<>();
      for (Path file : classes) {
        if (HAS_TESTS.matcher(Files.readString(file)).find()) {
          found.add(sources.relativize(file).toString().replace('\\', '/'));
        }
      }
      return Set.copyOf(found);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SECURITY.md", "docs/threat-model.md"})
  void everyClaim_isShown_bySomethingThatIsThere(String page) throws IOException {
    String text = Files.readString(Path.of(page));

    assertThat(tables(text)).isNotEmpty();
    assertThat(faults(text)).isEmpty();
  }

  /** One row below a header of two columns; what is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          | it holds | `SecurityPageTest` |                           !
          | it holds | `org.sealward.reference.*Test` |               !
          | it holds | `./sealward test --all` |                      !
          | it holds | `infra/aws-account-check.sh` |                 !
          | it holds | believe us |                                   ! nothing shows: it holds
          | it holds | `sha256sum target/*.jar` |                     ! nothing shows: it holds
          | it holds | `docs/protocol.md` |                           ! nothing shows: it holds
          | it holds | `NoSuchTest` |                                 ! there is no test NoSuchTest
          | it holds | `Requests`, `RequestsTest` |                   ! there is no test RequestsTest
          | it holds | `org.sealward.nowhere.*Test` |                 ! there is no test org.sealward.nowhere.*Test
          | it holds | `./sealward tset` |                            ! there is no command ./sealward tset
          | it holds | `./sealward verify residues` |                 ! there is no command ./sealward verify residues
          | it holds | `./sealward verify residue --kept` |           ! there is no command ./sealward verify residue --kept
          | as `infra/x.sh` says | `SecurityPageTest` |               ! there is no file infra/x.sh
          | it | holds | `SecurityPageTest` |                         ! 3 cells of 2: it
          """)
  void claim_withoutSomethingThatShowsIt_isFound(String row, String fault) {
    String page = "| claim | shown by |\n|---|---|\n" + row.strip() + "\n";

    assertThat(faults(page)).isEqualTo(fault == null ? List.of() : List.of(fault));
  }

  @Test
  void table_withoutItsLastColumn_isFound() {
    assertThat(faults("| claim | command |\n|---|---|\n| it holds | `SecurityPageTest` |\n"))
        .containsExactly("no column says what shows it: claim");
  }

  private List<String> faults(String page) {
    List<String> faults = new ArrayList<>();
    for (List<List<String>> table : tables(page)) {
      List<String> header = table.getFirst();
      if (!header.getLast().equals(SHOWN)) {
        faults.add("no column says what shows it: " + header.getFirst());
      }
      for (List<String> row : table.subList(1, table.size())) {
        if (row.size() != header.size()) {
          faults.add("%d cells of %d: %s".formatted(row.size(), header.size(), row.getFirst()));
        } else if (spans(row.getLast()).noneMatch(SecurityPageTest::runs)) {
          faults.add("nothing shows: " + row.getFirst());
        }
      }
    }
    spans(page).flatMap(span -> missing(span).stream()).distinct().forEach(faults::add);
    return faults;
  }

  /** Header and rows of each table, without the line between them. */
  private static List<List<List<String>>> tables(String page) {
    return Pattern.compile("(?m)(?:^\\|.*\n)+")
        .matcher(page)
        .results()
        .map(table -> table.group().lines().filter(line -> !line.startsWith("|---")))
        .map(lines -> lines.map(SecurityPageTest::cells).toList())
        .toList();
  }

  /** Between bars, but for those behind a backslash. */
  private static List<String> cells(String line) {
    String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
    return Arrays.stream(inner.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
  }

  private static Stream<String> spans(String text) {
    return CODE.matcher(text).results().map(span -> span.group(1));
  }

  private static boolean runs(String span) {
    return TEST.matcher(span).matches()
        || span.startsWith(LAUNCH)
        || (FILE.matcher(span).matches() && span.endsWith(".sh"));
  }

  private List<String> missing(String span) {
    if (TEST.matcher(span).matches()) {
      return isTest(span) ? List.of() : List.of("there is no test " + span);
    }
    if (span.startsWith(LAUNCH)) {
      return isCommand(span.substring(LAUNCH.length()))
          ? List.of()
          : List.of("there is no command " + span);
    }
    return FILE.matcher(span).matches() && !Files.exists(Path.of(span))
        ? List.of("there is no file " + span)
        : List.of();
  }

  private boolean isTest(String name) {
    String file = name.replace('.', '/').replace("*", "\\w*") + "\\.java";
    return tests.stream().anyMatch(Pattern.compile("(?:.*/)?" + file).asMatchPredicate());
  }

  /** What the launcher's help of a command does not say is no subcommand and no option of it. */
  private boolean isCommand(String line) {
    List<String> words = List.of(line.split(" "));
    Matcher help =
        Pattern.compile("(?s)\nhelp_" + words.getFirst() + "\\(\\) \\{\n(.*?)\nEND\n")
            .matcher(launcher);
    return help.find()
        ? words.stream().allMatch(word -> says(help.group(1), word.replaceFirst("=.*", "")))
        : APP_COMMANDS
            .matcher(launcher)
            .results()
            .anyMatch(commands -> says(commands.group(1), words.getFirst()));
  }

  private static boolean says(String text, String word) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])").matcher(text).find();
  }
}
