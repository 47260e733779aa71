package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusWebhook;
import org.sealward.api.StatusWebhook;
import org.sealward.notify.Delivery;
import org.sealward.notify.Notice;
import org.sealward.notify.TestOutbox;
import org.sealward.notify.TestReceiver;

/** What receivers are told of incidents that alerts opened, and what webhooks get. */
class AnnouncementsTest {
  private static final TestService SERVICE = TestService.get();
  private static final StatusSecret SECRET =
      new StatusSecret("a-secret-of-the-status-page-for-tests");

  private final UUID id = UUID.randomUUID();
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

  private static void run(String sql, Object... values) throws Exception {
    try (Connection connection = SERVICE.database().asSuperuser();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static void look() {
    SERVICE.bean(StatusBoard.class).refresh();
    SERVICE.bean(Announcements.class).look();
  }

  private static List<String> subjects(String email) throws Exception {
    return TestOutbox.rows(
        SERVICE, "select subject from notice where receiver = ? order by added_at, subject", email);
  }

  /** By whatever node looks, and as often as it does. */
  @Test
  void incidentOfAnAlert_isToldOnce_andItsEndOnce() throws Exception {
    try (Connection alerts = SERVICE.database().asService();
        Statement lock = alerts.createStatement()) {
      // Nobody looks after the contract meanwhile, who would end what no alert keeps open.
      lock.execute("select pg_advisory_lock(hashtextextended('availability page', 0))");
      incidentIsToldOnce();
    }
  }

  private void incidentIsToldOnce() throws Exception {
    String email = id + "@example.org";
    run("insert into status_subscriber values (?, ?, now())", UUID.randomUUID(), email);
    Instant from = now.minusSeconds(600);
    run(
        "insert into availability_incident (id, contract, title, begins, opened_at)"
            + " values (?, 'page', 'Clinic is not available', ?, now())",
        id,
        StatusTables.utc(from));
    run(
        "insert into availability_incident (id, contract, title, begins, ends, opened_at)"
            + " values (?, 'page', 'Long ago', ?, ?, now())",
        UUID.randomUUID(),
        StatusTables.utc(now.minusSeconds(200_000)),
        StatusTables.utc(now.minusSeconds(100_000)));
    look();
    look();
    String told = "Clinic <of> Sofia: Clinic is not available";
    assertThat(subjects(email)).containsExactly(told);
    assertThat(
            SERVICE.bean(StatusBoard.class).status().orElseThrow().incidents().stream()
                .filter(one -> one.id().equals(id)))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.automatic()).isTrue();
              assertThat(one.from()).isEqualTo(from);
              assertThat(one.to()).isNull();
            });
    run(
        "update availability_incident set ends = ? where id = ?",
        StatusTables.utc(now.minusSeconds(60)),
        id);
    look();
    look();
    assertThat(subjects(email)).containsExactly(told, told + ": over");
    run("delete from status_subscriber where email = ?", email);
  }

  @Test
  void webhook_getsWhatStatuspageSends_untilItIsRemoved() throws Exception {
    TestUser operator = TestUser.in(SERVICE, "operator");
    String path = "/v1/status/webhooks/" + id;
    var there = new NewStatusWebhook("https://hooks.example.org/status?a=1");
    StatusWebhook added = operator.put(path, there).as(StatusWebhook.class);
    assertThat(added.secret()).isEqualTo(SECRET.webhook(id));
    assertThat(operator.put(path, there).as(StatusWebhook.class)).isEqualTo(added);
    assertThat(operator.put(path, new NewStatusWebhook("https://other.example.org/")).problem())
        .isEqualTo("status-entry-exists");
    for (String address : List.of("http://hooks.example.org/", "https:///", "https://a b/", "x")) {
      assertThat(operator.put(path, "{\"address\":\"" + address + "\"}").status())
          .as(address)
          .isEqualTo(400);
    }

    UUID incident = UUID.randomUUID();
    var opened = new NewStatusIncident("Disk full", "minor", now, List.of("images"));
    assertThat(operator.put("/v1/status/incidents/" + incident, opened).status()).isEqualTo(204);
    String select = "select body from notice where channel = 'status-webhook' and receiver = ?";
    List<String> bodies = TestOutbox.rows(SERVICE, select, id.toString());
    assertThat(bodies).hasSize(1);
    assertThat(bodies.getFirst())
        .contains("\"page\":{", "\"status_indicator\":", "\"incident\":{\"id\":\"" + incident)
        .contains("\"name\":\"Disk full\"", "\"impact\":\"minor\"");

    Notice notice = Notice.of(StatusWebhooks.CHANNEL, id.toString(), "", bodies.getFirst(), now);
    StatusWebhooks channel = SERVICE.bean(StatusWebhooks.class);
    try (TestReceiver receiver = new TestReceiver()) {
      // Operators add https alone.
      run(
          "update status_webhook set address = ? where id = ?",
          receiver.address("/here").toString(),
          id);
      assertThat(channel.deliver(notice)).isEqualTo(Delivery.TAKEN);
      assertThat(receiver.requests).hasSize(1);
      assertThat(receiver.requests.getFirst().path()).isEqualTo("POST /here");
      assertThat(receiver.requests.getFirst().body()).isEqualTo(bodies.getFirst());
      assertThat(operator.send(operator.request(path).DELETE()).status()).isEqualTo(204);
      assertThat(channel.deliver(notice)).isEqualTo(Delivery.GONE);
      assertThat(receiver.requests).hasSize(1);
    }
    String over = "/v1/status/incidents/" + incident;
    assertThat(operator.send(operator.request(over).DELETE()).status()).isEqualTo(204);
    assertThat(operator.send(operator.request(path).DELETE()).problem())
        .isEqualTo("status-entry-not-found");
  }
}
