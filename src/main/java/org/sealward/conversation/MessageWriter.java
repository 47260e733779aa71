package org.sealward.conversation;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import org.sealward.envelope.SealedMessage;
import org.sealward.platform.BatchingWriter;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;
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
   * Returns once the message is durable.
   *
   * @throws Problem why the message was refused, or that too many wait
   */
  Messages.Outcome store(SealedMessage message) {
    try {
      return writer.submit(message).join().outcome();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Problem problem) {
        throw problem;
      }
      throw e;
    }
  }

  @PreDestroy
  void close() {
    writer.close();
  }
}
