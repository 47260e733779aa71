package org.sealward.statuspage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.api.ServiceStatus.Day;

/**
 * A component's days: a picture with a bar a day, and a table of those that were not all up. Bars
 * differ in height and filling too, not in colour alone.
 */
final class Bars {
  /** From this part of the watched time on, a day counts as down and not as partly so. */
  private static final int TENTH = 10;

  private static final int BOTTOM = 34;
  private static final int STEP = 7;
  private static final int WIDTH = 5;

  private final Component component;
  private final List<Day> notUp;

  private Bars(Component component) {
    this.component = component;
    this.notUp = component.days().stream().filter(day -> day.down() + day.unknown() > 0).toList();
  }

  /** As HTML; nothing where there are no days. */
  static String of(Component component) {
    return component.days().isEmpty() ? "" : new Bars(component).html();
  }

  private String html() {
    int days = component.days().size();
    StringBuilder html = new StringBuilder();
    html.append(
        "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(days * STEP, BOTTOM, Markup.escaped(described())));
    for (int i = 0; i < days; i++) {
      html.append(bar(component.days().get(i), i * STEP + 1));
    }
    html.append(
        "</svg>\n<div class=\"ends\"><span>%d days ago</span><span>%s</span><span>today"
            .formatted(days - 1, percent(component)));
    html.append("</span></div>\n");
    if (!notUp.isEmpty()) {
      html.append("<details><summary>").append(Markup.escaped(summary())).append("</summary>\n");
      html.append("<table>\n<thead><tr><th scope=\"col\">Day</th><th scope=\"col\">Down</th>")
          .append("<th scope=\"col\">Not known</th></tr></thead>\n<tbody>\n");
      notUp.reversed().forEach(day -> html.append(row(day)));
      html.append("</tbody>\n</table></details>\n");
    }
    return html.toString();
  }

  private static String row(Day day) {
    return "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>\n"
        .formatted(
            Moments.day(day.day()),
            day.down() == 0 ? "" : Moments.length(day.down()),
            day.unknown() == 0 ? "" : Moments.length(day.unknown()));
  }

  private static String bar(Day day, int x) {
    String kind = kind(day);
    int top =
        switch (kind) {
          case "down" -> 0;
          case "some" -> 4;
          case "before" -> 28;
          default -> 9;
        };
    return "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s: %s</title></rect>\n"
        .formatted(kind, x, top, WIDTH, BOTTOM - top, Moments.day(day.day()), words(day));
  }

  private static String kind(Day day) {
    if (day.down() > 0) {
      return day.down() * TENTH < day.watched() ? "some" : "down";
    }
    if (day.unknown() > 0) {
      return "unknown";
    }
    return day.watched() > 0 ? "up" : "before";
  }

  private static String words(Day day) {
    String down = day.down() == 0 ? "" : "down " + Moments.length(day.down());
    String unknown = day.unknown() == 0 ? "" : "not known " + Moments.length(day.unknown());
    if (down.isEmpty() && unknown.isEmpty()) {
      return day.watched() > 0 ? "up" : "not watched yet";
    }
    return down.isEmpty() || unknown.isEmpty() ? down + unknown : down + ", " + unknown;
  }

  private String described() {
    return "%s, a bar a day for %d days: %s; days that were not all up: %d"
        .formatted(component.name(), component.days().size(), percent(component), notUp.size());
  }

  private String summary() {
    return "%s: days that were not all up (%d)".formatted(component.name(), notUp.size());
  }

  /** Of the watched time, rounded down: nothing that was down has 100 %. */
  static String percent(Component component) {
    long watched = component.days().stream().mapToLong(Day::watched).sum();
    long down = component.days().stream().mapToLong(Day::down).sum();
    if (watched == 0) {
      return "not watched yet";
    }
    if (down == 0) {
      return "100 % up while watched";
    }
    BigDecimal percent =
        BigDecimal.valueOf(watched - down)
            .multiply(BigDecimal.valueOf(100))
            .divide(BigDecimal.valueOf(watched), 3, RoundingMode.DOWN);
    return percent.toPlainString() + " % up while watched";
  }
}
