package org.sealward.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sealward.api.ObservationBatch;
import org.sealward.api.ObservationsTaken;
import org.sealward.api.ObservedRecord;
import org.sealward.client.error.ProblemException;
import org.sealward.client.internal.http.Backoff;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.Retries;
import org.sealward.client.internal.http.ServiceApi;

/**
 * Brings observations to the service, in order, for as long as it takes, and the service's time to
 * the clock. On a thread of its own, so that nobody waits for it.
 */
final class Delivery implements Runnable, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String location;
  private final ObservationChain chain;
  private final ProbeClock clock;
  private final Consumer<String> complaints;
  private final Backoff pause;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final ServiceApi api;
  private final Semaphore work = new Semaphore(1);
  private boolean asked;
  private long number;
  private int most = ObservationBatch.MOST;
  private String complaint = "";

  /**
   * @param complaints is told why nothing is delivered, once for each reason
   * @param pause before it is tried again
   */
  Delivery(
      URI service,
      String location,
      ObservationChain chain,
      ProbeClock clock,
      Consumer<String> complaints,
      Backoff pause) {
    this.location = location;
    this.chain = chain;
    this.clock = clock;
    this.complaints = complaints;
    this.pause = pause;
    this.api = ServiceApi.anonymous(service, http, new Retries(1, pause, Duration.ZERO));
  }

  /** There is something to deliver, or to ask. */
  void wake() {
    if (work.availablePermits() == 0) {
      work.release();
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        work.acquire();
        while (isWork()) {
          if (!deliver()) {
            var _ = work.tryAcquire(pause.before(0).toMillis(), TimeUnit.MILLISECONDS);
          }
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private boolean isWork() {
    return !asked || clockIsWrong() || number < chain.next();
  }

  private boolean clockIsWrong() {
    return clock.read().wrong().isPresent();
  }

  /** One batch, or a question; returns false when it is no use to go on at once. */
  private boolean deliver() {
    try {
      List<ObservedRecord> batch = asked && !clockIsWrong() ? chain.from(number, most) : List.of();
      ObservationsTaken taken = send(batch);
      number = chain.settle(taken);
      asked = true;
      most = Math.min(ObservationBatch.MOST, 2 * most);
      complaint = "";
      return !clockIsWrong() && dropFuture(taken.time());
    } catch (ProblemException e) {
      asked = false;
      if (e.is("clock-skewed")) {
        // Or the batch was too long on its way.
        most = Math.max(1, most / 4);
        clock.refused();
      }
      return e.is("observation-gap") || complain(e);
    } catch (IOException | RuntimeException e) {
      // Whatever it is: the thread goes on.
      return complain(e);
    }
  }

  private boolean dropFuture(Instant now) throws IOException {
    int dropped = chain.dropAfter(now.plus(ProbeClock.MOST));
    if (dropped > 0) {
      complaints.accept(
          dropped + " observations are dropped: they were made by a clock that was ahead");
    }
    return true;
  }

  private ObservationsTaken send(List<ObservedRecord> batch) {
    long begun = clock.begin();
    var body = new ObservationBatch(location, clock.read().at(), batch);
    ObservationsTaken taken =
        api.send(
            Call.post("/v1/availability/observations", body).anonymous().deadline(DEADLINE),
            ObservationsTaken.class);
    clock.compare(begun, taken.time());
    return taken;
  }

  private boolean complain(Exception failure) {
    String why = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    if (!why.equals(complaint)) {
      complaint = why;
      complaints.accept("nothing is delivered: " + why);
    }
    return false;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
