package org.sealward.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealward.TestProber;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.NewAvailabilityExclusion;
import org.sealward.api.ObservationBatch;
import org.sealward.envelope.SignedObservation;
import org.sealward.envelope.VerifyingKey;
import org.sealward.platform.Transactions;
import org.sealward.report.EvidenceCheck;

/** Reports of what a prober delivered, as everybody gets them. */
class ReportsTest {
  private static final TestService SERVICE = TestService.get();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String JULY = "/v1/availability/sofia/2026-07";
  private static final TestProber PROBER = TestProber.sofia();

  /**
   * An hour before 1 July in Sofia, every 20 minutes into 1 August; the contract has slots of ten.
   */
  private static final Instant BEGIN = Instant.parse("2026-06-30T20:00:00Z");

  private static final Instant DOWN = Instant.parse("2026-07-05T10:00:00Z");
  private static final Instant UP = Instant.parse("2026-07-05T11:00:00Z");

  @BeforeAll
  static void julyWithAnHourDown() throws Exception {
    List<SignedObservation> all = new ArrayList<>();
    for (Instant at = BEGIN;
        at.isBefore(Instant.parse("2026-07-31T23:00:00Z"));
        at = at.plus(Duration.ofMinutes(20))) {
      boolean down = !at.isBefore(DOWN) && at.isBefore(UP);
      all.add(down ? PROBER.bad(at) : PROBER.good(at));
    }
    for (int from = 0; from < all.size(); from += ObservationBatch.MOST) {
      SignedObservation[] part =
          all.subList(from, Math.min(all.size(), from + ObservationBatch.MOST))
              .toArray(SignedObservation[]::new);
      HttpResponse<byte[]> answer =
          HTTP.send(
              HttpRequest.newBuilder(SERVICE.url().resolve("/v1/availability/observations"))
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofByteArray(
                          SERVICE.json().writeValueAsBytes(PROBER.batch(part))))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<byte[]> get(String path, String accept) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(SERVICE.url().resolve(path)).header("Accept", accept).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static AvailabilityReport report(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path, "application/json");
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return Objects.requireNonNull(
        SERVICE.json().readValue(answer.body(), AvailabilityReport.class));
  }

  /** An hour of 31 days is 0.1344… %, and more than 44.64 minutes. */
  @Test
  void month_isCountedFromWhatWasDelivered() throws Exception {
    AvailabilityReport report = report(JULY);
    assertThat(report.percent()).isEqualTo("99.8655");
    assertThat(report.measuredPercent()).isEqualTo("99.8655");
    assertThat(report.toDate()).isFalse();
    assertThat(report.kept()).isFalse();
    assertThat(report.budget()).isEqualTo(2_678_400);
    assertThat(report.budgetLeft()).isEqualTo(2_678_400 - 3_600_000);
    assertThat(report.from()).isEqualTo(Instant.parse("2026-06-30T21:00:00Z"));
    assertThat(report.to()).isEqualTo(Instant.parse("2026-07-31T21:00:00Z"));
    assertThat(report.intervals()).hasSize(1);
    AvailabilityReport.Downtime hour = report.intervals().getFirst();
    assertThat(hour.from()).isEqualTo(DOWN);
    assertThat(hour.to()).isEqualTo(UP);
    assertThat(hour.state()).isEqualTo("down");
    AvailabilityReport.Seen seen = hour.seen().getFirst();
    assertThat(seen.bad()).isEqualTo(3);
    assertThat(seen.step()).isEqualTo("site");
    assertThat(seen.ending()).isEqualTo("unreachable");
    assertThat(report.probers()).hasSize(1);
    assertThat(report.probers().getFirst().key()).isEqualTo(PROBER.publicKey());
    assertThat(report.probers().getFirst().observations()).isEqualTo(31 * 24 * 3);
    assertThat(report.latencies())
        .contains(new AvailabilityReport.Latency("site", 31 * 24 * 3 - 3, 12, 12, 12, 12));
  }

  /** Nobody looked: unknown counts as down. */
  @Test
  void month_thatNobodyWatched_isUnknown() throws Exception {
    AvailabilityReport report = report("/v1/availability/sofia/2026-05");
    assertThat(report.percent()).isEqualTo("0.0000");
    assertThat(report.measuredPercent()).isEqualTo("100.0000");
    assertThat(report.unknown()).isEqualTo(Duration.ofDays(31).toMillis());
  }

  /** Of the hour, the second half and what comes after it. */
  @Test
  void exclusion_takesAwayWhatWasDown_andIsShown() throws Exception {
    String hosted = "/v1/availability/hosted/2026-07";
    TestUser operator = TestUser.in(SERVICE, "operator");
    String address = "/v1/availability/hosted/exclusions/" + UUID.randomUUID();
    var said =
        new NewAvailabilityExclusion(
            DOWN.plus(Duration.ofMinutes(30)),
            UP.plus(Duration.ofHours(1)),
            "hosting-provider",
            "The region was away.",
            "https://status.example.org/1",
            "A. Person, operations");
    assertThat(report(hosted).percent()).isEqualTo("99.8655");
    assertThat(operator.put(address, said).status()).isEqualTo(200);
    assertThat(operator.put(address, said).status()).as("the same again").isEqualTo(200);
    assertThat(operator.put(address, excluded(DOWN, UP, null)).problem())
        .isEqualTo("exclusion-exists");
    AvailabilityReport report = report(hosted);
    assertThat(report.percent()).isEqualTo("99.9327");
    assertThat(report.kept()).isTrue();
    assertThat(report.excluded()).isEqualTo(Duration.ofMinutes(30).toMillis());
    assertThat(report.exclusions().getFirst().statement()).isEqualTo("The region was away.");
    assertThat(report.exclusions().getFirst().by()).isEqualTo("A. Person, operations");
    assertThat(report.intervals())
        .extracting(AvailabilityReport.Downtime::state)
        .containsExactly("down", "excluded");
    assertThat(check(hosted).findings()).isEmpty();
    assertThat(report(JULY).percent()).isEqualTo("99.8655");
    assertThat(operator.send(operator.request(address).DELETE()).status()).isEqualTo(200);
    assertThat(report(hosted).percent()).isEqualTo("99.8655");
    assertThat(report(hosted).exclusions()).isEmpty();
  }

  @Test
  void exclusion_thatIsNone_isRefused() {
    TestUser operator = TestUser.in(SERVICE, "operator");
    String address = "/v1/availability/hosted/exclusions/" + UUID.randomUUID();
    assertThat(operator.put(address, excluded(UP, DOWN, null)).problem())
        .isEqualTo("invalid-request");
    assertThat(operator.put(address, excluded(UP, UP, null)).problem())
        .isEqualTo("invalid-request");
    assertThat(operator.put(address, excluded(DOWN, UP, "javascript:alert(1)")).problem())
        .isEqualTo("invalid-request");
    assertThat(
            operator.put(address.replace("hosted", "nobodys"), excluded(DOWN, UP, null)).problem())
        .isEqualTo("contract-not-found");
  }

  private static NewAvailabilityExclusion excluded(
      Instant from, Instant to, @Nullable String link) {
    return new NewAvailabilityExclusion(from, to, "hosting-provider", "Away.", link, "A. Person");
  }

  private static EvidenceCheck check(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path + "/evidence", "application/octet-stream");
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    try (InputStream file = new ByteArrayInputStream(answer.body())) {
      return EvidenceCheck.of(
          file, null, Map.of("sofia", Set.of(VerifyingKey.checked(PROBER.publicKey()))));
    }
  }

