package org.sealward.decryption;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnServiceKey;
import org.sealward.platform.Transactions;

/** What decrypts in this process of the service; there is none where the deployment is without. */
@Context
@Requires(property = DecryptionProperties.CONCURRENT, notEquals = "0")
final class Assistance {
  /** Of an assist key (protocol §10.1). */
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /** A picture of 1 GB takes 40 s; nobody is to hold a place for long by reading slowly. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final OwnServiceKey serviceKey;
  private final PublishedKeys published;
  private final Transactions transactions;
  private final Clock clock;
  private final Decryptions decryptions;
  private final AssistKeys keys;
  private @Nullable UUID newest;

  /** Starts workers, or refuses to where the system could write memory to a disk. */
  Assistance(
      DecryptionProperties properties,
      PublishedKeys published,
      Transactions transactions,
      Clock clock,
      WorkerLauncher launcher,
      Swap swap)
      throws IOException {
    if (swap.isPossible()) {
      throw new ConfigurationException(
          "SEALWARD_DECRYPTION_CONCURRENT asks for a computer without swap, or a control group"
              + " with memory.swap.max 0: pictures must not get to a disk");
    }
    CoreDumps.turnOff();
    this.serviceKey = properties.serviceKey();
    this.published = published;
    this.transactions = transactions;
    this.clock = clock;
    this.decryptions = new Decryptions(properties.concurrent(), LONGEST, launcher);
    this.keys = new AssistKeys(decryptions.workers(), LIFETIME);
  }

  /** Forgets keys and nonces in time, and makes and publishes new keys. */
  @Scheduled(fixedDelay = "20s")
  synchronized void turn() throws IOException, InterruptedException {
    Instant now = clock.instant();
    keys.turn(now);
    Optional<AssistKey> key = keys.newest();
    if (key.isPresent() && !key.get().keyId().equals(newest)) {
      published.replace(newest, serviceKey.sign(key.get()), now);
      newest = key.get().keyId();
    }
    // No process has a key any more that was there when these were used.
    Instant over = now.minus(LIFETIME.multipliedBy(2));
    transactions.write(unit -> UsedNonces.forget(unit.connection(), over));
  }

  /** The public half of the key that signs assist keys. */
  Bytes signingKey() {
    return serviceKey.publicKey();
  }

  /** The private half of an assist key of this process. */
  Optional<AssistSeed> seed(UUID keyId) {
    return keys.seed(keyId, clock.instant());
  }

  /** Room for one picture; nothing when there is none now, or the user has another place. */
  Optional<Decryptions.Place> enter(UUID userId) {
    return decryptions.enter(userId);
  }

  @PreDestroy
  void close() {
    keys.close();
    decryptions.close();
    serviceKey.close();
  }
}
