package org.sealward.delivery;

import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sealward.api.ServerFrame;
import org.sealward.conversation.Messages;
import org.sealward.envelope.SealedMessage;
import org.sealward.platform.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that come over a socket, and the frames that answer them. */
@Singleton
class Posting {
  private static final Logger LOG = LoggerFactory.getLogger(Posting.class);

  private final Messages messages;

  Posting(Messages messages) {
    this.messages = messages;
  }

  /** Completes, always with an answer, when it is known whether the message was stored. */
  CompletionStage<ServerFrame> post(UUID sender, SealedMessage message) {
    UUID id = message.header().messageId();
    try {
      return messages
          .submit(sender, message)
          .handle(
              (stored, failure) ->
                  failure == null
                      ? new ServerFrame.Sent(id, stored.seq(), stored.at())
                      : refusal(id, failure));
    } catch (RuntimeException e) {
      return CompletableFuture.completedStage(refusal(id, e));
    }
  }

  private static ServerFrame refusal(UUID id, Throwable failure) {
    Problem problem = Problem.of(failure);
    boolean ours = problem.type().status() >= 500;
    if (ours) {
      LOG.error("a message over a socket failed", problem);
    }
    return new ServerFrame.NotSent(
        id, problem.type().type().toString(), ours ? null : problem.detail());
  }
}
