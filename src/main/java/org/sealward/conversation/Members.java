package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.SignedLeave;
import org.sealward.platform.Event;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/** Who takes part in a conversation now, and from where on they may read. */
@Singleton
public class Members {
  private final ConversationRepository rows;
  private final Chains chains;
  private final Transactions transactions;
  private final EventBodies bodies;

  Members(
      ConversationRepository rows, Chains chains, Transactions transactions, EventBodies bodies) {
    this.rows = rows;
    this.chains = chains;
    this.transactions = transactions;
    this.bodies = bodies;
  }

  public boolean isMember(UUID conversationId, UUID userId) {
    return rows.findFor(conversationId, userId).isPresent();
  }

  /**
   * Refuses everybody else.
   *
   * @throws Problem {@link ConversationProblem#CONVERSATION_NOT_FOUND}, the same for a stranger, a
   *     former member and a conversation that does not exist
   */
  public void requireMember(UUID conversationId, UUID userId) {
    if (!isMember(conversationId, userId)) {
      throw Membership.notFound();
    }
  }

  /** A conversation and the first event of it that the user may read. */
  public record Reading(UUID conversationId, long fromSeq) {}

  /** Every conversation that the user takes part in now. */
  public List<Reading> readings(UUID userId) {
    record Row(UUID conversationId, long readsFromEpoch) {}
    List<Row> found =
        transactions.read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "select conversation_id, reads_from_epoch from conversation_member"
                          + " where user_id = ?")) {
                select.setObject(1, userId);
                try (ResultSet result = select.executeQuery()) {
                  List<Row> list = new ArrayList<>();
                  while (result.next()) {
                    list.add(new Row(result.getObject(1, UUID.class), result.getLong(2)));
                  }
                  return list;
                }
              }
            });
    return found.stream()
        .map(
            row ->
                new Reading(
                    row.conversationId(), seqOf(row.conversationId(), row.readsFromEpoch())))
        .toList();
  }

  /** The first event that the user may read; empty for anybody who is no member. */
  public OptionalLong readableFrom(UUID conversationId, UUID userId) {
    return rows.findFor(conversationId, userId)
        .flatMap(row -> chains.entry(row.id(), row.epoch()))
        .flatMap(stored -> stored.entry().entry().member(userId))
        .map(member -> OptionalLong.of(seqOf(conversationId, member.readsFromEpoch())))
        .orElse(OptionalLong.empty());
  }

  /** Whether the event is an entry in which the user is no member, or the user's own leave. */
  public boolean excludes(Event event, UUID userId) {
    return switch (event.kind()) {
      case Chains.EVENT -> chains.stored(event).entry().entry().member(userId).isEmpty();
      case Membership.LEAVE -> event.actor().equals(userId);
      default -> false;
    };
  }

  /** Who takes part in an epoch: the entry's members without those who have left since. */
  List<UUID> present(MembershipEntry entry) {
    Set<UUID> leavers = leaves(entry.conversationId(), entry.epoch()).keySet();
    return entry.members().stream()
        .map(Member::userId)
        .filter(id -> !leavers.contains(id))
        .toList();
  }

  /** The leaves that the next entry has to answer, for a member. */
  List<SignedLeave> pendingLeaves(UUID conversationId, UUID member) {
    ConversationRow row = rows.findFor(conversationId, member).orElseThrow(Membership::notFound);
    return leaves(conversationId, row.epoch()).values().stream()
        .map(body -> bodies.read(body, SignedLeave.class))
        .toList();
  }

  private Map<UUID, Bytes> leaves(UUID conversationId, long epoch) {
    return transactions.read(connection -> LeaveTable.of(connection, conversationId, epoch));
  }

  private long seqOf(UUID conversationId, long epoch) {
    return chains.entry(conversationId, epoch).map(stored -> stored.seq()).orElse(1L);
  }
}
