package org.sealward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class InboxTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> begun = new ArrayList<>();
  private final Queue<CompletableFuture<?>> open = new ArrayDeque<>();

  private final Inbox inbox =
      new Inbox(
          channel,
          Runnable::run,
          frame -> {
            begun.add(new String(frame, StandardCharsets.US_ASCII));
            CompletableFuture<?> end = new CompletableFuture<>();
            open.add(end);
            return end;
          });

  private void add(String frame) {
    inbox.add(frame.getBytes(StandardCharsets.US_ASCII));
  }

  private boolean reads() {
    return channel.config().isAutoRead();
  }

  @Test
  void frames_areBegunInTheirOrder_withoutWaitingForTheOneBefore() {
    add("a");
    add("b");

    assertThat(begun).containsExactly("a", "b");
    assertThat(reads()).isTrue();
  }

  @Test
  void socket_withManyOpenFrames_isNotRead_untilSomeHaveEnded() {
    for (int i = 1; i < Inbox.LIMIT; i++) {
      add("frame");
    }
    assertThat(reads()).isTrue();

    add("the last that is read");
    add("one that had been read together with it");
    assertThat(reads()).isFalse();

    open.remove().complete(null);
    assertThat(reads()).isFalse();
    open.remove().complete(null);
    assertThat(reads()).isTrue();
  }

  @Test
  void frame_thatEndsWithAFailure_makesRoomToo() {
    for (int i = 0; i < Inbox.LIMIT; i++) {
      add("frame");
    }
    assertThat(reads()).isFalse();

    open.remove().completeExceptionally(new IllegalStateException("for this test"));
    assertThat(reads()).isTrue();
  }
}
