package org.sealward.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServiceStatus;
import org.sealward.json.JsonRefusedException;
import org.sealward.json.StrictJson;
import picocli.CommandLine.Option;

/** The service whose status is asked for. */
final class StatusSource {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Bytes of a status: some hundred incidents with their posts. */
  private static final int MOST = 1 << 22;

  @Option(
      names = "--from",
      paramLabel = "URL",
      defaultValue = "${env:SEALWARD_SERVICE}",
      description = "Address of the service (default: $$SEALWARD_SERVICE).")
  private @Nullable String from;

  /** Its root. */
  URI service() {
    if (from == null || from.isBlank()) {
      throw new UsageException("Which service? Give --from URL.");
    }
    return Device.address(from);
  }

  /**
   * What it says now.
   *
   * @throws StatusRefusedException when the service itself answers that there is none, or not now
   * @throws IOException when it does not answer in time, or not with a status
   */
  ServiceStatus fetch() throws IOException, InterruptedException {
    URI address = URI.create(service().toString().replaceFirst("/+$", "") + "/v1/status");
    HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> answer =
          http.sendAsync(
                  HttpRequest.newBuilder(address).header("Accept", "application/json").build(),
                  BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST))
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (answer.statusCode() == 200) {
        return status(answer.body());
      }
      String wrong =
          answer.statusCode() == 404
              ? address + " is not there: SEALWARD_STATUS_CONTRACT makes a service's status page"
              : address + " answers " + answer.statusCode();
      throw isOurs(answer) ? new StatusRefusedException(wrong) : new IOException(wrong);
    } catch (JsonRefusedException | UncheckedIOException | DateTimeException e) {
      throw new IOException(address + " answers with something else than a status", e);
    } catch (TimeoutException e) {
      throw new IOException(address + " does not answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(address + " cannot be reached: " + e.getCause(), e);
    } finally {
      http.shutdownNow(); // does not wait for an answer that trickles
    }
  }

  /** Whatever stands before the service has no problem documents; 500 is an outage. */
  private static boolean isOurs(HttpResponse<?> answer) {
    int code = answer.statusCode();
    return (code / 100 == 4 || code == 503)
        && answer
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("application/problem+json"))
            .isPresent();
  }

  /** Fit to be shown. */
  private static ServiceStatus status(byte[] json) throws JsonRefusedException {
    ServiceStatus status = StrictJson.read(json, ServiceStatus.class);
    var _ = ZoneId.of(status.zone());
    return status;
  }
}
