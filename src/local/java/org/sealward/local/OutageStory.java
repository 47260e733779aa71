package org.sealward.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.ServiceStatus;
import org.sealward.json.StrictJson;
import org.sealward.local.postgres.PostgresProcess;

/**
 * What {@code ./sealward demo --outage} tells: the path of messages is killed, and everything that
 * watches it is held to what was really done.
 */
final class OutageStory implements AutoCloseable {
  /** Of the contract, and of its policy file. */
  static final String CONTRACT = "harbour";

  /** Where its months begin and end. */
  static final ZoneId ZONE = ZoneId.of("Europe/Sofia");

  /** Of the policy: what the report may differ by from what was done. */
  static final Duration SLOT = Duration.ofSeconds(15);

  private static final Duration AWAY = Duration.ofSeconds(80);
  private static final Duration NOTICED = Duration.ofSeconds(30);
  private static final int SEEN_BEFORE = 4;

  private final Console console;
  private final URI service;
  private final List<ProberProcess> probers;
  private final AlertReceiver receiver;
  private final HttpClient http = HttpClient.newHttpClient();
  private boolean allTrue = true;

  OutageStory(Console console, URI service, List<ProberProcess> probers, AlertReceiver receiver) {
    this.console = console;
    this.service = service;
    this.probers = probers;
    this.receiver = receiver;
  }

  /** Answers whether everything came out as it must. */
  boolean tell(PostgresProcess postgres, Path evidence) throws Exception {
    console.chapter("Everything works");
    await("all of it is shown as operational", Duration.ofMinutes(3), this::everythingIsUp);
    await(
        "each location has seen that " + SEEN_BEFORE + " times",
        Duration.ofMinutes(3),
        () -> seen() >= SEEN_BEFORE);
    console.say("report    " + figures(report()));

    console.chapter("kill -9 of PostgreSQL, without which nobody can send a message");
    Instant killed = Instant.now();
    postgres.kill(PostgresProcess.Victim.EVERY_PROCESS, new Random());
    await("the status page shows it", AWAY, () -> state("messages").equals("major-outage"));
    claim("the site itself is shown as there", state("site").equals("operational"));
    claim("the page for people says so", page("/status").contains("Major Service Outage"));
    claim(
        "/api/v2/status.json says so",
        page("/api/v2/status.json").contains("\"indicator\":\"critical\""));
    while (Instant.now().isBefore(killed.plus(AWAY))) {
      Thread.sleep(1000);
    }
    postgres.start();
    Instant back = Instant.now();
    console.say("PostgreSQL is back, after " + Console.shown(Duration.between(killed, back)));

    console.chapter("What is on record of it");
    await("the page shows that all works again", Duration.ofMinutes(2), this::everythingIsUp);
    await(
        "the report has the whole outage",
        Duration.ofMinutes(2),
        () -> {
          Instant seen = lastSeen();
          return outage(killed).filter(one -> one.to().isBefore(seen)).isPresent();
        });
    AvailabilityReport.Downtime outage = outage(killed).orElseThrow();
    console.say("killed    " + killed + "   back  " + back);
    console.say("reported  " + outage.from() + "   to    " + outage.to());
    claim("it began within a slot of that", isNear(outage.from(), killed));
    claim("it ended within a slot of that", isNear(outage.to(), back));
    console.say("report    " + figures(report()));
    verify(evidence);
    alert(outage);
    return allTrue;
  }

  private void verify(Path evidence) throws IOException, InterruptedException {
    String month = month().toString();
    run(
        "sla",
        "report",
        month,
        "--contract",
        CONTRACT,
        "--format",
        "evidence",
        "--out",
        evidence.toString(),
        "--service",
        service.toString());
    List<String> verify = new ArrayList<>(List.of("sla", "verify", evidence.toString()));
    probers.forEach(
        prober -> verify.addAll(List.of("--prober", prober.location() + "=" + prober.key())));
    String said = run(verify.toArray(String[]::new));
    claim(
        "'sla verify' computes the same from what the probers signed",
        said.endsWith("the report is what follows from the observations\n"));
  }

