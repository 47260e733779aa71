package org.sealward.image;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.Problem;

/**
 * One request at a time per upload; the newest wins. A client whose connection died without a word
 * comes back while its old request still waits for bytes here: that one is stopped, keeps what it
 * has received, and the new one goes on from there.
 *
 * <p>One user's requests that send bytes are few at a time: each keeps some of the node's memory
 * for as long as its client takes.
 */
@Singleton
final class UploadTurns {
  /** Requests of one user that send bytes. */
  static final int MOST = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** With the owner, so that nobody can stop another's upload by its id. */
  private record Key(UUID ownerId, UUID uploadId) {}

  private final ConcurrentMap<Key, Turn> running = new ConcurrentHashMap<>();

  /**
   * Stops who has the turn, waits until it has stored its bytes, and takes over.
   *
   * @throws Problem {@link ImageProblem#UPLOAD_BUSY} when it takes longer than ten seconds
   */
  Turn take(UUID ownerId, UUID uploadId) {
    Key key = new Key(ownerId, uploadId);
    Turn mine = new Turn(key);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Turn holder = running.putIfAbsent(key, mine);
      if (holder == null) {
        return mine;
      }
      holder.stop();
      if (!holder.endsBy(deadline)) {
        throw new Problem(ImageProblem.UPLOAD_BUSY, "Try again in a moment.");
      }
    }
  }

  private synchronized void beginToSend(Turn turn) {
    long others =
        running.values().stream()
            .filter(other -> other.sends && other.key.ownerId.equals(turn.key.ownerId))
            .count();
    if (others >= MOST) {
      throw new Problem(
          ImageProblem.UPLOAD_BUSY, "No more than " + MOST + " uploads at once, please.");
    }
    turn.sends = true;
  }

  /** The body failed because a newer request took over. */
  static final class TakenOverException extends IOException {}

  /** The right to work on an upload, until it is closed. */
  final class Turn implements AutoCloseable {
    private final Key key;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean sends;
    private boolean stopped;
    private @Nullable Thread reader;

    private Turn(Key key) {
      this.key = key;
    }

    /**
     * A body whose reading ends with {@link TakenOverException} when a newer request comes.
     *
     * @throws Problem {@link ImageProblem#UPLOAD_BUSY} when its owner sends others enough
     */
    InputStream stoppable(InputStream body) {
      beginToSend(this);
      return new StoppableBody(body);
    }

    private boolean endsBy(long deadline) {
      try {
        return ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private synchronized void stop() {
      stopped = true;
      if (reader != null) {
        reader.interrupt();
      }
    }

    private synchronized void beginRead() throws IOException {
      if (stopped) {
        throw new TakenOverException();
      }
      reader = Thread.currentThread();
    }

    private synchronized boolean isStopped() {
      return stopped;
    }

    /** After this no interrupt of ours can come, and none is left behind. */
    private synchronized void endRead() {
      reader = null;
      if (stopped) {
        Thread.interrupted();
      }
    }

    @Override
    public void close() {
      running.remove(key, this);
      ended.countDown();
    }

    private final class StoppableBody extends InputStream {
      private final InputStream body;

      StoppableBody(InputStream body) {
        this.body = body;
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? count : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        beginRead();
        try {
          return body.read(target, offset, length);
        } catch (InterruptedIOException e) {
          throw isStopped() ? new TakenOverException() : e;
        } finally {
          endRead();
        }
      }
    }
  }
}
