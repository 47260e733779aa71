package org.sealward;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sealward.api.ObservationBatch;
import org.sealward.api.ObservedRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.SignedObservation;

/** A prober that sees what it is told to. */
public final class TestProber {
  private static final int PLACES = 80;
  private static final AtomicInteger TAKEN = new AtomicInteger();

  private final String location;
  private final OwnProberKey key;
  private long next = 1;
  private Bytes previous = Observation.NOTHING;

  private TestProber(String location) {
    this.location = location;
    key = new OwnProberKey(SecretBytes.copyOf(Hash.of(Bytes.utf8(location)).toArray()));
  }

  /** One that the service knows, and nobody else has used in this JVM. */
  public static TestProber fresh() {
    int place = TAKEN.incrementAndGet();
    if (place > PLACES) {
      throw new IllegalStateException("make more places");
    }
    return new TestProber("place-" + place);
  }

  /** The one whose observations alone the contract {@code sofia} counts. */
  public static TestProber sofia() {
    return new TestProber("sofia");
  }

  /** The one whose observations alone the status page shows. */
  public static TestProber page() {
    return new TestProber("page");
  }

  /** One that the service does not know. */
  public static TestProber unknown() {
    return new TestProber("nowhere");
  }

  /** What the service is told: all that {@link #fresh}, {@link #sofia} and {@link #page} give. */
  static String setting() {
    return Stream.concat(
            Stream.of("sofia", "page"),
            IntStream.rangeClosed(1, PLACES).mapToObj(place -> "place-" + place))
        .map(TestProber::new)
        .map(prober -> prober.location + " " + prober.key.publicKey())
        .collect(Collectors.joining("\n"));
  }

  public String location() {
    return location;
  }

  /** 32 bytes. */
  public Bytes publicKey() {
    return key.publicKey();
  }

  /** Another one at the same place, which begins anew with the same key. */
  public TestProber again() {
    return new TestProber(location);
  }

  /** Goes on from there. */
  public void goOn(long number, Bytes hash) {
    next = number;
    previous = hash;
  }

  /** Everything worked, and took 12 ms each. */
  public SignedObservation good(Instant at) {
    return see(
        at,
        Arrays.stream(Step.values())
            .filter(step -> step != Step.ASSISTED_DECRYPTION && step != Step.REFERENCE)
            .map(step -> new Result(step, Ending.WORKED, Duration.ofMillis(12)))
            .toArray(Result[]::new));
  }

  /** The service did not answer, others did. */
  public SignedObservation bad(Instant at) {
    return see(
        at,
        new Result(Step.SITE, Ending.UNREACHABLE, Duration.ofMillis(3)),
        new Result(Step.REFERENCE, Ending.WORKED, Duration.ofMillis(9)));
  }

  /** Nobody answered. */
  public SignedObservation blind(Instant at) {
    return see(
        at,
        new Result(Step.SITE, Ending.UNREACHABLE, Duration.ofMillis(3)),
        new Result(Step.REFERENCE, Ending.TIMEOUT, Duration.ofSeconds(5)));
  }

  /** The next of the chain. */
  public SignedObservation see(Instant at, Result... steps) {
    return see(new Observation(location, next, previous, at, List.of(steps)));
  }

  /** Goes on behind it. */
  public SignedObservation see(Observation observation) {
    SignedObservation signed = key.sign(observation);
    next = observation.number() + 1;
    previous = observation.hash();
    return signed;
  }

  /** With its signature, whatever it says. */
  public SignedObservation sign(Observation observation) {
    return key.sign(observation);
  }

  /** To be delivered at once: sent a little ahead, so that it may be 3.5 s on its way. */
  public ObservationBatch batch(SignedObservation... observations) {
    return batch(Instant.now().plusMillis(1500), observations);
  }

  /** To be delivered. */
  public ObservationBatch batch(Instant sentAt, SignedObservation... observations) {
    List<ObservedRecord> records = new ArrayList<>();
    for (SignedObservation signed : observations) {
      records.add(new ObservedRecord(signed.observation().encode(), signed.signature()));
    }
    return new ObservationBatch(location, sentAt, records);
  }
}
