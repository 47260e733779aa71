package org.sealward.probe;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealward.client.internal.http.Backoff;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Step;
import org.sealward.envelope.OwnProberKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ./sealward probe}: probes a service until it is stopped. */
@Command(
    name = "./sealward probe",
    mixinStandardHelpOptions = true,
    subcommands = ShowProberKey.class,
    description = {
      "Does what a patient and a specialist do, from outside, every 15 seconds until"
          + " Ctrl-C: logs in, connects, sends a message and an image, receives and compares them."
          + " What it saw is signed, kept in a folder, and delivered to the service as soon as that"
          + " can be reached.",
      ""
    },
    footer = {
      "",
      "The file of the canaries, which only you can read (chmod 600), has five lines:",
      "  e-mail address of the patient",
      "  passphrase of the patient",
      "  e-mail address of the specialist",
      "  passphrase of the specialist",
      "  secret of the specialist's authenticator app, in base 32",
      "Each location has two canaries of its own.",
      "",
      "Exit code of --once: 0 when all worked, 1 when not.",
      "",
      "Examples",
      "  ./sealward probe key --location sofia --data /var/lib/prober",
      "  ./sealward probe --service https://api.example.org --location sofia \\",
      "    --data /var/lib/prober --canaries /etc/prober/canaries \\",
      "    --reference https://www.example.net --reference https://www.example.com"
    })
public final class ProbeCommand implements Callable<Integer> {
  private static final Backoff PAUSE = Backoff.of(Duration.ofSeconds(8), Duration.ofSeconds(8));
  private static final int USAGE = 2;

  @Option(
      names = "--service",
      paramLabel = "URL",
      description = "Address of the service. Must be given.")
  private @Nullable URI service;

  @Option(
      names = "--location",
      paramLabel = "NAME",
      description = "Where this prober stands, such as sofia. Must be given.")
  private String location = "";

  @Option(
      names = "--canaries",
      paramLabel = "FILE",
      description = "How the two canaries log in; see below. Must be given.")
  private @Nullable Path canaries;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where its key and its observations are kept (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("prober");

  @Option(
      names = "--reference",
      paramLabel = "URL",
      description =
          "A place that is not the service's, asked when a probe fails: if none answers, it is this"
              + " network that is down. May be given again.")
  private List<URI> references = List.of();

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "From one probe to the next, such as 15s (the default).")
  private Duration interval = Duration.ofSeconds(15);

  @Option(
      names = "--fresh",
      paramLabel = "TIME",
      description = "After how long it logs in and connects anew (default: 5m).")
  private Duration fresh = Duration.ofMinutes(5);

  @Option(names = "--timeout", paramLabel = "TIME", description = "For each step (default: 10s).")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(
      names = "--assisted",
      paramLabel = "KEY",
      description = "Also has the service decrypt an image; its key, as base64url.")
  private @Nullable String assistKey;

  @Option(
      names = "--once",
      description = "One probe, which is shown and neither kept nor delivered.")
  private boolean once;

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  private boolean json;

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  public static void main(String[] arguments) {
    // Of a library of a library, which nobody reads here.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(line(out, err).execute(arguments));
  }

  static CommandLine line(PrintWriter out, PrintWriter err) {
    return new CommandLine(new ProbeCommand())
        .setOut(out)
        .setErr(err)
        .registerConverter(Duration.class, ProbeCommand::time)
        .setExecutionExceptionHandler(
            (failure, command, _) -> {
              command
                  .getErr()
                  .println(
                      failure instanceof UsageException
                          ? failure.getMessage()
                          : failure.getClass().getSimpleName() + ": " + failure.getMessage());
              return failure instanceof UsageException ? USAGE : 1;
            });
  }

  private static Duration time(String text) {
    try {
      Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      if (time.isPositive()) {
        return time;
      }
    } catch (DateTimeParseException _) {
      // Said below.
    }
    throw new TypeConversionException("'" + text + "' is not a time such as 15s or 5m");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Clock wall = Clock.systemUTC();
    var report = new Report(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
    URI address = address(service);
    requireLocation(location);
    Path file = canaries;
    if (file == null) {
      throw new UsageException("How do the canaries log in? Give --canaries FILE.");
    }
    try (CanaryLogin.Pair logins = CanaryLogin.read(file);
        ProberFolder folder = ProberFolder.open(data)) {
      var travellers =
          new Journey.Travellers(
              address,
              new Canary(logins.patient(), address, folder.device("patient"), wall),
              new Canary(logins.specialist(), address, folder.device("specialist"), wall),
              folder.picture());
      try (var prober =
          new Prober(
              travellers,
              new TimedSteps(timeout, System::nanoTime),
              new References(references, timeout),
              Optional.ofNullable(assistKey).map(ProbeCommand::key),
              fresh)) {
        return once ? once(prober, wall, report) : onAndOn(prober, folder, wall, report);
      }
    }
  }

  private int once(Prober prober, Clock wall, Report report)
      throws IOException, InterruptedException {
    prober.awaitLogin();
    Instant at = wall.instant().truncatedTo(ChronoUnit.MILLIS);
    Prober.Seen seen = prober.probe();
    var observation = new Observation(location, 1, Observation.NOTHING, at, seen.results());
    report.probe(observation, seen.why());
    return observation.worked() ? 0 : 1;
  }

  private int onAndOn(Prober prober, ProberFolder folder, Clock wall, Report report)
      throws IOException, InterruptedException {
    try (OwnProberKey key = folder.key();
        ObservationChain chain =
            ObservationChain.open(folder.observations(), location, key, ObservationChain.KEPT)) {
      var clock = new ProbeClock(wall, System::nanoTime);
      try (var delivery =
          new Delivery(
              address(service),
              location,
              chain,
              clock,
              what -> report.warn(wall.instant(), what),
              PAUSE)) {
        Thread deliverer = Thread.ofVirtual().name("delivery").start(delivery);
        try {
          new Rounds(prober, chain, clock, delivery, report).run(interval, System::nanoTime);
        } finally {
          deliverer.interrupt();
          deliverer.join();
        }
        return 0;
      }
    }
  }

  /** A location is what an observation takes for one. */
  static void requireLocation(String name) {
    var nothing = new Observation.Result(Step.SITE, Ending.WORKED, Duration.ZERO);
    try {
      var _ = new Observation(name, 1, Observation.NOTHING, Instant.EPOCH, List.of(nothing));
    } catch (EnvelopeException _) {
      throw new UsageException(
          "A location is 1 to 32 characters a to z, 0 to 9 and -, the first a letter.");
    }
  }

  private static URI address(@Nullable URI given) {
    if (given != null
        && given.getHost() != null
        && ("https".equals(given.getScheme())
            || ("http".equals(given.getScheme())
                && (given.getHost().equals("localhost") || given.getHost().equals("127.0.0.1"))))) {
      return given;
    }
    throw new UsageException(
        "The service's address must be https://…; http is for this computer alone.");
  }

  private static Bytes key(String text) {
    try {
      return Bytes.fromBase64Url(text);
    } catch (RuntimeException _) {
      throw new UsageException("'" + text + "' is not base64url.");
    }
  }
}
