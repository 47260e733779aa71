package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.ErasedMessages;
import org.sealward.envelope.ErasureRecord;
import org.sealward.platform.Act;
import org.sealward.platform.Erasures;
import org.sealward.platform.Event;
import org.sealward.platform.EventLog;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.PersonalData;
import org.sealward.platform.Problem;
import org.sealward.platform.RepeatedErasure;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * Deletes messages: the body goes, its place, hash and sender stay, so that the chain of hashes
 * holds and a message that is sent again does not come back. Members are told by an event.
 */
@Singleton
class MessageErasure implements PersonalData, RepeatedErasure {
  private final Members members;
  private final EventLog log;
  private final Erasures erasures;
  private final LegalHolds holds;
  private final Transactions transactions;

  MessageErasure(
      Members members,
      EventLog log,
      Erasures erasures,
      LegalHolds holds,
      Transactions transactions) {
    this.members = members;
    this.log = log;
    this.erasures = erasures;
    this.holds = holds;
    this.transactions = transactions;
  }

  /**
   * Deletes one message for its sender; again, nothing happens.
   *
   * @throws Problem {@link GeneralProblem#FORBIDDEN} for other members, {@link
   *     ConversationProblem#MESSAGE_NOT_FOUND}, {@link ConversationProblem#CONVERSATION_NOT_FOUND},
   *     {@link LegalHoldProblem#LEGAL_HOLD}
   */
  void erase(UUID caller, UUID conversationId, long seq) {
    long from = members.readableFrom(conversationId, caller).orElseThrow(Membership::notFound);
    Event message =
        log.readKindAfter(conversationId, Messages.EVENT, seq - 1, 1).stream()
            .filter(event -> event.seq() == seq && seq >= from)
            .findFirst()
            .orElseThrow(
                () ->
                    new Problem(
                        ConversationProblem.MESSAGE_NOT_FOUND, "No message lies at that place."));
    if (!message.actor().equals(caller)) {
      throw new Problem(GeneralProblem.FORBIDDEN, "Only its sender may delete a message.");
    }
    if (message.body() != null) {
      transactions.write(
          unit -> {
            holds.requireMessagesErasable(unit, conversationId);
            order(
                unit,
                conversationId,
                caller,
                new ErasedMessages(seq, seq, caller, ErasedMessages.Reason.SENDER));
            return seq;
          });
    }
  }

  /** Deletes what the user sent, in every conversation that they are or were in. */
  @Override
  public void erase(Unit unit, UUID userId, UUID receipt) throws SQLException {
    for (ErasureTables.Sent sent : ErasureTables.sent(unit.connection(), userId)) {
      order(
          unit, sent.conversationId(), userId, ErasedMessages.ofAccount(userId), sent.newestSeq());
    }
    ErasureTables.deleteMemberships(unit.connection(), userId);
  }

  @Override
  public String kind() {
    return Erasures.MESSAGES;
  }

  /** Places may be others' by now, times are not. */
  @Override
  public void repeat(Unit unit, ErasureRecord order) throws SQLException {
    ErasedMessages told = erasures.told(order, ErasedMessages.class);
    Optional<ErasedMessages> back =
        ErasureTables.held(unit.connection(), order.stream(), told, order.at());
    if (back.isPresent()) {
      order(unit, order.stream(), order.actor(), back.get());
    }
  }

  void order(Unit unit, UUID conversationId, UUID actor, ErasedMessages erased)
      throws SQLException {
    order(unit, conversationId, actor, erased, erased.toSeq());
  }

  private void order(
      Unit unit, UUID conversationId, UUID actor, ErasedMessages erased, long lastSeq)
      throws SQLException {
    unit.record(Act.of(Act.Kind.MESSAGES_ERASED, actor).onObject(conversationId).numbered(lastSeq));
    erasures.order(unit, conversationId, Erasures.MESSAGES, actor, erased);
  }
}
