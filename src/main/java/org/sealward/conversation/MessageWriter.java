package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.util.List;
import org.sealward.envelope.SealedMessage;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Transactions;

/** The one writer of messages on a node. */
@Singleton
class MessageWriter {
  private final Transactions transactions;
  private final EventBodies bodies;

  MessageWriter(Transactions transactions, EventBodies bodies) {
    this.transactions = transactions;
    this.bodies = bodies;
  }

  /** Returns once the message is durable; throws the problem of its decision. */
  Messages.Outcome store(SealedMessage message) {
    return MessageBatch.outcome(
        transactions.write(unit -> MessageBatch.decide(unit, List.of(message), bodies)).getFirst());
  }
}
