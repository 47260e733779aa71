package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.sealward.api.ConversationSummary;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Transactions;

/** Which conversations a member has put away; the user's other devices hear of it. */
@Singleton
class Archive {
  /** Kind of the event on a user's stream whose body is a {@link ConversationSummary}. */
  static final String EVENT = "conversation-archived";

  private final ConversationRepository rows;
  private final Transactions transactions;
  private final EventBodies bodies;

  Archive(ConversationRepository rows, Transactions transactions, EventBodies bodies) {
    this.rows = rows;
    this.transactions = transactions;
    this.bodies = bodies;
  }

  ConversationSummary mark(UUID member, UUID conversationId, boolean archived) {
    return transactions.write(
        unit -> {
          boolean changed = rows.archive(conversationId, member, archived) > 0;
          ConversationSummary shown =
              rows.findFor(conversationId, member).orElseThrow(Membership::notFound).shown();
          if (changed) {
            unit.append(bodies.event(member, EVENT, member, shown));
          }
          return shown;
        });
  }
}
