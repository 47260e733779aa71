package org.sealward.local.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the answer to a publication until its proof can be had, as a client sees it. */
@Command(
    name = "key-log",
    description = "Publishes keys and asks for their proofs; prints how long that took.")
final class KeyLogBench extends Measurement {
  private static final Clock CLOCK = Clock.systemUTC();

  /** Between two questions for a proof. */
  private static final long PAUSE_MS = 20;

  @Option(names = "--publishers", description = "Users at once (default: ${DEFAULT-VALUE}).")
  private int publishers = 4;

  @Option(names = "--rounds", description = "Publications of each (default: ${DEFAULT-VALUE}).")
  private int rounds = 50;

  @Option(
      names = "--warm-up",
      description = "Publications of each before these (default: ${DEFAULT-VALUE}).")
  private int warmUp = 50;

  @Override
  void measure(Figures figures) throws Exception {
    Latencies stored = new Latencies();
    Latencies proven = new Latencies();
    try (Stand stand = Stand.start();
        BenchUser.Clinic clinic = new BenchUser.Clinic(stand.backends(), stand.url());
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<BenchUser> users = new ArrayList<>();
      for (int i = 0; i < publishers; i++) {
        users.add(clinic.specialist());
      }
      List<Future<?>> running = new ArrayList<>();
      for (BenchUser user : users) {
        running.add(
            threads.submit(
                () -> {
                  publish(user, stand.url(), http, stored, proven);
                  return 0;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    figures.note(
        "%d users at once, %d publications each after %d; KMS is the stand-in"
            .formatted(publishers, rounds, warmUp));
    figures.add("stored-p50", stored.quantile(0.5), "ms", "the publication itself");
    figures.add("proven-p50", proven.quantile(0.5), "ms", "after its answer");
    figures.add("proven-p95", proven.quantile(0.95), "ms");
    figures.add("proven-p99", proven.quantile(0.99), "ms", "aim 300");
    figures.add("proven-max", proven.quantile(1), "ms");
    figures.add("ratio", proven.quantile(0.5) / stored.quantile(0.5), "", "proven to stored, p50");
  }

  private void publish(
      BenchUser user, URI service, HttpClient http, Latencies stored, Latencies proven)
      throws Exception {
    OwnKeys keys = user.keys();
    for (int i = -warmUp; i < rounds; i++) {
      keys = keys.rotate(PrivateKeys.generate(), CLOCK.instant().truncatedTo(ChronoUnit.MILLIS));
      int version = keys.signedBundle().bundle().version();
      HttpRequest proof =
          HttpRequest.newBuilder(
                  service.resolve("/v1/users/" + user.id() + "/bundles/" + version + "/proof"))
              .header("Authorization", "Bearer " + user.accessToken())
              .build();
      long began = System.nanoTime();
      user.api().send(Call.put("/v1/me/bundles/" + version, keys.signedBundle()));
      long answered = System.nanoTime();
      while (http.send(proof, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
        Thread.sleep(PAUSE_MS);
      }
      long had = System.nanoTime();
      if (i < 0) {
        continue;
      }
      synchronized (proven) {
        stored.add(answered - began);
        proven.add(had - answered);
      }
    }
  }
}
