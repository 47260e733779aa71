package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealward.TestProber;
import org.sealward.TestServer;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.delivery.TestSocket;
import org.sealward.local.aws.LocalAws;
import org.sealward.transparency.TestSigner;

/** Alerts ask for metrics that the service has: an alert on one that it lacks never comes. */
class MetricsTest {
  /** What the service does not tell, and who does. */
  private static final Map<String, String> MADE_BY_OTHERS =
      Map.of("up", "Prometheus: whether a node could be asked");

  /** Of the database; they look like metrics. */
  private static final Set<String> ROLES =
      Set.of("sealward_service", "sealward_migration", "sealward_eraser");

  /** What a node tells only once it has asked others. */
  private static final Set<String> ALWAYS_ASKED =
      Set.of("sealward_pushes_total", "sealward_witness_answers_total");

  private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(\\{.*})? ");

  private record Node(URI url, LocalAws aws, JsonMapper json) implements TestServer {}

  /** By the name of a metric, the labels that any of its series has. */
  private static final Map<String, Set<String>> TOLD = new TreeMap<>();

  /** A node that has pushes, was asked for its readiness, and has served users. */
  @BeforeAll
  static void scrape() throws Exception {
    TestService service = TestService.get();
    int management;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      management = free.getLocalPort();
    }
    Map<String, Object> settings =
        Map.of(
            "endpoints.all.port",
            management,
            "sealward.push.webhook",
            "https://push.example.org/",
            "sealward.push.secret",
            "a-secret-of-the-webhook-with-43-characters",
            "sealward.alerts.webhook",
            "https://calls.example.org/",
            "sealward.alerts.webhook-secret",
            "a-secret-of-the-webhook-with-43-characters",
            "sealward.witness.addresses",
            TestSigner.witness("w1", 7).key().encode() + " http://127.0.0.1:1/");
    try (EmbeddedServer server = service.node(settings)) {
      Node node = new Node(server.getURI(), service.aws(), service.json());
      TestUser user = TestUser.withKeys(node);
      user.send(
          user.request("/v1/me/private-key").header("Sealward-Identity-Token", user.idToken()));
      user.send(user.request("/v1/images/" + UUID.randomUUID()).DELETE());
      user.send(
          user.request("/v1/uploads")
              .header("Tus-Resumable", "1.0.0")
              .POST(BodyPublishers.noBody()));
      TestSocket.resumed(node, user, Map.of()).close();
      TestProber prober = TestProber.fresh();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      user.post("/v1/availability/observations", prober.batch(now, prober.good(now)));
      System.gc();
      get(management, "/health/readiness");
      SERIES
          .matcher(metrics(management))
          .results()
          .forEach(
              series -> {
                Set<String> labels = TOLD.computeIfAbsent(series.group(1), _ -> new HashSet<>());
                if (series.group(2) != null) {
                  Pattern.compile("(\\w+)=\"")
                      .matcher(series.group(2))
                      .results()
                      .forEach(label -> labels.add(label.group(1)));
                }
              });
    }
  }

  /** With those of pushes and witnesses, which are asked from the first second on. */
  private static String metrics(int port) throws IOException, InterruptedException {
    String told = get(port, "/prometheus");
    for (int i = 0; i < 100 && !ALWAYS_ASKED.stream().allMatch(told::contains); i++) {
      Thread.sleep(100);
      told = get(port, "/prometheus");
    }
    return told;
  }

  private static String get(int port, String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void metrics_thatAlertsAskFor_areTold_withTheLabelsThatTheyAskFor() {
    for (Alert alert : Alert.all()) {
      alert
          .metrics()
          .forEach(
              (metric, labels) -> {
                if (!MADE_BY_OTHERS.containsKey(metric)) {
                  assertThat(TOLD).as(alert.name()).containsKey(metric);
                  assertThat(TOLD.get(metric)).as(alert.name() + ": " + metric).containsAll(labels);
                }
              });
    }
  }

  /** An exception that is none hides the next mistake. */
  @Test
  void metrics_madeByOthers_areNotTold_andAskedFor() {
    Set<String> asked = new HashSet<>();
    Alert.all().forEach(alert -> asked.addAll(alert.metrics().keySet()));
    assertThat(asked).containsAll(MADE_BY_OTHERS.keySet());
    assertThat(TOLD).doesNotContainKeys(MADE_BY_OTHERS.keySet().toArray(String[]::new));
  }

  /** In runbooks and the manual: a name such as {@code sealward_sockets}, alone or in a query. */
  @Test
  void metrics_thatOperatorsAreToldOf_areTold() throws IOException {
    Pattern name = Pattern.compile("\\b(sealward|http|hikaricp|jvm|process|logback)(_[a-z]+)+\\b");
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("docs", "runbooks"))) {
      files.forEach(pages::add);
    }
    pages.add(Path.of("docs", "operations.md"));
    Set<String> told = new HashSet<>();
    TOLD.keySet()
        .forEach(
            metric -> {
              told.add(metric);
              told.add(metric.replaceFirst("_(count|sum|max)$", ""));
            });
    for (Path page : pages) {
      Matcher named = name.matcher(Files.readString(page));
      while (named.find()) {
        if (!ROLES.contains(named.group())) {
          assertThat(told).as(page.toString()).contains(named.group());
        }
      }
    }
  }

  /** The reading of expressions, by hand. */
  @Test
  void metrics_ofAnExpression_areWithoutFunctionsAndLabels() {
    String expression =
        """
        sum by (uri) (rate(a_total{status=~"5..", uri!="/by/x{y}"}[5m]))
          / ignoring(status) group_left sum without (b) (c offset 15m) > 0.5 and on() d:e == 1
        """;
    assertThat(new Alert("A", expression, Map.of()).metrics())
        .isEqualTo(Map.of("a_total", Set.of("status", "uri"), "c", Set.of(), "d:e", Set.of()));
  }
}
