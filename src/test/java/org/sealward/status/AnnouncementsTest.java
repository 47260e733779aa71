package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.NewStatusWebhook;
import org.sealward.api.StatusWebhook;
import org.sealward.availability.TestContract;
import org.sealward.limits.Limits;
import org.sealward.notify.Delivery;
import org.sealward.notify.Notice;
import org.sealward.notify.TestOutbox;
import org.sealward.notify.TestReceiver;
import org.sealward.platform.Transactions;
import org.sealward.status.Announcements.News;

/** What receivers are told of incidents that alerts opened, and what webhooks get. */
class AnnouncementsTest {
  private static final TestService SERVICE = TestService.get();
  private static final StatusSecret SECRET =
      new StatusSecret("a-secret-of-the-status-page-for-tests");

  private static final URI ADDRESS = URI.create("https://api.example.org");
  private static final String CONTRACT = "told-" + UUID.randomUUID().toString().substring(0, 8);

  /** Who waits for somebody else's transaction to end. */
  private static final String WAITING =
      "select pid::text from pg_stat_activity where wait_event_type = 'Lock'"
          + " and query like 'insert into status_told%'";

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

  private static List<String> subjects(String email) throws Exception {
    return TestOutbox.rows(
        SERVICE, "select subject from notice where receiver = ? order by added_at, subject", email);
  }

  private static Announcements announcements(StatusProperties properties, StatusBoard board) {
    Transactions transactions = SERVICE.bean(Transactions.class);
    Clock clock = Clock.systemUTC();
    return new Announcements(
        properties,
        board,
        new Subscriptions(
            properties, board, TestOutbox.mail(), SERVICE.bean(Limits.class), transactions, clock),
        transactions,
        clock);
  }

  /** One that looks at a contract at which no other does. */
  private record Node(StatusBoard board, Announcements teller) {
    static Node of(Path folder, String contract) throws Exception {
      TestContract there =
          new TestContract(
              folder,
              contract,
              """
              {"id": "%s", "name": "Clinic", "target": "99.9", "zone": "UTC", "locations": ["nowhere"]}
              """
                  .formatted(contract));
      StatusProperties properties = new StatusProperties(contract, ADDRESS, SECRET.value());
      StatusBoard board =
          new StatusBoard(
              properties,
              there.records(),
              SERVICE.bean(Transactions.class),
              Clock.systemUTC(),
              new SimpleMeterRegistry());
      return new Node(board, announcements(properties, board));
    }

    void look() {
      board.refresh();
      teller.look();
    }
  }

  private void open(String contract, Instant from) throws Exception {
    run(
        "insert into availability_incident (id, contract, title, begins, opened_at)"
            + " values (?, ?, 'Clinic is not available', ?, now())",
        id,
        contract,
        StatusTables.utc(from));
  }

