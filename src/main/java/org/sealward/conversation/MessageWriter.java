package org.sealward.conversation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SealedMessage;
import org.sealward.platform.BatchingWriter;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Transactions;

/** The one writer of messages on a node: those of concurrent senders share a commit. */
@Singleton
class MessageWriter {
  private static final int LARGEST_BATCH = 200;
  private static final int LONGEST_QUEUE = 5_000;

  private final BatchingWriter<MessageBatch.Draft, Messages.Outcome> writer;
  private final EventBodies bodies;
  private final Counter stored;

  MessageWriter(Transactions transactions, EventBodies bodies, Clock clock, MeterRegistry metrics) {
    this.bodies = bodies;
    writer =
        new BatchingWriter<>(
            "message-writer",
            drafts -> MessageBatch.write(transactions, clock.instant(), drafts),
            LARGEST_BATCH,
            LONGEST_QUEUE);
    stored =
        Counter.builder("sealward.messages.stored")
            .description("Messages stored, those sent again not counted")
            .register(metrics);
    Gauge.builder("sealward.writer.queue", writer, BatchingWriter::waiting)
        .description("Messages that wait for the next transaction")
        .register(metrics);
  }

  /**
   * Takes a message whose signature has been verified, with its hash. Completes once it is durable,
   * or with the Problem why it was refused or that too many wait.
   */
  CompletableFuture<Messages.Outcome> submit(SealedMessage message, Bytes hash) {
    CompletableFuture<Messages.Outcome> result =
        writer.submit(new MessageBatch.Draft(message.header(), hash, bodies.write(message)));
    var _ =
        result.thenAccept(
            outcome -> {
              if (!outcome.repeated()) {
                stored.increment();
              }
            });
    return result;
  }

  @PreDestroy
  void close() {
    writer.close();
  }
}
