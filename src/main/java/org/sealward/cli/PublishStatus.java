package org.sealward.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealward.statuspage.StatusPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the service's status page as files: the page, its JSON, its feed. Run it somewhere"
          + " else",
      "than the service, into a folder or a bucket at another provider: when the service does not",
      "answer, the copy says so.%n"
    },
    footer = {
      "%nExit code: 0 the copy is what the service says; 1 the service did not answer, and the"
          + " copy",
      "says that, or it answered without a status, and the copy stays as it is, or the copy could"
          + " not",
      "be written; 2 the command was not given as it must be.",
      "%nExamples",
      "  ./sealward status publish /var/www/status --from https://sealward.example.org --every 30s",
      "  ./sealward status publish s3://status.example.org --from https://sealward.example.org \\",
      "    --region eu-central-1 --address https://status.example.org"
    })
final class PublishStatus implements Callable<Integer> {
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final Duration LEAST = Duration.ofSeconds(5);

  @Parameters(
      paramLabel = "DIR|s3://BUCKET/PREFIX",
      description = "Where the copy is kept. A bucket's keys are found as the AWS SDK does.")
  private String target = "";

  @Mixin private StatusSource source = new StatusSource();

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "Again and again, such as 30s, until Ctrl-C; without it, once.")
  private @Nullable String every;

  @Option(
      names = "--address",
      paramLabel = "URL",
      description =
          "Where people find the copy; without it, feed and JSON name the service's own page.")
  private @Nullable URI address;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Of a provider other than AWS that speaks as S3 does.")
  private @Nullable URI endpoint;

  @Option(names = "--region", paramLabel = "NAME", description = "Of the bucket.")
  private @Nullable String region;

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration pause = every == null ? null : pause(every);
    StatusPlace place = StatusPlace.copy(source.service(), address);
    if (!StatusBucket.isOne(target)) {
      return publish(new StatusFolder(Path.of(target)), place, pause);
    }
    try (StatusBucket bucket = new StatusBucket(target, endpoint, region)) {
      return publish(bucket, place, pause);
    }
  }

  private int publish(StatusTarget target, StatusPlace place, @Nullable Duration pause)
      throws IOException, InterruptedException {
    StatusCopy copy =
        new StatusCopy(source::fetch, target, place, AGAIN, Clock.tickMillis(ZoneOffset.UTC));
    PrintWriter errors = spec.commandLine().getErr();
    if (pause != null) {
      copy.keep(pause, errors);
    }
    Optional<String> wrong = copy.write();
    wrong.ifPresent(errors::println);
    return wrong.isEmpty() ? 0 : Failures.FAILED;
  }

  private static Duration pause(String text) {
    try {
      Duration pause = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      if (pause.compareTo(LEAST) >= 0) {
        return pause;
      }
    } catch (DateTimeException _) {
      // Said below.
    }
    throw new UsageException("--every is a time such as 30s or 1m, of 5 seconds or more");
  }
}
