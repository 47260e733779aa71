package org.sealward.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sealward.api.ObservationBatch;
import org.sealward.api.ObservationsTaken;
import org.sealward.api.ObservedRecord;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.envelope.SignedObservation;
import org.sealward.envelope.VerifyingKey;

/** What protocol §19.2 asks of the service, with a clock, faults and losses at will. */
final class FakeIntake implements AutoCloseable {
  private static final Duration MOST = Duration.ofSeconds(2);

  private final HttpServer server;
  private final VerifyingKey prober;
  private final List<Observation> taken = new CopyOnWriteArrayList<>();
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private volatile Duration ahead = Duration.ZERO;
  private volatile boolean down;

  FakeIntake(Bytes publicKey) {
    prober = VerifyingKey.checked(publicKey);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/availability/observations", this::take);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Observation> taken() {
    return taken;
  }

  /** How many records each accepted batch had. */
  List<Integer> batches() {
    return batches;
  }

  void ahead(Duration by) {
    ahead = by;
  }

  void down(boolean now) {
    down = now;
  }

  /** Puts it back to the first so many. */
  void restore(int observations) {
    taken.subList(observations, taken.size()).clear();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (down) {
        answer(exchange, 503, Map.of("type", "about:blank"));
        return;
      }
      ObservationBatch batch =
          Json.read(exchange.getRequestBody().readAllBytes(), ObservationBatch.class);
      Instant now = Clock.systemUTC().instant().plus(ahead);
      String problem = problem(batch, now);
      if (problem.isEmpty()) {
        batches.add(batch.observations().size());
        answer(exchange, 200, new ObservationsTaken(taken.size() + 1L, head(), now));
      } else {
        answer(exchange, 422, Map.of("type", "urn:sealward:problem:" + problem));
      }
    }
  }

  private synchronized String problem(ObservationBatch batch, Instant now) {
    if (Duration.between(batch.sentAt(), now).abs().compareTo(MOST) > 0) {
      return "clock-skewed";
    }
    List<Observation> next = new ArrayList<>();
    Bytes head = head();
    for (ObservedRecord record : batch.observations()) {
      Observation observation = Observation.decode(record.record());
      long awaited = taken.size() + next.size() + 1L;
      if (observation.number() < awaited) {
        continue;
      }
      if (observation.number() > awaited) {
        return "observation-gap";
      }
      if (!observation.previous().equals(head)
          || !new SignedObservation(observation, record.signature()).isBy(prober)) {
        return "observation-refused";
      }
      next.add(observation);
      head = observation.hash();
    }
    taken.addAll(next);
    return "";
  }

  private Bytes head() {
    return taken.isEmpty() ? Observation.NOTHING : taken.getLast().hash();
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = Json.write(body);
    exchange
        .getResponseHeaders()
        .set("Content-Type", status == 200 ? "application/json" : "application/problem+json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
