package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealward.TestServer;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusPost;
import org.sealward.local.aws.LocalAws;
import org.sealward.notify.TestOutbox;

/**
 * On a node with a mail server, which takes nothing yet: what it is to be sent is in the outbox.
 */
class SubscriptionsTest {
  private static final TestService SERVICE = TestService.get();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final StatusSecret SECRET =
      new StatusSecret("a-secret-of-the-status-page-for-tests");

  private static EmbeddedServer node;
  private static int addresses;

  private final String email = UUID.randomUUID() + "@example.org";
  private String from = another();
  private String accepted = "*/*";

  private record Node(EmbeddedServer server) implements TestServer {
    @Override
    public URI url() {
      return server.getURI();
    }

    @Override
    public LocalAws aws() {
      return SERVICE.aws();
    }

    @Override
    public JsonMapper json() {
      return SERVICE.json();
    }
  }

  @BeforeAll
  static void start() {
    node =
        SERVICE.node(
            Map.of(
                "sealward.mail.smtp", "smtp://127.0.0.1:1",
                "sealward.mail.from", "status@example.org",
                "sealward.limits.trusted-proxies", "127.0.0.1"));
    node.getApplicationContext().getBean(StatusBoard.class).refresh();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Address of a client that nobody counted yet. */
  private static String another() {
    addresses++;
    return "198.51.100." + addresses;
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(node.getURI().resolve(path))
            .header("Content-Type", type)
            .header("Accept", accepted)
            .header("X-Forwarded-For", from)
            .POST(BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int ask(String address) throws Exception {
    return post("/v1/status/subscriptions", "application/json", "{\"email\":\"" + address + "\"}")
        .statusCode();
  }

  private HttpResponse<String> confirm(String address, String code) throws Exception {
    return post(
        "/v1/status/subscriptions/confirm",
        "application/json",
        "{\"email\":\"%s\",\"code\":\"%s\"}".formatted(address, code));
  }

  /** Bodies of mails that wait for an address, the oldest first. */
  private static List<String> mails(String address) throws Exception {
    return TestOutbox.rows(
        SERVICE,
        "select body from notice where channel = 'mail' and receiver = ? order by added_at",
        address);
  }

  private static List<String> subscriber(String address) throws Exception {
    return TestOutbox.rows(
        SERVICE, "select id::text from status_subscriber where email = ?", address);
  }

  /** The code of the last mail. */
  private String code() throws Exception {
    Matcher code = Pattern.compile("where you were: (\\d{8})\n").matcher(mails(email).getLast());
    assertThat(code.find()).isTrue();
    return Objects.requireNonNull(code.group(1));
  }

  private String subscribed() throws Exception {
    assertThat(ask(email)).isEqualTo(202);
    assertThat(confirm(email, code()).statusCode()).isEqualTo(204);
    return subscriber(email).getFirst();
  }

  @Test
  void address_isKept_onceTheCodeWasTyped() throws Exception {
    assertThat(ask(email)).isEqualTo(202);
    assertThat(subscriber(email)).isEmpty();
    String wrong = code().equals("00000000") ? "00000001" : "00000000";
    assertThat(confirm(email, wrong).statusCode()).isEqualTo(403);
    assertThat(confirm(email, wrong).body()).contains("subscription-code-refused");
    String others = SECRET.code("x" + email, Clock.systemUTC().instant());
    assertThat(confirm(email, others).statusCode()).isEqualTo(403);
    assertThat(subscriber(email)).isEmpty();
    assertThat(confirm(email, code()).statusCode()).isEqualTo(204);
    assertThat(confirm(email.toUpperCase(Locale.ROOT), code()).statusCode()).isEqualTo(204);
    assertThat(subscriber(email)).hasSize(1);
    assertThat(ask(email)).isEqualTo(202);
    assertThat(mails(email)).hasSize(2);
  }

  /** The mail is not tried beyond the time in which its code is good. */
  @Test
  void code_thatIsNotSent_isForgotten() throws Exception {
    assertThat(ask(email)).isEqualTo(202);
    assertThat(
            TestOutbox.rows(
                SERVICE, "select (until - added_at)::text from notice where receiver = ?", email))
        .containsExactly("02:00:00");
  }

  @Test
  void address_thatIsNone_isRefused() throws Exception {
    for (String address :
        List.of(
            "anna",
            "anna@",
            "anna@example.org\\r\\nBcc: b@example.org",
            "a b@example.org",
            "root@localhost",
            "root@10.0.0.1")) {
      assertThat(ask(address)).as(address).isEqualTo(400);
    }
    assertThat(ask("a".repeat(64) + "@" + "b".repeat(190) + ".org")).isEqualTo(400);
    assertThat(ask(email)).isEqualTo(202);
  }

  /** Nobody got it, so that three may follow. */
  @Test
  void code_thatCouldNotBeQueued_isNotCounted() throws Exception {
    try (Connection connection = SERVICE.database().asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create function refuse_notice() returns trigger language plpgsql as
            $$ begin raise exception 'the notice cannot be written'; end $$;
          create trigger refuse_notice before insert on notice for each row
            when (new.receiver = '%s') execute function refuse_notice()
          """
              .formatted(email));
      try {
        for (int i = 0; i < 3; i++) {
          assertThat(ask(email)).isEqualTo(500);
        }
      } finally {
        statement.execute("drop trigger refuse_notice on notice; drop function refuse_notice()");
      }
    }
    assertThat(ask(email)).isEqualTo(202);
    assertThat(mails(email)).hasSize(1);
  }

  /** Ten an hour of a mailbox, whatever their codes; then the right one comes too late. */
  @Test
  void guesses_areBounded() throws Exception {
    assertThat(ask(email)).isEqualTo(202);
    String right = code();
    String wrong = right.equals("00000000") ? "00000001" : "00000000";
    for (int i = 0; i < 10; i++) {
      from = another();
      String name = i < 5 ? email : email.replace("@", "+" + i + "@");
      assertThat(confirm(name, wrong).statusCode()).isEqualTo(403);
    }
    from = another();
    assertThat(confirm(email, right).statusCode()).isEqualTo(429);
    assertThat(subscriber(email)).isEmpty();
  }

  @Test
  void guesses_ofOneClient_areBounded() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(confirm(i + email, "00000000").statusCode()).isEqualTo(403);
    }
    assertThat(confirm("30" + email, "00000000").statusCode()).isEqualTo(429);
  }

  /** Who asks cannot tell; whoever writes a plus behind their name is counted as who they are. */
  @Test
  void receiver_isNotFlooded() throws Exception {
    String mailbox = UUID.randomUUID().toString();
    for (int i = 0; i < 5; i++) {
      from = another();
      assertThat(ask(mailbox + "+" + i + "@example.org")).isEqualTo(202);
    }
    assertThat(
            TestOutbox.rows(
                SERVICE,
                "select receiver from notice where receiver like ? order by 1",
                mailbox + "%"))
        .containsExactly(
            mailbox + "+0@example.org", mailbox + "+1@example.org", mailbox + "+2@example.org");
  }

  @Test
  void client_thatAsksForMany_isRefused() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(ask(i + email)).isEqualTo(202);
    }
    assertThat(ask("10" + email)).isEqualTo(429);
    from = another();
    assertThat(ask("11" + email)).isEqualTo(202);
  }

  private static String form(String... fields) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }

  private HttpResponse<String> send(String path, String... fields) throws Exception {
    return post(path, "application/x-www-form-urlencoded", form(fields));
  }

  @Test
  void forms_doTheSame() throws Exception {
    HttpResponse<String> page = get("/status");
    assertThat(page.body()).contains("action=\"status/subscriptions\"");
    HttpResponse<String> asked = send("/status/subscriptions", "email", email);
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
    assertThat(asked.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'sha256-");
    assertThat(asked.body())
        .contains("action=\"subscriptions/confirm\"")
        .contains("value=\"" + email + "\"");
    String right = code();
    String wrong = right.equals("00000000") ? "00000001" : "00000000";
    HttpResponse<String> refused =
        send("/status/subscriptions/confirm", "email", email, "code", wrong);
    assertThat(refused.body()).contains("action=\"confirm\"");
    assertThat(subscriber(email)).isEmpty();
    HttpResponse<String> done =
        send("/status/subscriptions/confirm", "email", email, "code", " " + right);
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(subscriber(email)).hasSize(1);
    assertThat(send("/status/subscriptions", "email", "\"><b>@example.org").statusCode())
        .isEqualTo(400);
  }

  private static void isPage(HttpResponse<String> answer, int status, String words) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'sha256-");
    assertThat(answer.body()).contains("<p>" + words + "</p>");
  }

  @Test
  void browser_isShownWhatWentWrong() throws Exception {
    accepted = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    String path = "/status/subscriptions";
    isPage(send(path, "email", "anna"), 400, "It is not an e-mail address.");
    for (int i = 0; i < 10; i++) {
      assertThat(send(path, "email", i + email).statusCode()).isEqualTo(200);
    }
    HttpResponse<String> refused = send(path, "email", email);
    isPage(refused, 429, "The address asks for too many codes.");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    accepted = "*/*";
    assertThat(send(path, "email", email).body()).contains("\"type\":");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(node.getURI().resolve(path)).header("X-Forwarded-For", from).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Somebody whose page has no subscriptions finds none. */
  @Test
  void node_withoutMail_offersNone() throws Exception {
    TestUser anybody = TestUser.in(SERVICE);
    assertThat(anybody.post("/v1/status/subscriptions", "{\"email\":\"a@example.org\"}").problem())
        .isEqualTo("subscriptions-not-offered");
    assertThat(anybody.get("/status").body()).doesNotContain("action=");
  }

  private static NewStatusIncident incident(String title) {
    Instant now = Clock.systemUTC().instant().minusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
    return new NewStatusIncident(title, "minor", now, List.of("images"));
  }

  private static void said(TestUser.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
  }

  @Test
  void subscriber_isTold_untilTheyUnsubscribe() throws Exception {
    String id = subscribed();
    UUID incident = UUID.randomUUID();
    TestUser elsewhere = TestUser.in(SERVICE, "operator");
    String unsaid = "/v1/status/incidents/" + UUID.randomUUID();
    said(elsewhere.put(unsaid, incident("Without mail")));
    said(elsewhere.send(elsewhere.request(unsaid).DELETE()));
    assertThat(mails(email)).hasSize(1);
    TestUser operator = elsewhere.at(new Node(node));
    NewStatusIncident told = incident("Disk full");
    said(operator.put("/v1/status/incidents/" + incident, told));
    said(operator.put("/v1/status/incidents/" + incident, told));
    NewStatusPost post = new NewStatusPost(incident, null, "resolved", "There is room.");
    String address = "/v1/status/posts/" + UUID.randomUUID();
    said(operator.put(address, post));
    said(operator.put(address, post));
    List<String> mails = mails(email);
    assertThat(mails).hasSize(3);
    assertThat(mails.get(2)).contains("There is room.", "https://api.example.org/status");
    assertThat(
            TestOutbox.rows(
                SERVICE,
                "select subject || ' ' || unsubscribe from notice where receiver = ? order by"
                    + " added_at offset 1",
                email))
        .containsExactly(
            "Clinic <of> Sofia: Disk full https://api.example.org/status/unsubscribe/" + id,
            "Clinic <of> Sofia: Disk full: resolved https://api.example.org/status/unsubscribe/"
                + id);

    assertThat(get("/status/unsubscribe/" + id).body())
        .contains("<button>", "Press the button, and you will not be told");
    assertThat(subscriber(email)).hasSize(1);
    HttpResponse<String> ended = send("/status/unsubscribe/" + id, "List-Unsubscribe", "One-Click");
    assertThat(ended.statusCode()).isEqualTo(200);
    assertThat(subscriber(email)).isEmpty();
    assertThat(mails(email)).isEmpty();
    assertThat(send("/status/unsubscribe/" + id).body()).isEqualTo(ended.body());
    said(operator.put("/v1/status/posts/" + UUID.randomUUID(), post));
    assertThat(mails(email)).isEmpty();
  }
}