  @Test
  void evidence_showsThatTheReportIsRight() throws Exception {
    EvidenceCheck check = check(JULY);
    assertThat(check.findings()).isEmpty();
    assertThat(check.report().percent()).isEqualTo("99.8655");
  }

  /** An operator with the database makes an outage disappear: the prober has not signed that. */
  @Test
  void evidence_ofAChangedTable_isWrong() throws Exception {
    assertThat(check("/v1/availability/sofia/2026-08").findings()).isEmpty();
    String outage =
        " where at = %d and prober = (select id from prober where location = 'sofia')"
            .formatted(DOWN.plus(Duration.ofMinutes(20)).toEpochMilli());
    try (Connection connection = SERVICE.database().asSuperuser();
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "update observation set steps = '\\x010000000003'::bytea" + outage))
          .isEqualTo(1);
      try {
        SERVICE.bean(Reports.class).renew();
        assertThat(report(JULY).percent()).isEqualTo("100.0000");
        assertThat(check(JULY).findings()).anyMatch(finding -> finding.contains("sofia"));
      } finally {
        statement.executeUpdate(
            "update observation set steps = '\\x010200000003090000000009'::bytea" + outage);
        SERVICE.bean(Reports.class).renew();
      }
    }
    assertThat(check(JULY).findings()).isEmpty();
  }

  /** Time is counted half an hour later here: a slot, and the patience. */
  @Test
  void budget_isToldAsItIsUsedUp() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-05T10:00:00Z"));
    SimpleMeterRegistry told = new SimpleMeterRegistry();
    BudgetMetrics metrics = metrics(now, told);
    assertThat(told.get("sealward.availability.budget").tag("contract", "sofia").gauge().value())
        .isEqualTo(2678.4);
    metrics.count();
    assertThat(down(told)).isZero();
    now.set(Instant.parse("2026-07-05T11:00:00Z"));
    metrics.count();
    assertThat(down(told)).isEqualTo(1800);
    now.set(Instant.parse("2026-07-05T12:30:00Z"));
    metrics.count();
    metrics.count();
    assertThat(down(told)).isEqualTo(3600);
    now.set(Instant.parse("2026-07-05T10:30:00Z"));
    metrics.count();
    now.set(Instant.parse("2026-07-05T13:30:00Z"));
    metrics.count();
    assertThat(down(told)).isEqualTo(3600);
  }

  /** The last observation is of 22:40, and speaks for ten minutes. */
  @Test
  void budget_isUsedUpWhileNobodySays() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-31T22:30:00Z"));
    SimpleMeterRegistry told = new SimpleMeterRegistry();
    BudgetMetrics metrics = metrics(now, told);
    now.set(Instant.parse("2026-08-01T00:30:00Z"));
    metrics.count();
    assertThat(down(told)).isEqualTo(4200);
  }

  private static BudgetMetrics metrics(AtomicReference<Instant> now, SimpleMeterRegistry told) {
    InstantSource clock = now::get;
    return new BudgetMetrics(
        SERVICE.bean(Contracts.class),
        SERVICE.bean(Transactions.class),
        clock.withZone(ZoneOffset.UTC),
        told);
  }

  private static double down(SimpleMeterRegistry told) {
    return told.get("sealward.availability.down").tag("contract", "sofia").counter().count();
  }

  @Test
  void forms_areATableAndAPage() throws Exception {
    HttpResponse<byte[]> table = get(JULY, "text/csv");
    assertThat(table.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(text(table)).contains("sofia,2026-07,no,down,2026-07-05 10:00:00,");
    HttpResponse<byte[]> page = get(JULY, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    assertThat(text(page)).contains("<h1>Availability: Clinic of Sofia").contains("99.8655");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("style-src 'sha256-");
  }

  @Test
  void whatThereIsNot_isSaid() throws Exception {
    assertThat(text(get("/v1/availability/nobodys/2026-07", "application/json")))
        .contains("contract-not-found");
    assertThat(text(get("/v1/availability/sofia/2026-13", "application/json")))
        .contains("month-not-found");
    assertThat(text(get("/v1/availability/sofia/2200-01", "application/json")))
        .contains("month-not-found");
    assertThat(text(get("/v1/availability/sofia/now/evidence", "application/octet-stream")))
        .contains("month-not-found");
  }
}
