package org.sealward.decryption;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sealward.envelope.CiphertextSource;
import org.sealward.envelope.DecryptionFailedException;

/** Decrypts a bounded number of pictures at a time, none for longer than a limit. */
final class Decryptions implements AutoCloseable {
  private final Workers workers;
  private final Semaphore room;
  private final Duration limit;

  /**
   * @param concurrent how many at a time, 1 at least
   * @param limit from the start of a picture to its end; what takes longer is broken off
   */
  Decryptions(int concurrent, Duration limit) throws IOException {
    this.workers = new Workers(concurrent);
    this.room = new Semaphore(concurrent);
    this.limit = limit;
  }

  Workers workers() {
    return workers;
  }

  /**
   * A picture whose first bytes are decrypted; nothing when there is no room now.
   *
   * @throws DecryptionFailedException when it does not open, whatever the reason
   * @throws IOException when a worker or the ciphertext fails
   */
  Optional<Picture> open(AssistSeed seed, Job job, CiphertextSource ciphertext)
      throws IOException, InterruptedException {
    if (!room.tryAcquire()) {
      return Optional.empty();
    }
    WorkerProcess worker;
    try {
      worker = workers.take();
    } catch (IOException | InterruptedException | RuntimeException e) {
      room.release();
      throw e;
    }
    worker.onClose(room::release);
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(worker::close);
    return Optional.of(Picture.open(worker, seed, job, ciphertext));
  }

  @Override
  public void close() {
    workers.close();
  }
}
