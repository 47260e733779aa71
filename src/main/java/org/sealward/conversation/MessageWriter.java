package org.sealward.conversation;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import org.sealward.envelope.SealedMessage;
import org.sealward.platform.BatchingWriter;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Transactions;

/** The one writer of messages on a node: those of concurrent senders share a commit. */
@Singleton
class MessageWriter {
  private static final int LARGEST_BATCH = 200;
  private static final int LONGEST_QUEUE = 5_000;

  private final BatchingWriter<SealedMessage, MessageBatch.Place> writer;

  MessageWriter(Transactions transactions, EventBodies bodies) {
    writer =
        new BatchingWriter<>(
            "message-writer",
            transactions,
            (unit, messages) -> MessageBatch.write(unit, messages, bodies),
            LARGEST_BATCH,
            LONGEST_QUEUE);
  }

  /**
   * Completes once the message is durable, or with the Problem why it was refused or that too many
   * wait.
   */
  CompletableFuture<MessageBatch.Place> submit(SealedMessage message) {
    return writer.submit(message);
  }

  @PreDestroy
  void close() {
    writer.close();
  }
}
