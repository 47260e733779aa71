package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.RefusedRecords;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.NewStatusPost;
import org.sealward.api.ServiceStatus;

/** The page as everybody gets it, and what operators say on it. */
class StatusRoutesTest {
  private static final TestService SERVICE = TestService.get();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static TestUser operator;

  private final UUID id = UUID.randomUUID();
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

  @BeforeAll
  static void begin() {
    operator = TestUser.in(SERVICE, "operator");
  }

  @BeforeEach
  void read() {
    SERVICE.bean(StatusBoard.class).refresh();
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(SERVICE.url().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static ServiceStatus status() throws Exception {
    SERVICE.bean(StatusBoard.class).refresh();
    HttpResponse<String> answer = get("/v1/status");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return SERVICE.bean(StatusBoard.class).status().orElseThrow();
  }

  private static void said(TestUser.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
  }

  private static TestUser.Answer delete(String path) {
    return operator.send(operator.request(path).DELETE());
  }

  private static String incident(UUID id) {
    return "/v1/status/incidents/" + id;
  }

  private static String maintenance(UUID id) {
    return "/v1/status/maintenances/" + id;
  }

  private static String post(UUID id) {
    return "/v1/status/posts/" + id;
  }

  private NewStatusIncident outage(String impact, String... components) {
    return new NewStatusIncident("No images", impact, now.minusSeconds(60), List.of(components));
  }

  private static NewStatusPost of(UUID incident, String state, String words) {
    return new NewStatusPost(incident, null, state, words);
  }

  private static Optional<ServiceStatus.Incident> shown(UUID id) throws Exception {
    return status().incidents().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  private static String state(String component) throws Exception {
    return status().components().stream()
        .filter(one -> one.id().equals(component))
        .findFirst()
        .orElseThrow()
        .state();
  }

  /** How many rows of a table have an id, and are taken back or not. */
  private static int rows(String table, UUID id, boolean withdrawn) throws Exception {
    try (Connection connection = SERVICE.database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                "select count(*) from "
                    + table
                    + " where id = ? and (withdrawn_at is not null) = ?")) {
      select.setObject(1, id);
      select.setBoolean(2, withdrawn);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/status, text/html",
    "/v1/status, application/json",
    "/history.atom, application/atom+xml",
    "/api/v2/summary.json, application/json",
    "/api/v2/incidents/unresolved.json, application/json",
    "/api/v2/scheduled-maintenances/upcoming.json, application/json"
  })
  void forms_areKeptForTenSeconds_andSentOnce(String path, String type) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=10");
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).matches("\"[A-Za-z0-9_-]{22}\"");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").isPresent())
        .isEqualTo(path.startsWith("/api/v2/"));
    // The board may be renewed in between; then both are new.
    HttpResponse<String> same = get(path, "If-None-Match", "W/\"other\", " + tag);
    String newer = same.headers().firstValue("ETag").orElseThrow();
    assertThat(same.statusCode()).isEqualTo(newer.equals(tag) ? 304 : 200);
    assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void page_saysWhatItMayLoad_andEscapesItsName() throws Exception {
    HttpResponse<String> page = get("/status");
    assertThat(page.body()).contains("<h1>Clinic &lt;of&gt; Sofia");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'sha256-")
        .contains("frame-ancestors 'none'");
  }

  @Test
  void form_thatThereIsNot_isSaid() throws Exception {
    assertThat(get("/api/v2/nothing.json").statusCode()).isEqualTo(404);
    assertThat(get("/api/v2/../status.json").statusCode()).isEqualTo(404);
  }

  /** A token that nobody can put on record opens nothing, and closes nothing here. */
  @Test
  void page_asksNobodyWhoTheyAre() {
    TestUser user = TestUser.in(SERVICE);
    try (RefusedRecords _ = new RefusedRecords(user.id())) {
      assertThat(user.get("/v1/me").status()).isEqualTo(500);
      for (String path : List.of("/status", "/v1/status", "/api/v2/status.json")) {
        assertThat(user.get(path).status()).as(path).isEqualTo(200);
      }
    }
  }

  @Test
  void notice_standsAtTheTop_untilItIsTakenBack() throws Exception {
    NewStatusPost words = new NewStatusPost(null, null, null, "All <b>is</b> well.\nNearly.");
    said(operator.put(post(id), words));
    said(operator.put(post(id), words));
    assertThat(status().notice()).isNotNull();
    assertThat(get("/status").body()).contains("All &lt;b&gt;is&lt;/b&gt; well.");
    said(delete(post(id)));
    ServiceStatus.@Nullable Post left = status().notice();
    assertThat(left == null || !left.id().equals(id)).isTrue();
    assertThat(get("/status").body()).doesNotContain("All &lt;b&gt;is");
    assertThat(rows("status_post", id, true)).isEqualTo(1);
    assertThat(delete(post(id)).problem()).isEqualTo("status-entry-not-found");
    assertThat(operator.put(post(id), words).problem()).isEqualTo("status-entry-exists");
  }

  /** Nobody probes here, so that it is unknown without the words. */
  @Test
  void incident_makesItsPartsWorse_untilItIsResolved() throws Exception {
    assertThat(state("images")).isEqualTo("unknown");
    said(operator.put(incident(id), outage("major", "images")));
    said(operator.put(incident(id), outage("major", "images")));
    assertThat(state("images")).isEqualTo("partial-outage");
    assertThat(state("messages")).isEqualTo("unknown");
    ServiceStatus.Incident open = shown(id).orElseThrow();
    assertThat(open.automatic()).isFalse();
    assertThat(open.from()).isEqualTo(now.minusSeconds(60));
    assertThat(open.to()).isNull();
    assertThat(get("/api/v2/incidents/unresolved.json").body()).contains(id.toString());
    UUID first = UUID.randomUUID();
    said(operator.put(post(first), of(id, "identified", "A disk is full.")));
    said(operator.put(post(UUID.randomUUID()), of(id, "resolved", "It is not any more.")));
    ServiceStatus.Incident over = shown(id).orElseThrow();
    assertThat(over.posts())
        .extracting(ServiceStatus.Post::words)
        .containsExactly("It is not any more.", "A disk is full.");
    assertThat(over.to()).isEqualTo(over.posts().getFirst().at());
    assertThat(state("images")).isEqualTo("unknown");
    assertThat(get("/history.atom").body()).contains("A disk is full.");
    said(delete(post(first)));
    assertThat(shown(id).orElseThrow().posts()).hasSize(1);
    assertThat(get("/history.atom").body()).doesNotContain("A disk is full.");
  }

  @Test
  void incident_ofMinorAndCriticalImpact_isDegradedAndDown() throws Exception {
    said(operator.put(incident(id), outage("minor", "images", "messages")));
    assertThat(state("messages")).isEqualTo("degraded");
    UUID worse = UUID.randomUUID();
    said(operator.put(incident(worse), outage("critical", "messages")));
    assertThat(state("messages")).isEqualTo("major-outage");
    assertThat(state("images")).isEqualTo("degraded");
    said(delete(incident(worse)));
    said(delete(incident(id)));
    assertThat(state("messages")).isEqualTo("unknown");
    assertThat(shown(worse)).isEmpty();
    assertThat(get("/history.atom").body()).doesNotContain(worse.toString());
    assertThat(rows("status_incident", worse, true)).isEqualTo(1);
    assertThat(operator.put(post(UUID.randomUUID()), of(worse, "resolved", "Over.")).problem())
        .isEqualTo("status-entry-not-found");
  }

  private ServiceStatus.Maintenance work(UUID maintenance) throws Exception {
    return status().maintenances().stream()
        .filter(one -> one.id().equals(maintenance))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void maintenance_isAnnouncedThenGoesOnThenIsOver() throws Exception {
    var later =
        new NewStatusMaintenance(
            "Disks", now.plusSeconds(3600), now.plusSeconds(7200), List.of("images"));
    said(operator.put(maintenance(id), later));
    said(operator.put(maintenance(id), later));
    assertThat(state("images")).isEqualTo("unknown");
    assertThat(get("/api/v2/scheduled-maintenances/upcoming.json").body()).contains(id.toString());
    said(
        operator.put(
            post(UUID.randomUUID()), new NewStatusPost(null, id, null, "Some minutes only.")));
    assertThat(work(id).posts()).hasSize(1);
    said(delete(maintenance(id)));
    assertThat(status().maintenances()).noneMatch(one -> one.id().equals(id));
    assertThat(rows("status_maintenance", id, true)).isEqualTo(1);
    assertThat(
            operator
                .put(post(UUID.randomUUID()), new NewStatusPost(null, id, null, "Too late."))
                .problem())
        .isEqualTo("status-entry-not-found");

    UUID goesOn = UUID.randomUUID();
    said(
        operator.put(
            maintenance(goesOn),
            new NewStatusMaintenance(
                "Network", now.minusSeconds(5), now.plusSeconds(3600), List.of("site"))));
    assertThat(state("site")).isEqualTo("unknown"); // no words make it better
    assertThat(get("/api/v2/scheduled-maintenances/active.json").body())
        .contains(goesOn.toString());
    said(delete(maintenance(goesOn)));
    assertThat(work(goesOn).to()).isBetween(now, now.plusSeconds(600));
    said(
        operator.put(
            post(UUID.randomUUID()), new NewStatusPost(null, goesOn, null, "It went well.")));
    assertThat(work(goesOn).posts()).hasSize(1);
    assertThat(get("/api/v2/scheduled-maintenances/active.json").body())
        .doesNotContain(goesOn.toString());
  }

  /** Nobody is told that it is over who knows it for long. */
  @Test
  void maintenance_thatIsOver_isNotEnded() throws Exception {
    try (Connection connection = SERVICE.database().asSuperuser();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into status_maintenance values (?, 'Disks', now() - interval '2 hours',"
                    + " now() - interval '1 hour', '{images}', now())")) {
      insert.setObject(1, id);
      insert.executeUpdate();
    }
    assertThat(delete(maintenance(id)).problem()).isEqualTo("invalid-request");
    assertThat(rows("status_maintenance", id, false)).isEqualTo(1);
  }

  @Test
  void entry_thatIsNone_isRefused() {
    refused(
        incident(id), new NewStatusIncident("A", "major", now.plusSeconds(60), List.of("site")));
    refused(
        incident(id),
        new NewStatusIncident("A", "major", now.minus(Duration.ofDays(91)), List.of("site")));
    refused(incident(id), new NewStatusIncident("A\nB", "major", now, List.of("site")));
    refused(incident(id), new NewStatusIncident("A".repeat(201), "major", now, List.of("site")));
    refused(incident(id), new NewStatusIncident(" ", "major", now, List.of("site")));
    refused(incident(id), new NewStatusIncident("A", "huge", now, List.of("site")));
    refused(incident(id), new NewStatusIncident("A", "major", now, List.of()));
    refused(incident(id), new NewStatusIncident("A", "major", now, List.of("site", "site")));
    refused(incident(id), new NewStatusIncident("A", "major", now, List.of("database")));
    Instant soon = now.plusSeconds(60);
    List<String> site = List.of("site");
    refused(maintenance(id), new NewStatusMaintenance("A", soon, soon, site));
    refused(
        maintenance(id),
        new NewStatusMaintenance("A", now.minusSeconds(60), now.minusSeconds(30), site));
    refused(
        maintenance(id),
        new NewStatusMaintenance("A", soon, soon.plus(Duration.ofDays(31)).plusMillis(1), site));
    Instant far = now.plus(Duration.ofDays(367));
    refused(maintenance(id), new NewStatusMaintenance("A", far, far.plusSeconds(60), site));
    refused(post(id), new NewStatusPost(id, id, "resolved", "A"));
    refused(post(id), new NewStatusPost(null, null, "resolved", "A"));
    refused(post(id), new NewStatusPost(id, null, null, "A"));
    refused(post(id), new NewStatusPost(null, null, null, "A\u0007"));
    refused(post(id), new NewStatusPost(null, null, null, "A".repeat(4001)));
    assertThat(operator.put(post(id), of(id, "resolved", "A")).problem())
        .isEqualTo("status-entry-not-found");
    assertThat(operator.put(post(id), new NewStatusPost(null, id, null, "A")).problem())
        .isEqualTo("status-entry-not-found");
    // The control: as long as they may be.
    said(operator.put(post(id), new NewStatusPost(null, null, null, "A".repeat(4000))));
    said(delete(post(id)));
  }

  private static void refused(String path, Object body) {
    TestUser.Answer answer = operator.put(path, body);
    assertThat(answer.status()).as(body.toString()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("invalid-request");
  }

  @Test
  void id_servesOnce() {
    said(operator.put(incident(id), outage("minor", "images")));
    assertThat(operator.put(incident(id), outage("major", "images")).problem())
        .isEqualTo("status-entry-exists");
    said(delete(incident(id)));
    assertThat(operator.put(incident(id), outage("minor", "images")).problem())
        .isEqualTo("status-entry-exists");
    assertThat(delete(incident(id)).problem()).isEqualTo("status-entry-not-found");
  }
}
