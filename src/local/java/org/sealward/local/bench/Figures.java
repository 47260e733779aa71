package org.sealward.local.bench;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sealward.local.aws.wire.JsonObject;

/** What a benchmark measured, in the order in which it is shown. */
final class Figures {
  private record Figure(String name, double value, String unit, String remark) {}

  private final String bench;
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Figures(String bench) {
    this.bench = bench;
  }

  void add(String name, double value, String unit) {
    add(name, value, unit, "");
  }

  /**
   * @param remark such as the figure that is aimed at
   */
  void add(String name, double value, String unit, String remark) {
    figures.add(new Figure(name, value, unit, remark));
  }

  /** A condition of the measurement. */
  void note(String sentence) {
    notes.add(sentence);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  double value(String name) {
    return figures.stream().filter(f -> f.name.equals(name)).findFirst().orElseThrow().value;
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(new String(json().toBytes(), StandardCharsets.UTF_8));
      out.flush();
      return;
    }
    out.println();
    out.println(Machine.describe());
    notes.forEach(out::println);
    out.println();
    int width = figures.stream().mapToInt(f -> f.name.length()).max().orElse(0);
    for (Figure figure : figures) {
      out.printf(
          Locale.ROOT,
          "  %-" + width + "s  %12s %-6s %s%n",
          figure.name,
          shown(figure.value),
          figure.unit,
          figure.remark);
    }
    out.flush();
  }

  private JsonObject json() {
    JsonObject values = JsonObject.EMPTY;
    for (Figure figure : figures) {
      values =
          values.with(
              figure.name,
              JsonObject.of("value", BigDecimal.valueOf(figure.value)).with("unit", figure.unit));
    }
    return JsonObject.of("bench", bench)
        .with("machine", Machine.describe())
        .with("notes", notes)
        .with("figures", values);
  }

  private static String shown(double value) {
    double size = Math.abs(value);
    int digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
