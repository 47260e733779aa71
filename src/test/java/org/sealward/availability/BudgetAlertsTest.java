package org.sealward.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestProber;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.NewAvailabilityExclusion;
import org.sealward.envelope.SignedObservation;
import org.sealward.notify.TestOutbox;
import org.sealward.notify.TestReceiver;
import org.sealward.platform.Transactions;

/**
 * A contract of 99.9 % that the running service does not know, in a month of 31 days: 44.64 minutes
 * of budget.
 */
class BudgetAlertsTest {
  private static final TestService SERVICE = TestService.get();
  private static final Instant ONE = Instant.parse("2026-03-10T01:00:00Z");

  private final TestProber prober = TestProber.fresh();
  private final String contract = "alerts-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<SignedObservation> seen = new ArrayList<>();
  private Instant now = ONE;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @TempDir private Path folder;

  @BeforeEach
  void promise() throws Exception {
    Files.writeString(
        folder.resolve("contract.json"),
        """
        {"id": "%s", "name": "Clinic", "target": "99.9", "zone": "UTC", "locations": ["%s"],
         "excludes": ["hosting-provider"]}
        """
            .formatted(contract, prober.location()));
  }

  /** One of every minute, from one time to before another. */
  private void good(Instant from, Instant to) {
    for (Instant at = from; at.isBefore(to); at = at.plusSeconds(60)) {
      seen.add(prober.good(at));
    }
  }

  private void bad(Instant from, Instant to) {
    for (Instant at = from; at.isBefore(to); at = at.plusSeconds(15)) {
      seen.add(prober.bad(at));
    }
  }

