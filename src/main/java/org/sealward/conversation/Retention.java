package org.sealward.conversation;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.sealward.api.ErasedMessages;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * Erases messages that are older than their institutions keep them. A conversation belongs to every
 * institution whose confirmed specialist was ever seen in it by a sweep; the longest time among
 * them counts, and one that keeps for ever keeps it for ever. What a legal hold covers waits for
 * its end.
 */
@Singleton
public class Retention {
  private static final int PAGE = 500;

  /** Nobody's id: the service itself is the actor. */
  public static final UUID SERVICE = new UUID(0, 0);

  private final MessageErasure erasure;
  private final LegalHolds holds;
  private final Transactions transactions;
  private final Clock clock;

  Retention(MessageErasure erasure, LegalHolds holds, Transactions transactions, Clock clock) {
    this.erasure = erasure;
    this.holds = holds;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * What was stored in a conversation before a time is to go.
   *
   * @param before by the service's clock
   */
  public record Limit(UUID conversationId, Instant before) {}

  /** Tells the limits of all conversations that have one. */
  public void forEachLimit(Consumer<Limit> action) {
    Instant now = clock.instant();
    UUID after = SERVICE;
    List<RetentionTables.Kept> page;
    do {
      UUID from = after;
      page = transactions.read(connection -> RetentionTables.kept(connection, from, PAGE));
      for (RetentionTables.Kept kept : page) {
        action.accept(new Limit(kept.conversationId(), now.minus(Duration.ofDays(kept.days()))));
        after = kept.conversationId();
      }
    } while (page.size() == PAGE);
  }

  @Scheduled(initialDelay = "5m", fixedDelay = "1h")
  void sweep() {
    transactions.write(
        unit -> {
          RetentionTables.noteInstitutions(unit.connection());
          return unit;
        });
    forEachLimit(
        limit -> {
          while (transactions.write(unit -> sweep(unit, limit))) {
            // The next part of a long conversation.
          }
        });
  }

  private boolean sweep(Unit unit, Limit limit) throws SQLException {
    UUID id = limit.conversationId();
    if (holds.coverMessages(unit, id)) {
      return false;
    }
    RetentionTables.Swept swept = RetentionTables.old(unit.connection(), id, limit.before());
    if (swept.toSeq() <= swept.fromSeq()) {
      return false;
    }
    RetentionTables.moveSweep(unit.connection(), id, swept.toSeq());
    if (swept.messages()) {
      erasure.order(
          unit,
          id,
          SERVICE,
          new ErasedMessages(
              swept.fromSeq() + 1, swept.toSeq(), null, ErasedMessages.Reason.RETENTION));
    }
    return true;
  }
}
