package org.sealward.local.residue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.sealward.api.AssistKeyList;
import org.sealward.api.AssistedDecryption;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.local.bench.BenchUser;

/**
 * Assisted decryptions, several at a time and more than there is room for: each person's by an
 * image key and by the seed in turns; every fourth one of a range.
 */
final class Load implements AutoCloseable {
  private static final Duration FRESH = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Clock clock = Clock.systemUTC();
  private final AtomicInteger waits = new AtomicInteger();
  private final List<SharedImage> images;
  private List<AssistKey> keys = List.of();
  private Instant fetched = Instant.EPOCH;

  Load(List<SharedImage> images) {
    this.images = images;
  }

  /** How often a request was told to wait. */
  int waits() {
    return waits.get();
  }

  /**
   * Has that many pictures decrypted, and compares each with the right one.
   *
   * @param progress told how many are done
   */
  void run(int decryptions, int connections, IntConsumer progress) throws Exception {
    var next = new AtomicInteger();
    var done = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<?>> all =
          IntStream.range(0, connections)
              .<Future<?>>mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            for (int i = next.getAndIncrement();
                                i < decryptions;
                                i = next.getAndIncrement()) {
                              decrypt(i);
                              progress.accept(done.incrementAndGet());
                            }
                            return null;
                          }))
              .toList();
      for (Future<?> one : all) {
        try {
          one.get();
        } catch (ExecutionException e) {
          next.set(decryptions);
          throw e;
        }
      }
    }
  }

  private void decrypt(int number) throws IOException, InterruptedException {
    SharedImage image = images.get(number % images.size());
    int of = number % images.size();
    int round = number / images.size();
    int person = round % image.people().size();
    BenchUser caller = image.people().get(person);
    boolean byKey = (of + round / image.people().size()) % 2 == 0;
    boolean ranged = (of + round) % 4 == 3;
    int offset = ranged ? number % image.size() : 0;
    long length = ranged ? Math.min(100_000, image.size() - offset) : image.size();
    AssistRequest request =
        AssistRequest.of(
            image.grant(person), byKey ? AssistSecret.IMAGE_KEY : AssistSecret.IMAGE_KEM_SEED);
    Instant until = clock.instant().plus(PATIENCE);
    while (true) {
      List<AssistedDecryption.Seal> seals =
          keys(caller).stream()
              .map(
                  key ->
                      new AssistedDecryption.Seal(
                          key.keyId(),
                          byKey
                              ? request.seal(key, image.key())
                              : request.seal(key, caller.keys())))
              .toList();
      var body =
          new AssistedDecryption(
              1,
              request.grantHash(),
              request.secret(),
              request.nonce(),
              seals,
              ranged ? (long) offset : null,
              ranged ? length : null);
      HttpResponse<byte[]> answer = send(caller, request, body);
      if (answer.statusCode() == 200) {
        if (answer.body().length != length || !image.has(answer.body(), offset)) {
          throw new IOException("another picture came");
        }
        return;
      }
      if (answer.statusCode() != 503 || clock.instant().isAfter(until)) {
        throw new IOException(
            answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
      }
      waits.incrementAndGet();
      Thread.sleep(50);
    }
  }

  private HttpResponse<byte[]> send(
      BenchUser caller, AssistRequest request, AssistedDecryption body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                caller.api().base().resolve("/v1/images/" + request.imageId() + "/decryption"))
            .header("Authorization", "Bearer " + caller.accessToken())
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofByteArray(Json.write(body)))
            .build(),
        BodyHandlers.ofByteArray());
  }

  /** Accepted as an app does. */
  private synchronized List<AssistKey> keys(BenchUser caller) throws InterruptedException {
    while (keys.isEmpty() || clock.instant().isAfter(fetched.plus(FRESH))) {
      AssistKeyList list = caller.api().send(Call.get("/v1/assist-keys"), AssistKeyList.class);
      Instant now = clock.instant();
      Bytes pinned = list.signingKey();
      if (pinned == null) {
        throw new IllegalStateException("the service decrypts nothing");
      }
      keys = list.keys().stream().map(signed -> signed.accept(pinned, now)).toList();
      fetched = now;
      if (keys.isEmpty()) {
        Thread.sleep(100); // The first is being made.
      }
    }
    return keys;
  }

  @Override
  public void close() {
    http.close();
  }
}