  private void deliver() {
    TestUser anybody = TestUser.in(SERVICE, "patient");
    TestUser.Answer answer =
        anybody.post(
            "/v1/availability/observations", prober.batch(seen.toArray(SignedObservation[]::new)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** As a node that has just started. */
  private void look(Instant at) {
    now = at;
    node().look();
  }

  private Contracts contracts() {
    return new Contracts(new AvailabilityProperties(null, folder.toString()));
  }

  private Alerts node() {
    return new Alerts(
        contracts(),
        SERVICE.bean(Transactions.class),
        clock,
        new AlertNotices(
            new AlertProperties(
                URI.create("https://calls.example.org/"),
                TestReceiver.SECRET,
                URI.create("https://chat.example.org/services/secret"),
                "one@example.org, two@example.org"),
            SERVICE.json()));
  }

  /** What waits to be told of the contract: channel, receiver, subject and body. */
  private List<String> notices() throws Exception {
    return TestOutbox.rows(
        SERVICE,
        """
        select concat_ws(' | ', channel, receiver, subject, replace(body, id::text, 'ID'))
          from notice where body like '%' || ? || '%' order by added_at, channel, receiver
        """,
        contract);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-10T" + time + "Z");
  }

  /** Rates, each with {@code -} behind it when it has ended. */
  private List<String> alerts() throws Exception {
    try (Connection connection = SERVICE.database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                "select rate || case when ended_at is null then '' else '-' end"
                    + " from availability_alert where contract = ? order by raised_at")) {
      select.setString(1, contract);
      try (ResultSet rows = select.executeQuery()) {
        List<String> alerts = new ArrayList<>();
        while (rows.next()) {
          alerts.add(rows.getString(1));
        }
        return alerts;
      }
    }
  }

  private List<AvailabilityIncident> incidents() {
    return SERVICE
        .bean(Transactions.class)
        .read(connection -> AlertTables.incidents(connection, contract));
  }

  /**
   * 2 % of the budget are 53.6 s, and a twelfth of that in five minutes; 5 % are 133.9 s, and a
   * twelfth of that in half an hour; 10 % are more than there is.
   */
  @Test
  void outage_raisesWhatItUsesUp_andTheIncidentIsTheLedgers() throws Exception {
    good(at("00:00:00"), at("01:00:00"));
    bad(at("01:00:00"), at("01:03:00"));
    good(at("01:03:00"), at("03:00:00"));
    deliver();
    look(at("00:59:30"));
    look(at("01:00:40"));
    assertThat(alerts()).isEmpty();
    assertThat(incidents()).isEmpty();
    look(at("01:01:00"));
    look(at("01:01:00"));
    look(at("01:01:30"));
    assertThat(alerts()).containsExactly("fastest");
    assertThat(incidents()).hasSize(1);
    assertThat(incidents().getFirst().from()).isEqualTo(at("01:00:00"));
    assertThat(incidents().getFirst().to()).isNull();
    look(at("01:06:00"));
    assertThat(alerts()).containsExactly("fastest", "fast");
    look(at("01:08:00"));
    assertThat(alerts()).containsExactly("fastest-", "fast");
    assertThat(incidents().getFirst().to()).isNull();
    look(at("01:32:45"));
    assertThat(alerts()).containsExactly("fastest-", "fast");
    look(at("01:32:50"));
    assertThat(alerts()).containsExactly("fastest-", "fast-");
    assertThat(incidents()).hasSize(1);
    assertThat(incidents().getFirst().to()).isEqualTo(at("01:03:00"));
    look(at("02:30:00"));
    assertThat(alerts()).hasSize(2);
    assertThat(incidents()).hasSize(1);
  }

  /** By four nodes that look at the same time, and by those that start later. */
  @Test
  void alert_isToldToEachReceiver_onceWhenItIsRaised_andOnceWhenItHasEnded() throws Exception {
    good(at("00:00:00"), at("01:00:00"));
    bad(at("01:00:00"), at("01:03:00"));
    good(at("01:03:00"), at("02:00:00"));
    deliver();
    look(at("01:00:40"));
    assertThat(notices()).isEmpty();
    now = at("01:01:00");
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        nodes.execute(() -> node().look());
      }
    }
    look(at("01:01:10"));
    UUID incident = incidents().getFirst().id();
    String words =
        "Clinic is not available since 2026-03-10T01:00:00Z: 2 % of what contract "
            + contract
            + " allows in a month went within 1 h.";
    String mail =
        " | Clinic is not available | " + words + details("fastest").formatted(contract, incident);
    assertThat(notices())
        .containsExactly(
            "alerts-mail | one@example.org" + mail,
            "alerts-mail | two@example.org" + mail,
            "alerts-slack | settings |  | {\"text\":\"" + words + "\"}",
            "alerts-webhook | settings |  |"
                + " {\"id\":\"ID\",\"kind\":\"alert-raised\",\"contract\":\""
                + contract
                + "\",\"rate\":\"fastest\",\"incident\":{\"id\":\""
                + incident
                + "\",\"title\":\"Clinic is not available\",\"from\":1773104400000},"
                + "\"at\":1773104460000}");

    look(at("01:06:00"));
    look(at("01:08:00"));
    look(at("01:32:50"));
    look(at("01:50:00"));
    assertThat(notices()).hasSize(16);
    assertThat(notices().get(8))
        .as("the incident goes on")
        .isEqualTo(
            "alerts-mail | one@example.org | Clinic: alert over | The budget of contract "
                + contract
                + " burns no longer at the rate \"fastest\". The incident began"
                + " 2026-03-10T01:00:00Z and is not over."
                + details("fastest").formatted(contract, incident));
    assertThat(notices().getLast())
        .isEqualTo(
            "alerts-webhook | settings |  | {\"id\":\"ID\",\"kind\":\"alert-ended\",\"contract\":\""
                + contract
                + "\",\"rate\":\"fast\",\"incident\":{\"id\":\""
                + incident
                + "\",\"title\":\"Clinic is not available\",\"from\":1773104400000,"
                + "\"to\":1773104580000},\"at\":1773106370000}");
  }

  private static String details(String rate) {
    return "\n\nContract: %s\nRate: " + rate + "\nIncident: %s\n";
  }

  /** Nodes look and stop before anything is sent; what was raised is told by the next one, once. */
  @Test
  void alert_thatWasRaisedBeforeARestart_isToldOnce() throws Exception {
    good(at("00:00:00"), at("01:00:00"));
    bad(at("01:00:00"), at("01:03:00"));
    deliver();
    look(at("01:01:00"));
    try (TestReceiver receiver = new TestReceiver()) {
      for (Instant later : List.of(at("01:01:20"), at("01:01:40"), at("01:02:00"))) {
        look(later);
        TestOutbox started =
            new TestOutbox(SERVICE, clock, TestOutbox.to(receiver, AlertChannels.WEBHOOK, clock));
        while (started.send() > 0) {
          // Those of other tests are before ours.
        }
      }
      assertThat(receiver.requests)
          .filteredOn(request -> request.body().contains(contract))
          .hasSize(1)
          .allMatch(request -> request.signed() && request.body().contains("alert-raised"));
    }
  }

