package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealward.servicelevel.BurnRate;

/** Prometheus and the service raise the same alarms. */
class BurnRulesTest {
  private static final Pattern WINDOW = Pattern.compile("\\[(\\d+)([mhd])]");

  @ParameterizedTest
  @EnumSource(BurnRate.class)
  void rule_hasTheWindowsAndUrgencyOfItsRate(BurnRate rate) {
    String name =
        "BudgetBurns" + rate.name().charAt(0) + rate.name().substring(1).toLowerCase(Locale.ROOT);
    Alert alert =
        Alert.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    List<Duration> windows =
        WINDOW.matcher(alert.expression()).results().map(BurnRulesTest::length).toList();
    Duration longWindow = rate.longWindow();
    assertThat(windows).containsExactly(longWindow, longWindow.dividedBy(12), longWindow);
    assertThat(Yaml.map(alert.rule().get("labels")).get("severity"))
        .isEqualTo(rate.urgent() ? "page" : "ticket");
  }

  private static Duration length(MatchResult window) {
    long number = Long.parseLong(window.group(1));
    return switch (window.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
