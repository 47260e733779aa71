package org.sealward.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.api.ServiceStatus.Incident;

class OverallTest {
  private static ServiceStatus status(List<Component> components, List<Incident> incidents) {
    return new ServiceStatus(
        "S", "UTC", SampleStatus.NOW, null, components, incidents, List.of(), null, null);
  }

  private static String said(ServiceStatus status) {
    Overall overall = Overall.of(status);
    return overall.indicator() + ": " + overall.words(status.components());
  }

  @ParameterizedTest
  @CsvSource({
    "site=operational messages=operational, none: All Systems Operational",
    "site=operational messages=maintenance, maintenance: Service Under Maintenance",
    "site=operational messages=degraded, minor: Partially Degraded Service",
    "site=operational messages=unknown, minor: State Unknown",
    "site=unknown messages=degraded, minor: Partially Degraded Service",
    "site=maintenance messages=unknown, minor: State Unknown",
    "site=operational messages=partial-outage, major: Partial System Outage",
    "site=operational messages=major-outage, major: Partial System Outage",
    "site=major-outage messages=unknown, critical: Major Service Outage",
    "sign-in=major-outage messages=operational, critical: Major Service Outage",
    "connection=major-outage messages=operational, critical: Major Service Outage",
    "connection=partial-outage messages=operational, major: Partial System Outage",
    "site=something-new, minor: Partially Degraded Service",
  })
  void overall_isTheWorstOfTheComponents(String components, String expected) {
    List<Component> all =
        Stream.of(components.split(" ", -1))
            .map(text -> text.split("=", -1))
            .map(pair -> SampleStatus.component(pair[0], pair[0], pair[1], List.of()))
            .toList();
    assertThat(said(status(all, List.of()))).isEqualTo(expected);
  }

  @Test
  void overall_ofNothing_isUnknown() {
    assertThat(said(status(List.of(), List.of()))).isEqualTo("minor: State Unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "minor, minor: Partially Degraded Service",
    "major, major: Partial System Outage",
    "critical, critical: Major Service Outage"
  })
  void overall_isNoBetterThanWhatAPersonSays_untilItIsOver(String impact, String expected) {
    List<Component> well =
        List.of(SampleStatus.component("site", "Site", "operational", List.of()));
    Instant now = SampleStatus.NOW;
    Incident lasts =
        new Incident(SampleStatus.ONGOING, "T", impact, false, now, null, List.of(), List.of());
    Incident over =
        new Incident(SampleStatus.PAST, "T", impact, false, now, now, List.of(), List.of());
    assertThat(said(status(well, List.of(lasts)))).isEqualTo(expected);
    assertThat(said(status(well, List.of(over)))).isEqualTo("none: All Systems Operational");
  }
}