  @Test
  void blip_raisesNothing() throws Exception {
    good(at("00:00:00"), at("01:00:00"));
    bad(at("01:00:00"), at("01:00:15"));
    good(at("01:00:15"), at("02:00:00"));
    deliver();
    for (Instant look = at("01:00:00");
        look.isBefore(at("01:10:00"));
        look = look.plusSeconds(10)) {
      look(look);
    }
    assertThat(alerts()).isEmpty();
    assertThat(incidents()).isEmpty();
  }

  /** Half a minute an hour and more before is not of this incident. */
  @Test
  void incident_beginsWithWhatRaisedIt() throws Exception {
    good(at("00:00:00"), at("00:10:00"));
    bad(at("00:10:00"), at("00:10:30"));
    good(at("00:10:30"), at("01:30:00"));
    bad(at("01:30:00"), at("01:33:00"));
    deliver();
    look(at("00:12:00"));
    assertThat(alerts()).isEmpty();
    for (String time : List.of("01:31:30", "01:31:40")) {
      look(at(time));
      assertThat(alerts()).containsExactly("fastest");
      assertThat(incidents().getFirst().from()).isEqualTo(at("01:30:00"));
    }
  }

  /** What the contract does not count uses up nothing; what is left of the outage is too little. */
  @Test
  void excludedOutage_raisesNothing() throws Exception {
    good(at("00:00:00"), at("01:00:00"));
    bad(at("01:00:00"), at("01:03:00"));
    deliver();
    new Exclusions(contracts(), SERVICE.bean(Transactions.class), clock)
        .add(
            UUID.randomUUID(),
            contract,
            UUID.randomUUID(),
            new NewAvailabilityExclusion(
                at("00:50:00"), at("01:02:15"), "hosting-provider", "Away.", null, "A. Person"));
    look(at("01:02:50"));
    assertThat(alerts()).isEmpty();
    look(at("01:04:20"));
    assertThat(alerts()).containsExactly("fastest");
    assertThat(incidents().getFirst().from()).isEqualTo(at("01:02:15"));
  }

  /** Not while the next observation may still come; then since the last one has ended. */
  @Test
  void silence_raisesAnAlert_onceTheNextIsOverdue() throws Exception {
    good(at("00:00:00"), at("01:00:00"));
    deliver();
    look(at("01:00:20"));
    assertThat(alerts()).isEmpty();
    look(at("01:00:29"));
    assertThat(alerts()).isEmpty();
    look(at("01:00:30"));
    assertThat(alerts()).containsExactly("fastest");
    assertThat(incidents().getFirst().from()).isEqualTo(at("00:59:15"));
  }

  /** As when the service was away: the alert is raised by silence, before probers deliver. */
  @Test
  void incident_movesToWhereTheLedgerHasIt_onceWhatIsMissingIsDelivered() throws Exception {
    good(at("00:00:00"), at("01:00:00"));
    deliver();
    look(at("01:00:30"));
    assertThat(incidents().getFirst().from()).isEqualTo(at("00:59:15"));

    bad(at("01:00:00"), at("01:03:00"));
    good(at("01:03:00"), at("02:00:00"));
    deliver();
    look(at("01:02:00"));

    assertThat(alerts()).containsExactly("fastest");
    assertThat(incidents()).hasSize(1);
    assertThat(incidents().getFirst().from()).isEqualTo(at("01:00:00"));
    assertThat(incidents().getFirst().to()).isNull();
    look(at("01:32:50"));
    assertThat(incidents()).hasSize(1);
    assertThat(incidents().getFirst().from()).isEqualTo(at("01:00:00"));
    assertThat(incidents().getFirst().to()).isEqualTo(at("01:03:00"));
  }

  /** Which is longer than what is looked at. */
  @Test
  void incident_ofMoreThanThreeDays_beginsWhereItBegan() throws Exception {
    good(at("00:00:00"), at("01:00:00"));
    deliver();
    look(at("01:01:30"));
    look(at("01:01:30").plus(Duration.ofDays(4)));

    assertThat(incidents()).hasSize(1);
    assertThat(incidents().getFirst().from()).isEqualTo(at("00:59:15"));
    assertThat(incidents().getFirst().to()).isNull();
  }

  /** Before its first observation nobody watched, which is no outage. */
  @Test
  void contract_thatIsNew_raisesNothing() throws Exception {
    look(at("00:30:00"));
    good(at("01:00:00"), at("02:00:00"));
    deliver();
    look(at("01:10:00"));
    assertThat(alerts()).isEmpty();
    look(at("01:59:20").plus(Duration.ofMinutes(10)));
    assertThat(alerts()).isNotEmpty();
  }
}