  /** As often as a node looks. */
  @Test
  void incidentOfAnAlert_isToldOnce_andItsEndOnce(@TempDir Path folder) throws Exception {
    Node node = Node.of(folder, CONTRACT);
    String email = id + "@example.org";
    run("insert into status_subscriber values (?, ?, now())", UUID.randomUUID(), email);
    Instant from = now.minusSeconds(600);
    open(CONTRACT, from);
    run(
        "insert into availability_incident (id, contract, title, begins, ends, opened_at)"
            + " values (?, ?, 'Long ago', ?, ?, now())",
        UUID.randomUUID(),
        CONTRACT,
        StatusTables.utc(now.minusSeconds(200_000)),
        StatusTables.utc(now.minusSeconds(100_000)));
    node.look();
    node.look();
    String told = "Clinic: Clinic is not available";
    assertThat(subjects(email)).containsExactly(told);
    assertThat(
            node.board().status().orElseThrow().incidents().stream()
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
    node.look();
    node.look();
    assertThat(subjects(email)).containsExactly(told, told + ": over");
    run("delete from status_subscriber where email = ?", email);
  }

  /** Both have seen that nobody was told; one is a moment ahead. */
  @Test
  void incidentOfAnAlert_thatAnotherNodeTells_isNotToldTwice(@TempDir Path folder)
      throws Exception {
    String contract = "two-" + id;
    Node node = Node.of(folder, contract);
    String email = id + "@example.org";
    run("insert into status_subscriber values (?, ?, now())", UUID.randomUUID(), email);
    open(contract, now.minusSeconds(600));
    node.board().refresh();
    try (Connection other = SERVICE.database().asService()) {
      other.setAutoCommit(false);
      assertThat(SubscriberTables.tell(other, id, "investigating", now)).isTrue();
      Thread looks = Thread.ofPlatform().start(node.teller()::look);
      while (TestOutbox.rows(SERVICE, WAITING).isEmpty()) {
        assertThat(looks.isAlive()).isTrue();
      }
      other.commit();
      looks.join();
    }
    assertThat(subjects(email)).isEmpty();
    run("delete from status_subscriber where email = ?", email);
  }

  /** Of the webhook, the oldest first. */
  private List<String> bodies() throws Exception {
    return TestOutbox.rows(
        SERVICE,
        "select body from notice where channel = 'status-webhook' and receiver = ?"
            + " order by added_at",
        id.toString());
  }

  /** The page has neither any more, and whoever was told of it has to hear that. */
  @Test
  void webhook_hearsWhatIsTakenBack() throws Exception {
    TestUser operator = TestUser.in(SERVICE, "operator");
    String path = "/v1/status/webhooks/" + id;
    assertThat(operator.put(path, new NewStatusWebhook("https://hooks.example.org/")).status())
        .isEqualTo(200);
    String incident = "/v1/status/incidents/" + UUID.randomUUID();
    var error = new NewStatusIncident("Disk full", "minor", now, List.of("images"));
    assertThat(operator.put(incident, error).status()).isEqualTo(204);
    assertThat(operator.send(operator.request(incident).DELETE()).status()).isEqualTo(204);
    assertThat(bodies()).hasSize(2);
    assertThat(bodies().get(1))
        .contains("\"name\":\"Disk full\",\"status\":\"resolved\"")
        .contains("\"incident_updates\":[{\"id\":", "\"body\":\"It was told in error.\"");

    String work = "/v1/status/maintenances/" + UUID.randomUUID();
    Instant from = now.plusSeconds(3600);
    var planned = new NewStatusMaintenance("Disks", from, from.plusSeconds(60), List.of("images"));
    assertThat(operator.put(work, planned).status()).isEqualTo(204);
    assertThat(operator.send(operator.request(work).DELETE()).status()).isEqualTo(204);
    assertThat(bodies()).hasSize(4);
    assertThat(bodies().get(2)).contains("\"name\":\"Disks\",\"status\":\"scheduled\"");
    assertThat(bodies().get(3))
        .contains("\"name\":\"Disks\",\"status\":\"completed\"")
        .contains("\"body\":\"It does not take place.\"", "\"resolved_at\":\"20");

    String begun = "/v1/status/maintenances/" + UUID.randomUUID();
    planned = new NewStatusMaintenance("Network", now.minusSeconds(60), from, List.of("images"));
    assertThat(operator.put(begun, planned).status()).isEqualTo(204);
    assertThat(operator.send(operator.request(begun).DELETE()).status()).isEqualTo(204);
    assertThat(bodies()).hasSize(6);
    assertThat(bodies().get(5)).contains("\"name\":\"Network\",\"status\":\"completed\"");
    assertThat(operator.send(operator.request(path).DELETE()).status()).isEqualTo(204);
  }

  @Test
  void webhook_getsWhatStatuspageSends_untilItIsRemoved() throws Exception {
    TestUser operator = TestUser.in(SERVICE, "operator");
    String path = "/v1/status/webhooks/" + id;
    var there = new NewStatusWebhook("https://hooks.example.org/status?a=1");
    StatusWebhook added = operator.put(path, there).as(StatusWebhook.class);
    assertThat(added.secret()).isEqualTo(SECRET.webhook(id));
    assertThat(operator.put(path, there).as(StatusWebhook.class)).isEqualTo(added);
    String list = operator.get("/v1/status/webhooks").body();
    assertThat(list).contains(id.toString(), "\"https://hooks.example.org/status?a=1\"");
    assertThat(list).doesNotContain(SECRET.webhook(id), "secret");
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
    List<String> bodies = bodies();
    assertThat(bodies).hasSize(1);
    assertThat(bodies.getFirst())
        .contains("\"page\":{", "\"status_indicator\":", "\"incident\":{\"id\":\"" + incident)
        .contains("\"name\":\"Disk full\"", "\"impact\":\"minor\"");

    // Another node, without the secret: what it cannot sign it does not queue.
    Announcements silent =
        announcements(new StatusProperties("page", ADDRESS, null), SERVICE.bean(StatusBoard.class));
    SERVICE
        .bean(Transactions.class)
        .write(
            unit -> {
              silent.tell(unit.connection(), new News(incident, "Disk full", "It is."));
              return incident;
            });
    assertThat(bodies()).hasSize(1);

    // Of one that came later nothing is queued, which the service itself would send.
    UUID late = UUID.randomUUID();
    String latePath = "/v1/status/webhooks/" + late;
    assertThat(operator.put(latePath, there).status()).isEqualTo(200);
    Notice notice = Notice.of(StatusWebhooks.CHANNEL, late.toString(), "", bodies.getFirst(), now);
    StatusWebhooks channel = SERVICE.bean(StatusWebhooks.class);
    try (TestReceiver receiver = new TestReceiver()) {
      // Operators add https alone.
      run(
          "update status_webhook set address = ? where id = ?",
          receiver.address("/here").toString(),
          late);
      assertThat(channel.deliver(notice)).isEqualTo(Delivery.TAKEN);
      assertThat(receiver.requests).hasSize(1);
      assertThat(receiver.requests.getFirst().path()).isEqualTo("POST /here");
      assertThat(receiver.requests.getFirst().body()).isEqualTo(bodies.getFirst());
      assertThat(operator.send(operator.request(latePath).DELETE()).status()).isEqualTo(204);
      assertThat(channel.deliver(notice)).isEqualTo(Delivery.GONE);
      assertThat(receiver.requests).hasSize(1);
    }
    assertThat(operator.send(operator.request(path).DELETE()).status()).isEqualTo(204);
    String over = "/v1/status/incidents/" + incident;
    assertThat(operator.send(operator.request(over).DELETE()).status()).isEqualTo(204);
    assertThat(operator.send(operator.request(path).DELETE()).problem())
        .isEqualTo("status-entry-not-found");
  }
}
