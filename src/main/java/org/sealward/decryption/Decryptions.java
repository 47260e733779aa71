package org.sealward.decryption;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sealward.envelope.CiphertextSource;
import org.sealward.envelope.DecryptionFailedException;

/**
 * Decrypts a bounded number of pictures at a time, one for each user, none for longer than a limit.
 */
final class Decryptions implements AutoCloseable {
  private final Workers workers;
  private final Semaphore room;
  private final Set<UUID> users = ConcurrentHashMap.newKeySet();
  private final Duration limit;

  /**
   * Starts workers.
   *
   * @param concurrent how many at a time, 1 at least
   * @param limit from the start of a picture to its end; what takes longer is broken off
   */
  Decryptions(int concurrent, Duration limit, WorkerLauncher launcher) throws IOException {
    this.workers = new Workers(concurrent, launcher);
    this.room = new Semaphore(concurrent);
    this.limit = limit;
  }

  Workers workers() {
    return workers;
  }

  /** Room for one picture; nothing when there is none now, or the user has another place. */
  Optional<Place> enter(UUID userId) {
    if (!users.add(userId)) {
      return Optional.empty();
    }
    if (!room.tryAcquire()) {
      users.remove(userId);
      return Optional.empty();
    }
    return Optional.of(new Place(userId));
  }

  /** Room for one picture, to be closed by whoever has it and opens none in it. */
  final class Place implements AutoCloseable {
    private final AtomicBoolean left = new AtomicBoolean();
    private final UUID userId;

    private Place(UUID userId) {
      this.userId = userId;
    }

    /**
     * A picture whose first bytes are decrypted. Its end, its failure or closing it leaves the
     * place.
     *
     * @throws DecryptionFailedException when it does not open, whatever the reason
     * @throws IOException when a worker or the ciphertext fails
     */
    Picture open(AssistSeed seed, Job job, CiphertextSource ciphertext)
        throws IOException, InterruptedException {
      WorkerProcess worker;
      try {
        worker = workers.take();
      } catch (IOException | InterruptedException | RuntimeException e) {
        close();
        throw e;
      }
      worker.onEnd(this::close);
      CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
          .execute(worker::close);
      return Picture.open(worker, seed, job, ciphertext);
    }

    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        users.remove(userId);
        room.release();
      }
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
