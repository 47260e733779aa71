package org.sealward.infra;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule of {@code infra/prometheus/sealward.rules.yml}.
 *
 * @param rule as YAML has it
 */
record Alert(String name, String expression, Map<String, Object> rule) {
  static final Path FOLDER = Path.of("infra", "prometheus");
  static final Path RULES = FOLDER.resolve("sealward.rules.yml");

  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w.:])([a-zA-Z_:][\\w:]*+)\\s*+(\\{[^}]*})?+(?!\\s*\\()");

  /** Without those that a list of labels follows. */
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "group_left", "group_right");

  /** Labels of a target, which Prometheus adds. */
  private static final Set<String> PROMETHEUS_OWN = Set.of("job", "instance");

  static List<Alert> all() {
    return Yaml.list(Yaml.read(RULES).get("groups")).stream()
        .flatMap(group -> Yaml.list(Yaml.map(group).get("rules")).stream())
        .map(Yaml::map)
        .map(rule -> new Alert(Yaml.text(rule.get("alert")), Yaml.text(rule.get("expr")), rule))
        .toList();
  }

  Map<String, Object> annotations() {
    return Yaml.map(rule.get("annotations"));
  }

  /** The metrics that the expression reads, each with the labels that it asks for. */
  Map<String, Set<String>> metrics() {
    String bare =
        expression
            .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ")
            .replaceAll("\\[[^]]*]", " ");
    Map<String, Set<String>> metrics = new TreeMap<>();
    Matcher selector = SELECTOR.matcher(bare);
    while (selector.find()) {
      if (!WORDS.contains(selector.group(1))) {
        metrics
            .computeIfAbsent(selector.group(1), _ -> new TreeSet<>())
            .addAll(labels(selector.group(2) == null ? "" : selector.group(2)));
      }
    }
    return metrics;
  }

  private static Set<String> labels(String matchers) {
    Set<String> labels = new HashSet<>();
    Pattern.compile("([a-zA-Z_]\\w*)\\s*[=!]")
        .matcher(matchers.replaceAll("\"[^\"]*\"", ""))
        .results()
        .map(match -> match.group(1))
        .filter(label -> !PROMETHEUS_OWN.contains(label))
        .forEach(labels::add);
    return labels;
  }
}
