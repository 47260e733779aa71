package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;

/** What an operator copies out of a runbook in the night. */
class RunbooksTest {
  private static final Path FOLDER = Path.of("docs", "runbooks");
  private static final Pattern QUERY = Pattern.compile("`(SELECT [^`]*)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#([^)]*))?\\)");

  private static List<Path> runbooks() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @Test
  void queries_areUnderstoodByTheDatabase() throws Exception {
    List<String> tried = new ArrayList<>();
    try (Connection connection = TestService.get().database().asService();
        Statement statement = connection.createStatement()) {
      for (Path runbook : runbooks()) {
        Matcher query = QUERY.matcher(Files.readString(runbook));
        while (query.find()) {
          assertThat(statement.execute("EXPLAIN " + query.group(1))).isTrue();
          tried.add(query.group(1));
        }
      }
    }
    assertThat(tried).hasSizeGreaterThan(4);
  }

  @Test
  void links_leadToPagesAndChapters() throws Exception {
    for (Path runbook : runbooks()) {
      Matcher link = LINK.matcher(Files.readString(runbook));
      while (link.find()) {
        Path page = FOLDER.resolve(link.group(1));
        assertThat(page).as(runbook.toString()).isRegularFile();
        if (link.group(2) != null) {
          assertThat(Files.readAllLines(page))
              .as(runbook + " " + link.group(2))
              .anyMatch(
                  line ->
                      line.startsWith("#")
                          && line.replaceFirst("#+ ", "")
                              .toLowerCase(java.util.Locale.ROOT)
                              .replaceAll("[^a-z0-9 -]", "")
                              .replace(' ', '-')
                              .equals(link.group(2)));
        }
      }
    }
  }
}
