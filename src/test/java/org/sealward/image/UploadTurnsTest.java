package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.sealward.platform.Problem;

class UploadTurnsTest {
  private static final UUID OWNER = UUID.randomUUID();
  private static final UUID UPLOAD = UUID.randomUUID();

  private final UploadTurns turns = new UploadTurns();

  @Test
  void take_whileAnotherWaitsForBytes_stopsItAndComesAfterIt() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    AtomicBoolean stored = new AtomicBoolean();
    AtomicBoolean interruptLeft = new AtomicBoolean();
    CompletableFuture<Throwable> first = new CompletableFuture<>();
    try (PipedOutputStream silent = new PipedOutputStream()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (UploadTurns.Turn turn = turns.take(OWNER, UPLOAD);
                    InputStream body = turn.stoppable(new PipedInputStream(silent))) {
                  reading.countDown();
                  first.complete(readAll(body));
                  interruptLeft.set(Thread.currentThread().isInterrupted());
                  stored.set(true);
                } catch (IOException e) {
                  first.completeExceptionally(e);
                }
              });
      reading.await();

      try (var _ = turns.take(OWNER, UPLOAD)) {
        assertThat(stored).isTrue();
        assertThat(interruptLeft).isFalse();
        assertThat(first.get()).isInstanceOf(UploadTurns.TakenOverException.class);
      }
    }
  }

  @Test
  void take_afterTheOtherEnded_stopsNobody() throws IOException {
    turns.take(OWNER, UPLOAD).close();

    try (UploadTurns.Turn turn = turns.take(OWNER, UPLOAD)) {
      InputStream body = turn.stoppable(new ByteArrayInputStream(new byte[] {1, 2}));
      assertThat(body.readAllBytes()).containsExactly(1, 2);
    }
  }

  @Test
  void take_anotherOwnersOrAnotherUpload_stopsNobody() throws IOException {
    try (UploadTurns.Turn turn = turns.take(OWNER, UPLOAD);
        var _ = turns.take(UUID.randomUUID(), UPLOAD);
        var _ = turns.take(OWNER, UUID.randomUUID())) {
      assertThat(turn.stoppable(new ByteArrayInputStream(new byte[] {1})).readAllBytes())
          .containsExactly(1);
    }
  }

  @Test
  void fifthBody_ofOneOwner_isRefusedUntilOneEnds() throws IOException {
    Deque<UploadTurns.Turn> taken = new ArrayDeque<>();
    for (int i = 0; i < 4; i++) {
      UploadTurns.Turn turn = turns.take(OWNER, UUID.randomUUID());
      turn.stoppable(InputStream.nullInputStream());
      taken.add(turn);
    }
    // Asking how far an upload is takes a turn too, and sends nothing.
    turns.take(OWNER, UUID.randomUUID()).close();
    try (UploadTurns.Turn fifth = turns.take(OWNER, UUID.randomUUID());
        UploadTurns.Turn others = turns.take(UUID.randomUUID(), UPLOAD)) {
      assertThatThrownBy(() -> fifth.stoppable(InputStream.nullInputStream()))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> assertThat(problem.type()).isEqualTo(ImageProblem.UPLOAD_BUSY));
      others.stoppable(InputStream.nullInputStream()).close();

      taken.remove().close();
      fifth.stoppable(InputStream.nullInputStream()).close();
    } finally {
      taken.forEach(UploadTurns.Turn::close);
    }
  }

  @Test
  void body_interruptedBySomebodyElse_saysSo() throws IOException {
    try (UploadTurns.Turn turn = turns.take(OWNER, UPLOAD);
        PipedOutputStream silent = new PipedOutputStream();
        InputStream body = turn.stoppable(new PipedInputStream(silent))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(body::read)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(UploadTurns.TakenOverException.class);
    } finally {
      Thread.interrupted();
    }
  }

  private static Throwable readAll(InputStream body) {
    try {
      body.readAllBytes();
      return new AssertionError("the body ended by itself");
    } catch (IOException e) {
      return e;
    }
  }
}
