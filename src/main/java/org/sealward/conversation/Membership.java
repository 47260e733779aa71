package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.sealward.api.ConversationSummary;
import org.sealward.api.NewEntry;
import org.sealward.api.StoredEntry;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.platform.Appended;
import org.sealward.platform.EventBodies;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * Appends to membership chains by compare-and-set. {@link EntryRules} are checked before; clients
 * check them again, since they trust nobody.
 */
@Singleton
class Membership {
  /** Kind of the event that tells a user of a conversation; body {@link ConversationSummary}. */
  static final String JOINED = "conversation";

  /** Kind of the event that tells a user that they are out; body {@link ConversationSummary}. */
  static final String LEFT = "conversation-left";

  private final ConversationRepository rows;
  private final Chains chains;
  private final EntryRules rules;
  private final Transactions transactions;
  private final EventBodies bodies;
  private final Clock clock;

  Membership(
      ConversationRepository rows,
      Chains chains,
      EntryRules rules,
      Transactions transactions,
      EventBodies bodies,
      Clock clock) {
    this.rows = rows;
    this.chains = chains;
    this.rules = rules;
    this.transactions = transactions;
    this.bodies = bodies;
    this.clock = clock;
  }

  /** Begins a conversation. */
  StoredEntry begin(UUID author, NewEntry body) {
    rules.requireGenesis(author, body);
    MembershipEntry entry = body.entry().entry();
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return append(
        body,
        unit -> {
          if (rows.insert(entry.conversationId(), entry.membershipHash(), now) == 0) {
            throw new Problem(
                ConversationProblem.CONVERSATION_EXISTS, "See the list of conversations.");
          }
          for (Member member : entry.members()) {
            tell(unit, member.userId(), JOINED, entry);
          }
        });
  }

  /** Appends the next entry of a conversation that the author is in. */
  StoredEntry next(UUID author, UUID conversationId, NewEntry body) {
    MembershipEntry entry = body.entry().entry();
    EntryRules.requireAuthor(author, entry);
    if (!entry.conversationId().equals(conversationId)) {
      throw new Problem(
          GeneralProblem.INVALID_REQUEST, "Path and entry name different conversations.");
    }
    ConversationRow current =
        rows.findFor(conversationId, author).orElseThrow(Membership::notFound);
    MembershipEntry previous = newest(current);
    rules.requireNext(previous, body);
    return append(
        body,
        unit -> {
          ConversationRow locked = rows.lock(conversationId).orElseThrow(Membership::notFound);
          EntryRules.requireFollows(newest(locked), entry);
          rows.advance(conversationId, entry.epoch(), entry.membershipHash());
          for (Member member : entry.members()) {
            if (previous.member(member.userId()).isEmpty()) {
              tell(unit, member.userId(), JOINED, entry);
            }
          }
          for (Member member : previous.members()) {
            if (entry.member(member.userId()).isEmpty()) {
              tell(unit, member.userId(), LEFT, entry);
            }
          }
        });
  }

  private interface Step {
    void in(Unit unit);
  }

  private StoredEntry append(NewEntry body, Step step) {
    MembershipEntry entry = body.entry().entry();
    Appended appended =
        transactions.write(
            unit -> {
              step.in(unit);
              MembershipTables.replaceMembers(unit.connection(), entry);
              MembershipTables.addWraps(unit.connection(), body.wraps());
              return unit.append(
                  bodies.event(
                      entry.conversationId(), Chains.EVENT, entry.authorId(), body.entry()));
            });
    return new StoredEntry(appended.event().seq(), appended.event().at(), body.entry());
  }

  private void tell(Unit unit, UUID userId, String kind, MembershipEntry entry) {
    var summary =
        new ConversationSummary(
            entry.conversationId(),
            entry.epoch(),
            entry.membershipHash(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    unit.append(bodies.event(userId, kind, entry.authorId(), summary));
  }

  private MembershipEntry newest(ConversationRow row) {
    return chains
        .entry(row.id(), row.epoch(), row.membershipHash())
        .orElseThrow(() -> new IllegalStateException("no entry of the newest epoch: " + row.id()));
  }

  static Problem notFound() {
    return new Problem(
        ConversationProblem.CONVERSATION_NOT_FOUND, "See the list of conversations.");
  }
}
