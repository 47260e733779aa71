package org.sealward.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class OpenSloTest {
  @SuppressWarnings("unchecked") // of a document that the test expects
  private static Object at(Object document, String path) {
    Object value = document;
    for (String key : path.split("/", -1)) {
      value =
          value instanceof List<?> list
              ? list.get(Integer.parseInt(key))
              : Objects.requireNonNull(((Map<String, Object>) value).get(key), path);
    }
    return value;
  }

  private static List<Object> documents(Policy policy) {
    return StreamSupport.stream(
            new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(OpenSlo.of(policy))
                .spliterator(),
            false)
        .toList();
  }

  /** By the specification, openslo/v1. */
  @Test
  void policy_isAnSliAndAnSlo() {
    List<Object> documents =
        documents(
            PolicyTest.policy(
                PolicyTest.STANDARD.replace("Standard contract", "Our \\\"best\\\" \\\\ 1: #2")));
    assertThat(documents).hasSize(2);
    Object sli = documents.getFirst();
    assertThat(at(sli, "apiVersion")).isEqualTo("openslo/v1");
    assertThat(at(sli, "kind")).isEqualTo("SLI");
    assertThat(at(sli, "metadata/name")).isEqualTo("standard");
    assertThat(at(sli, "metadata/displayName")).isEqualTo("Our \"best\" \\ 1: #2");
    assertThat(at(sli, "spec/ratioMetric/rawType")).isEqualTo("failure");
    assertThat(at(sli, "spec/ratioMetric/raw/metricSource/type")).isEqualTo("Prometheus");
    assertThat(at(sli, "spec/ratioMetric/raw/metricSource/spec/query"))
        .isEqualTo("rate(sealward_availability_down_seconds_total{contract=\"standard\"}[5m])");
    Object slo = documents.getLast();
    assertThat(at(slo, "apiVersion")).isEqualTo("openslo/v1");
    assertThat(at(slo, "kind")).isEqualTo("SLO");
    assertThat(at(slo, "metadata/name")).isEqualTo("standard");
    assertThat(at(slo, "spec/indicatorRef")).isEqualTo("standard");
    assertThat(at(slo, "spec/service")).isEqualTo("sealward");
    assertThat(at(slo, "spec/budgetingMethod")).isEqualTo("Occurrences");
    assertThat(at(slo, "spec/timeWindow/0/duration")).isEqualTo("1M");
    assertThat(at(slo, "spec/timeWindow/0/isRolling")).isEqualTo(false);
    assertThat(at(slo, "spec/timeWindow/0/calendar/timeZone")).isEqualTo("Europe/Sofia");
    assertThat(at(slo, "spec/timeWindow/0/calendar/startTime")).isEqualTo("2026-01-01 00:00:00");
    assertThat(at(slo, "spec/objectives/0/target")).isEqualTo(0.999);
    assertThat((String) at(slo, "spec/description"))
        .startsWith("Promised at all times; nothing is excluded.")
        .hasSizeLessThan(1050);
  }

  @Test
  void hoursAndExclusions_areSaidInWords() {
    Policy policy =
        PolicyTest.with(
            "\"hours\": {\"days\": [\"friday\", \"monday\"], \"from\": \"09:00\", \"to\":"
                + " \"17:00\"}, \"excludes\": [\"planned-maintenance\", \"hosting-provider\"]");
    assertThat((String) at(documents(policy).getLast(), "spec/description"))
        .startsWith(
            "Promised from 09:00 to 17:00 on monday, friday; excluded: hosting-provider,"
                + " planned-maintenance.");
  }

  @Test
  void idThatIsNoName_isRefused() {
    Policy longest = PolicyTest.policy(PolicyTest.STANDARD.replace("standard", "a".repeat(63)));
    assertThat(OpenSlo.of(longest)).isNotEmpty();
    for (String id : List.of("a".repeat(64), "a-")) {
      Policy policy = PolicyTest.policy(PolicyTest.STANDARD.replace("standard", id));
      assertThatThrownBy(() -> OpenSlo.of(policy)).isInstanceOf(PolicyException.class);
    }
  }
}
