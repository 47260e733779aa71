package org.sealward.decryption;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.Suite;

/**
 * The assist keys of this process (protocol §10.1): the newest, for new requests, and the one
 * before it until its end. Thread-safe; whoever has it calls {@link #turn} often.
 */
final class AssistKeys implements AutoCloseable {
  private record Held(AssistKey key, AssistSeed seed) {}

  private final Workers workers;
  private final Duration lifetime;
  private final Deque<Held> held = new ArrayDeque<>();

  /**
   * @param lifetime of a key; one is published for half of it, so that who just asked has the rest
   */
  AssistKeys(Workers workers, Duration lifetime) {
    this.workers = workers;
    this.lifetime = lifetime;
  }

  /** Wipes what is past its end, and makes a new key when the newest is half way there. */
  synchronized void turn(Instant now) throws IOException, InterruptedException {
    forget(now);
    Held newest = held.peekLast();
    if (newest == null || newest.key().notAfter().isBefore(now.plus(lifetime.dividedBy(2)))) {
      held.addLast(make(now));
    }
  }

  private Held make(Instant now) throws IOException, InterruptedException {
    AssistSeed seed = new AssistSeed();
    try {
      Instant notAfter = now.plus(lifetime).truncatedTo(ChronoUnit.MILLIS);
      return new Held(
          new AssistKey(Suite.ONE, UUID.randomUUID(), workers.publicKey(seed), notAfter), seed);
    } catch (IOException | InterruptedException | RuntimeException e) {
      seed.close();
      throw e;
    }
  }

  private void forget(Instant now) {
    for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
      Held one = each.next();
      if (!now.isBefore(one.key().notAfter())) {
        one.seed().close();
        each.remove();
      }
    }
  }

  /** The key to publish; none before the first {@link #turn}. */
  synchronized Optional<AssistKey> newest() {
    return Optional.ofNullable(held.peekLast()).map(Held::key);
  }

  /** The private half of a key of this process that is not past its end. */
  synchronized Optional<AssistSeed> seed(UUID keyId, Instant now) {
    forget(now);
    return held.stream().filter(one -> one.key().keyId().equals(keyId)).map(Held::seed).findFirst();
  }

  @Override
  public synchronized void close() {
    held.forEach(one -> one.seed().close());
    held.clear();
  }
}
