package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.sealward.api.ConversationSummary;
import org.sealward.api.NewEntry;
import org.sealward.api.StoredEntry;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.SignedLeave;
import org.sealward.identity.Accounts;
import org.sealward.platform.Act;
import org.sealward.platform.Appended;
import org.sealward.platform.EventBodies;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
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

  /** Kind of the event on a conversation's stream whose body is a {@link SignedLeave}. */
  static final String LEAVE = "leave";

  private final ConversationRepository rows;
  private final Chains chains;
  private final EntryRules rules;
  private final Accounts accounts;
  private final EventBodies bodies;
  private final Clock clock;

  Membership(
      ConversationRepository rows,
      Chains chains,
      EntryRules rules,
      Accounts accounts,
      EventBodies bodies,
      Clock clock) {
    this.rows = rows;
    this.chains = chains;
    this.rules = rules;
    this.accounts = accounts;
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
        entry.members(),
        (unit, erased) -> {
          if (rows.insert(entry.conversationId(), entry.membershipHash(), now) == 0) {
            throw new Problem(
                ConversationProblem.CONVERSATION_EXISTS, "See the list of conversations.");
          }
          unit.record(Act.of(Act.Kind.CONVERSATION_BEGUN, author).onObject(entry.conversationId()));
          for (Member member : entry.members()) {
            if (!erased.contains(member.userId())) {
              tell(unit, member.userId(), JOINED, entry);
            }
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
        Stream.concat(previous.members().stream(), entry.members().stream()).toList(),
        (unit, erased) -> {
          ConversationRow locked =
              MembershipTables.lock(unit.connection(), conversationId)
                  .orElseThrow(Membership::notFound);
          EntryRules.requireFollows(newest(locked), entry);
          Set<UUID> leavers = leaves(unit.connection(), previous).keySet();
          requireWithout(leavers, entry);
          rows.advance(conversationId, entry.epoch(), entry.membershipHash());
          unit.record(
              Act.of(Act.Kind.MEMBERS_CHANGED, author)
                  .onObject(conversationId)
                  .numbered(entry.epoch()));
          for (Member member : entry.members()) {
            UUID id = member.userId();
            if (previous.member(id).isEmpty() && !erased.contains(id)) {
              tell(unit, id, JOINED, entry);
            }
          }
          for (Member member : previous.members()) {
            UUID id = member.userId();
            if (entry.member(id).isEmpty() && !leavers.contains(id) && !erased.contains(id)) {
              tell(unit, id, LEFT, entry);
            }
          }
        });
  }

  /**
   * Ends what the service does for a member: it reads and writes nothing of the conversation from
   * now on. The next entry, which the members who stay have to author, removes the leaver.
   */
  void leave(UUID leaver, UUID conversationId, SignedLeave signed) {
    accounts.write(
        leaver,
        unit -> {
          if (rows.findFor(conversationId, leaver).isEmpty()) {
            throw notFound();
          }
          Connection connection = unit.connection();
          MembershipEntry entry =
              newest(MembershipTables.lock(connection, conversationId).orElseThrow());
          rules.requireLeave(leaver, entry, signed);
          requireAdminStays(leaver, entry, leaves(connection, entry).keySet());
          LeaveTable.add(connection, conversationId, entry.epoch(), leaver, bodies.write(signed));
          unit.record(
              Act.of(Act.Kind.MEMBER_LEFT, leaver)
                  .onObject(conversationId)
                  .numbered(entry.epoch()));
          tell(unit, leaver, LEFT, entry);
          return unit.append(bodies.event(conversationId, LEAVE, leaver, signed));
        });
  }

  private static Map<UUID, Bytes> leaves(Connection connection, MembershipEntry entry)
      throws SQLException {
    return LeaveTable.of(connection, entry.conversationId(), entry.epoch());
  }

  private static void requireWithout(Set<UUID> leavers, MembershipEntry entry) {
    if (entry.members().stream().map(Member::userId).anyMatch(leavers::contains)) {
      throw new Problem(
          ConversationProblem.LEAVE_PENDING, "Author an entry that removes who left.");
    }
  }

  /** Nobody but an admin can make an admin, so the last one does so before going. */
  private static void requireAdminStays(UUID leaver, MembershipEntry entry, Set<UUID> gone) {
    List<Member> staying =
        entry.members().stream()
            .filter(m -> !m.userId().equals(leaver) && !gone.contains(m.userId()))
            .toList();
    if (!staying.isEmpty() && staying.stream().noneMatch(m -> m.role() == MemberRole.ADMIN)) {
      throw new Problem(ConversationProblem.LAST_ADMIN, "Make another member an admin first.");
    }
  }

  private interface Step {
    void in(Unit unit, Set<UUID> erased) throws SQLException;
  }

  /**
   * Appends the entry as it was signed. For members who deleted their account, of which their peers
   * need not know, nothing else is stored.
   *
   * @param concerned by the entry
   */
  private StoredEntry append(NewEntry body, List<Member> concerned, Step step) {
    MembershipEntry entry = body.entry().entry();
    Appended appended =
        accounts.write(
            entry.authorId(),
            concerned.stream().map(Member::userId).toList(),
            (unit, erased) -> {
              step.in(unit, erased);
              MembershipTables.replaceMembers(
                  unit.connection(),
                  entry.conversationId(),
                  entry.members().stream().filter(m -> !erased.contains(m.userId())).toList());
              MembershipTables.addWraps(
                  unit.connection(),
                  body.wraps().stream().filter(w -> !erased.contains(w.recipientId())).toList());
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
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            false);
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
