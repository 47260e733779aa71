package org.sealward.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AvailabilityReport;
import org.sealward.json.StrictJson;
import org.sealward.report.ReportText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How a contract's promise was kept in a month, as the service says; of the present month, to",
      "date. './sealward sla verify' shows from the evidence whether it is true.%n"
    })
final class FetchReport implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Bytes of what is shown; the service's own answers to mistakes are far shorter. */
  private static final int MOST = 1 << 25;

  @Parameters(paramLabel = "MONTH", description = "Such as 2026-07.")
  private String month = "";

  @Option(
      names = "--contract",
      required = true,
      paramLabel = "ID",
      description = "Which contract: the id in its policy file.")
  private String contract = "";

  @Option(
      names = "--format",
      paramLabel = "text|json|csv|html|evidence",
      description =
          "What is written (default: ${DEFAULT-VALUE}); evidence is the file for 'sla verify'.")
  private Format format = Format.TEXT;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it is written; without it, on the screen.")
  private @Nullable Path out;

  @Mixin private Device device = new Device();

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What there is of a report. */
  enum Format {
    TEXT("application/json", ""),
    JSON("application/json", ""),
    CSV("text/csv", ""),
    HTML("text/html", ""),
    EVIDENCE("application/octet-stream", "/evidence");

    private final String type;
    private final String path;

    Format(String type, String path) {
      this.type = type;
      this.path = path;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (format == Format.EVIDENCE && out == null) {
      throw new UsageException("The evidence is no text: give --out FILE.");
    }
    String service = device.service().toString().replaceFirst("/+$", "");
    URI address = URI.create(service + "/v1/availability/" + id() + "/" + month() + format.path);
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(address)
                  .timeout(PATIENCE)
                  .header("Accept", format.type + ", application/problem+json")
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new IOException(
              "the service answers " + answer.statusCode() + detail(body.readNBytes(MOST)));
        }
        write(body);
      }
    }
    return 0;
  }

  private void write(InputStream body) throws IOException {
    PrintWriter screen = spec.commandLine().getOut();
    if (format == Format.TEXT) {
      String text = ReportText.of(StrictJson.read(body.readNBytes(MOST), AvailabilityReport.class));
      if (out == null) {
        screen.print(Output.printable(text));
      } else {
        Files.writeString(out, text);
      }
    } else if (out == null) {
      screen.print(new String(body.readNBytes(MOST), UTF_8));
    } else {
      Files.copy(body, out, StandardCopyOption.REPLACE_EXISTING);
    }
    if (format == Format.EVIDENCE) {
      screen.println(out + "; check it: ./sealward sla verify " + out);
    }
    screen.flush();
  }

  /** What the service says is wrong, if it says so. */
  private static String detail(byte[] body) {
    try {
      JsonNode detail =
          StrictJson.mapper().readValue(body, Argument.of(JsonNode.class)).get("detail");
      return detail == null ? "" : ": " + detail.getStringValue();
    } catch (IOException | RuntimeException _) {
      return "";
    }
  }

  private String id() {
    if (!contract.matches("[a-z][a-z0-9-]{0,63}")) {
      throw new UsageException("--contract is an id of a policy, such as standard");
    }
    return contract;
  }

  private YearMonth month() {
    try {
      return YearMonth.parse(month);
    } catch (DateTimeException _) {
      throw new UsageException("MONTH is such as 2026-07, not " + month);
    }
  }
}