  private void alert(AvailabilityReport.Downtime outage) throws Exception {
    console.chapter("Who was told");
    await(
        "an alert came, by a signed webhook",
        Duration.ofMinutes(1),
        () -> receiver.first("alert-raised").isPresent());
    claim("once", receiver.count("alert-raised") == 1);
    AvailabilityIncident opened = report().incidents().getLast();
    await(
        "it opened an incident, from the report's first bad moment on",
        NOTICED.multipliedBy(2),
        () -> report().incidents().getLast().from().equals(outage.from()));
    await("the status page shows it", NOTICED, () -> incident(opened).isPresent());

    console.chapter("Five minutes without anything bad end the alert");
    await(
        "the alert ended", Duration.ofMinutes(8), () -> receiver.first("alert-ended").isPresent());
    claim(
        "one was raised, and one ended",
        receiver.count("alert-raised") == 1 && receiver.count("alert-ended") == 1);
    await(
        "the status page shows the incident as over",
        NOTICED,
        () -> incident(opened).filter(one -> one.to() != null).isPresent());
    await(
        "the report, too",
        NOTICED.multipliedBy(2),
        () -> report().incidents().getLast().to() != null);
    claim("it ended when the outage did", outage.to().equals(report().incidents().getLast().to()));
    claim("all of it is shown as operational", everythingIsUp());
  }

  private static boolean isNear(Instant reported, Instant done) {
    return Duration.between(reported, done).abs().compareTo(SLOT) <= 0;
  }

  /** The down time that was going on some seconds after the kill. */
  private Optional<AvailabilityReport.Downtime> outage(Instant killed) throws Exception {
    Instant after = killed.plus(AWAY.dividedBy(2));
    return report().intervals().stream()
        .filter(one -> one.state().equals("down"))
        .filter(one -> one.from().isBefore(after) && one.to().isAfter(after))
        .findFirst();
  }

  /** Up to when the report says anything of now. */
  private Instant lastSeen() throws Exception {
    return report().to().minus(SLOT);
  }

  private long seen() throws Exception {
    return report().probers().size() < probers.size()
        ? 0
        : report().probers().stream().mapToLong(AvailabilityReport.Prober::good).min().orElse(0);
  }

  private boolean everythingIsUp() throws Exception {
    ServiceStatus status = status();
    return status.lostAt() == null
        && status.components().stream()
            .filter(one -> !one.id().equals("assisted-decryption"))
            .allMatch(one -> one.state().equals("operational"));
  }

  private String state(String component) throws Exception {
    return status().components().stream()
        .filter(one -> one.id().equals(component))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private Optional<ServiceStatus.Incident> incident(AvailabilityIncident opened) throws Exception {
    return status().incidents().stream().filter(one -> one.id().equals(opened.id())).findFirst();
  }

  private ServiceStatus status() throws Exception {
    return StrictJson.read(
        page("/v1/status").getBytes(StandardCharsets.UTF_8), ServiceStatus.class);
  }

  private AvailabilityReport report() throws Exception {
    String path = "/v1/availability/" + CONTRACT + "/" + month();
    return StrictJson.read(page(path).getBytes(StandardCharsets.UTF_8), AvailabilityReport.class);
  }

  private static YearMonth month() {
    return YearMonth.now(ZONE);
  }

  /** Of the month so far, most of which nobody watched in a demo. */
  private static String figures(AvailabilityReport report) {
    return "of what was watched %s %%; nobody watched before: of the month so far %s %%"
        .formatted(report.measuredPercent(), report.percent());
  }

  private String page(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(service.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " answers " + answer.statusCode());
    }
    return answer.body();
  }

  /** A command as one types it; answers what it said. */
  private String run(String... arguments) throws IOException, InterruptedException {
    console.say("./sealward " + String.join(" ", arguments));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.sealward.cli.SealwardCommand"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return said;
  }

  private void claim(String what, boolean holds) {
    console.say((holds ? "yes  " : "NO   ") + what);
    allTrue &= holds;
  }

  /** Says every half minute how long it has waited. */
  private void await(String what, Duration patience, Callable<Boolean> condition) throws Exception {
    long began = System.nanoTime();
    long told = 0;
    while (!condition.call()) {
      Duration waited = Duration.ofNanos(System.nanoTime() - began);
      if (waited.compareTo(patience) > 0) {
        claim(what + ", but not within " + patience.toSeconds() + " s", false);
        throw new IllegalStateException("not in time: " + what);
      }
      if (waited.toSeconds() / 30 > told) {
        told = waited.toSeconds() / 30;
        console.say("     ... after %d s not yet: %s".formatted(waited.toSeconds(), what));
      }
      Thread.sleep(1000);
    }
    console.say(
        "yes  %s, after %s"
            .formatted(what, Console.shown(Duration.ofNanos(System.nanoTime() - began))));
  }

  @Override
  public void close() {
    http.close();
  }
}
