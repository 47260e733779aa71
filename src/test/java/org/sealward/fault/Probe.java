package org.sealward.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer, and how long it took.
 *
 * @param problem the last part of its type; empty when it is no problem
 */
record Probe(int status, String problem, HttpResponse<String> answer, Duration took) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern PROBLEM = Pattern.compile("urn:sealward:problem:([a-z0-9-]+)");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static Probe of(HttpRequest.Builder request) {
    long began = System.nanoTime();
    try {
      HttpResponse<String> answer =
          HTTP.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      Matcher problem = PROBLEM.matcher(answer.body());
      return new Probe(
          answer.statusCode(),
          problem.find() ? problem.group(1) : "",
          answer,
          Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static CompletableFuture<Probe> begin(HttpRequest.Builder request) {
    CompletableFuture<Probe> probe = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            probe.complete(of(request));
          } catch (RuntimeException e) {
            probe.completeExceptionally(e);
          }
        });
    return probe;
  }

  static Probe readiness(Site site) {
    return health(site, "readiness");
  }

  static Probe liveness(Site site) {
    return health(site, "liveness");
  }

  static Probe metrics(Site site) {
    return managed(site, "/prometheus");
  }

  private static Probe health(Site site, String kind) {
    return managed(site, "/health/" + kind);
  }

  private static Probe managed(Site site, String path) {
    URI management = site.service().management();
    return of(HttpRequest.newBuilder(management.resolve(path)));
  }

  String header(String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Override
  public String toString() {
    return status + " " + problem + " after " + took.toMillis() + " ms";
  }
}
