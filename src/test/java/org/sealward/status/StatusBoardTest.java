package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.exceptions.ConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestProber;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.ServiceStatus;
import org.sealward.availability.TestContract;
import org.sealward.envelope.SignedObservation;
import org.sealward.platform.Transactions;

/**
 * The status of a contract with slots of ten minutes, from two places that probe every 20 minutes.
 * The first watches from 8 March, six o'clock, on, and sees an hour down on the 9th.
 */
class StatusBoardTest {
  private static final TestService SERVICE = TestService.get();
  private static final LocalDate EIGHTH = LocalDate.parse("2026-03-08");
  private static final Instant BEGIN = Instant.parse("2026-03-08T06:00:00Z");
  private static final Instant DOWN = Instant.parse("2026-03-09T10:00:00Z");
  private static final Instant UP = Instant.parse("2026-03-09T11:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-10T12:10:00Z");
  private static final long HOUR = 3_600_000;

  private final TestProber one = TestProber.fresh();
  private final TestProber two = TestProber.fresh();
  private final String id = "board-" + UUID.randomUUID().toString().substring(0, 8);
  private Instant now = NOW;

  @TempDir private Path folder;
  private TestContract contract;
  private StatusBoard board;

  @BeforeEach
  void promise() {
    contract =
        new TestContract(
            folder,
            id,
            """
            {"id": "%s", "name": "Clinic", "target": "99.9", "zone": "UTC",
             "locations": ["%s", "%s"], "slot": 600, "patience": 1200}
            """
                .formatted(id, one.location(), two.location()));
    board = board();
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  /** As a node that has just started. */
  private StatusBoard board() {
    return new StatusBoard(
        new StatusProperties(id, URI.create("https://api.example.org"), null),
        contract.records(),
        SERVICE.bean(Transactions.class),
        clock(),
        new SimpleMeterRegistry());
  }

  /** One of every 20 minutes, from one time to before another; those of the hour are bad. */
  private void deliver(TestProber prober, Instant from, Instant to, boolean outage) {
    List<SignedObservation> seen = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(20))) {
      boolean bad = outage && !at.isBefore(DOWN) && at.isBefore(UP);
      seen.add(bad ? prober.bad(at) : prober.good(at));
    }
    TestUser.Answer answer =
        TestUser.in(SERVICE, "patient")
            .post(
                "/v1/availability/observations",
                prober.batch(seen.toArray(SignedObservation[]::new)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** Twice: past days are shown after the second time. */
  private ServiceStatus status(StatusBoard of) {
    of.refresh();
    of.refresh();
    return of.status().orElseThrow();
  }

  private static ServiceStatus.Component site(ServiceStatus status) {
    return status.components().getFirst();
  }

  private static ServiceStatus.Day day(ServiceStatus status, LocalDate day) {
    return site(status).days().stream()
        .filter(one -> one.day().equals(day))
        .findFirst()
        .orElseThrow();
  }

  private static ServiceStatus.Day of(LocalDate day, long watched, long down) {
    return new ServiceStatus.Day(day, watched, down, 0);
  }

  @Test
  void days_areThoseThatWereWatched() {
    deliver(one, BEGIN, NOW, true);
    ServiceStatus status = status(board);
    assertThat(status.name()).isEqualTo("Clinic");
    assertThat(status.zone()).isEqualTo("UTC");
    assertThat(status.at()).isEqualTo(NOW);
    assertThat(status.lostAt()).isNull();
    assertThat(status.components())
        .extracting(ServiceStatus.Component::id)
        .containsExactly("site", "sign-in", "connection", "messages", "images");
    assertThat(site(status).state()).isEqualTo("operational");
    assertThat(site(status).since()).isEqualTo(UP);
    assertThat(site(status).days()).hasSize(90);
    assertThat(day(status, EIGHTH.minusDays(1))).isEqualTo(of(EIGHTH.minusDays(1), 0, 0));
    assertThat(day(status, EIGHTH)).isEqualTo(of(EIGHTH, 18 * HOUR, 0));
    assertThat(day(status, EIGHTH.plusDays(1))).isEqualTo(of(EIGHTH.plusDays(1), 24 * HOUR, HOUR));
    assertThat(day(status, EIGHTH.plusDays(2)))
        .isEqualTo(of(EIGHTH.plusDays(2), 12 * HOUR + HOUR / 6, 0));
  }

  /**
   * Of 13 690 minutes of March 10 440 were not watched and 60 down: 3190 of 13 690 are 23.30168… %.
   */
  @Test
  void availability_isTheReports() {
    deliver(one, BEGIN, NOW, true);
    ServiceStatus.Availability figure = Objects.requireNonNull(status(board).availability());
    assertThat(figure).isEqualTo(new ServiceStatus.Availability(id, "2026-03", "23.3016", "99.9"));
    assertThat(contract.percent("2026-03", clock())).isEqualTo("23.3016");
  }

  /** The second place saw no outage, and could not say so for a day. */
  @Test
  void observations_thatComeLate_changeDaysThatArePast() {
    deliver(one, BEGIN, NOW, true);
    assertThat(day(status(board), EIGHTH.plusDays(1)).down()).isEqualTo(HOUR);
    deliver(two, DOWN.minusSeconds(3600), UP.plusSeconds(3600), false);
    assertThat(day(status(board), EIGHTH.plusDays(1)).down()).isZero();
    assertThat(status(board)).isEqualTo(status(board()));
    deliver(two, UP.plusSeconds(3600), UP.plusSeconds(7200), false);
    assertThat(status(board)).isEqualTo(status(board()));
  }

  /** A node that goes on knows what one knows that begins, also right behind midnight. */
  @Test
  void node_thatGoesOn_knowsWhatANewOneKnows() {
    deliver(one, BEGIN, NOW, true);
    assertThat(status(board)).isEqualTo(status(board()));
    now = Instant.parse("2026-03-10T20:10:00Z");
    deliver(one, Instant.parse("2026-03-10T12:20:00Z"), now, true);
    assertThat(status(board)).isEqualTo(status(board()));
    now = Instant.parse("2026-03-11T00:30:00Z");
    deliver(one, Instant.parse("2026-03-10T20:20:00Z"), now, true);
    board.refresh();
    ServiceStatus status = board.status().orElseThrow();
    assertThat(day(status, EIGHTH.plusDays(2))).isEqualTo(of(EIGHTH.plusDays(2), 24 * HOUR, 0));
    assertThat(day(status, EIGHTH.plusDays(3))).isEqualTo(of(EIGHTH.plusDays(3), HOUR / 2, 0));
    assertThat(status.availability()).isNotNull();
    assertThat(status).isEqualTo(status(board()));
  }

  @Test
  void database_thatWasPutBack_isReadAnew() throws Exception {
    deliver(one, BEGIN, NOW, true);
    assertThat(day(status(board), EIGHTH.plusDays(1)).down()).isEqualTo(HOUR);
    String his = "(select id from prober where location = '" + one.location() + "')";
    try (Connection connection = SERVICE.database().asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "delete from observation where prober = "
              + his
              + " and at >= "
              + DOWN.plus(Duration.ofMinutes(20)).toEpochMilli());
      statement.executeUpdate(
          "update prober set next = 1 + (select max(number) from observation where prober = "
              + his
              + ") where id = "
              + his);
    }
    ServiceStatus status = status(board);
    assertThat(day(status, EIGHTH.plusDays(1)).down()).isZero();
    assertThat(day(status, EIGHTH.plusDays(1)).watched()).isEqualTo(10 * HOUR + HOUR / 6);
    assertThat(status).isEqualTo(status(board()));
  }

  /** It says since when, and after two slots of ten minutes what can be said without it. */
  @Test
  void status_thatIsNotRenewed_saysSo() {
    deliver(one, BEGIN, NOW, true);
    ServiceStatus last = status(board);
    now = NOW.plusSeconds(24);
    assertThat(board.status()).contains(last);
    now = NOW.plusSeconds(25);
    ServiceStatus lost = board.status().orElseThrow();
    assertThat(lost.lostAt()).isEqualTo(NOW);
    assertThat(lost.components()).isEqualTo(last.components());
    now = NOW.plusSeconds(1200);
    ServiceStatus away = board.status().orElseThrow();
    assertThat(away.lostAt()).isEqualTo(NOW);
    assertThat(site(away)).isEqualTo(site(last));
    assertThat(away.components().subList(1, 5))
        .allSatisfy(
            component -> {
              assertThat(component.state()).isEqualTo("major-outage");
              assertThat(component.since()).isEqualTo(NOW);
              assertThat(component.days()).isEqualTo(site(last).days());
            });
    board.refresh();
    assertThat(board.status().orElseThrow().lostAt()).isNull();
  }

  @Test
  void page_ofAContractThatIsNone_stopsTheStart() {
    assertThatThrownBy(
            () ->
                new StatusBoard(
                    new StatusProperties("nobodys", URI.create("https://api.example.org"), null),
                    contract.records(),
                    SERVICE.bean(Transactions.class),
                    clock(),
                    new SimpleMeterRegistry()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SEALWARD_STATUS_CONTRACT");
    assertThatThrownBy(() -> new StatusProperties("x", URI.create("http://api.example.org"), null))
        .hasMessageContaining("SEALWARD_STATUS_ADDRESS");
    assertThatThrownBy(() -> new StatusProperties("x", null, null))
        .hasMessageContaining("SEALWARD_STATUS_ADDRESS");
    assertThatThrownBy(() -> new StatusProperties(null, null, "x".repeat(31)))
        .hasMessageContaining("SEALWARD_STATUS_SECRET");
    assertThat(new StatusProperties(null, null, "x".repeat(32)).toString()).doesNotContain("xxx");
  }
}
