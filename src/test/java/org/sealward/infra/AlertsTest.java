package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alerts, each with its runbook and its cases. */
class AlertsTest {
  private static final Path CASES = Alert.FOLDER.resolve("sealward.test.yml");
  private static final Path RUNBOOKS = Path.of("docs", "runbooks");
  private static final List<String> CHAPTERS =
      List.of("## What it means", "## How to look", "## What to do", "## What never to do");

  /** A comparison with a number, such as {@code > 0.05}. */
  private static final Pattern THRESHOLD = Pattern.compile("(==|<|>) (\\d+(?:\\.\\d+)?)");

  @TempDir private Path folder;

  static List<Alert> alerts() {
    return Alert.all();
  }

  /** The cases of an alert, as the file has them. */
  private static List<Map<String, Object>> cases(Alert alert) {
    return Yaml.list(Yaml.read(CASES).get("tests")).stream()
        .map(Yaml::map)
        .filter(group -> alert.name().equals(group.get("name")))
        .toList();
  }

  @Test
  void alerts_haveNamesOfTheirOwn_andEachRunbookAndCaseIsOfOne() throws IOException {
    List<String> names = alerts().stream().map(Alert::name).toList();
    assertThat(names).doesNotHaveDuplicates().isNotEmpty();
    try (Stream<Path> files = Files.list(RUNBOOKS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names.stream().map(name -> name + ".md").toList());
    }
    assertThat(Yaml.list(Yaml.read(CASES).get("tests")))
        .extracting(group -> Yaml.text(Yaml.map(group).get("name")))
        .containsOnly(names.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alert_saysHowUrgentItIs_andLeadsToItsRunbook(Alert alert) throws IOException {
    assertThat(Yaml.map(alert.rule().get("labels")).get("severity")).isIn("page", "ticket");
    assertThat(alert.annotations()).containsOnlyKeys("summary", "runbook_url");
    assertThat(alert.annotations().get("runbook_url"))
        .isEqualTo("docs/runbooks/" + alert.name() + ".md");

    List<String> lines = Files.readAllLines(RUNBOOKS.resolve(alert.name() + ".md"));
    assertThat(lines.getFirst()).isEqualTo("# " + alert.name());
    assertThat(lines).filteredOn(line -> line.startsWith("## ")).isEqualTo(CHAPTERS);
    for (String chapter : CHAPTERS) {
      assertThat(lines.get(lines.indexOf(chapter) + 1)).as(chapter).isNotBlank();
    }
  }

  @Test
  void rulesAndConfiguration_areWhatPrometheusUnderstands() {
    Promtool.succeeds("check", "rules", Alert.RULES.toString());
    Promtool.succeeds("check", "config", Alert.FOLDER.resolve("prometheus.yml").toString());
    Promtool.succeeds("test", "rules", CASES.toString());
  }

  /**
   * Cases notice when the alert comes at another threshold, at once or much later, so they show
   * both that it comes and that it does not come before.
   */
  @ParameterizedTest
  @MethodSource("alerts")
  @Tag("long")
  void cases_noticeAChangeOfTheRule(Alert alert) throws IOException {
    assertThat(passes(alert, alert.rule())).isTrue();
    for (Map<String, Object> mutant : mutants(alert)) {
      assertThat(passes(alert, mutant)).as(mutant.toString()).isFalse();
    }
  }

  private boolean passes(Alert alert, Map<String, Object> rule) throws IOException {
    Map<String, Object> file = Yaml.read(CASES);
    file.put("rule_files", List.of("rules.yml"));
    file.put("tests", cases(alert));
    Files.writeString(
        folder.resolve("rules.yml"),
        Yaml.write(Map.of("groups", List.of(Map.of("name", "one", "rules", List.of(rule))))));
    Path test = Files.writeString(folder.resolve("test.yml"), Yaml.write(file));
    return Promtool.run("test", "rules", test.toString()).code() == 0;
  }

  private static List<Map<String, Object>> mutants(Alert alert) {
    List<Map<String, Object>> mutants = new ArrayList<>();
    Matcher threshold = THRESHOLD.matcher(alert.expression());
    while (threshold.find()) {
      for (String other : otherThresholds(threshold.group(1), threshold.group(2))) {
        mutants.add(
            with(
                alert,
                "expr",
                alert.expression().substring(0, threshold.start())
                    + other
                    + alert.expression().substring(threshold.end())));
      }
    }
    assertThat(mutants).as("thresholds of " + alert.name()).isNotEmpty();
    mutants.add(with(alert, "for", "0s"));
    mutants.add(with(alert, "for", "24h"));
    return mutants;
  }

  /** One that comes too early and one that comes too late: half and double, or about zero. */
  private static List<String> otherThresholds(String comparison, String number) {
    double value = Double.parseDouble(number);
    return switch (comparison) {
      case "==" -> List.of(">= 0", "== " + (value + 0.5));
      case "<" ->
          value == 0 ? List.of("< 1e9", "< -1e9") : List.of("< " + value * 2, "< " + value / 2);
      default ->
          value == 0 ? List.of(">= 0", "> 1e9") : List.of("> " + value / 2, "> " + value * 2);
    };
  }

  private static Map<String, Object> with(Alert alert, String key, String value) {
    Map<String, Object> rule = new LinkedHashMap<>(alert.rule());
    rule.put(key, value);
    return rule;
  }
}
