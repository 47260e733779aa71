package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.NewEntry;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MembershipVerifier;
import org.sealward.envelope.SignedLeave;
import org.sealward.keydirectory.KeyDirectory;
import org.sealward.people.Connections;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/**
 * What a membership entry must be to be appended: the protocol's rules (§6), checked here so that
 * no client meets a broken chain, and the service's own about who may reach whom.
 */
@Singleton
class EntryRules {
  private final MembershipVerifier verifier;
  private final WrapRules wrapRules;
  private final Connections connections;

  EntryRules(KeyDirectory keys, WrapRules wrapRules, Connections connections) {
    this.verifier = new MembershipVerifier(keys);
    this.wrapRules = wrapRules;
    this.connections = connections;
  }

  /** Of a conversation's first entry. */
  void requireGenesis(UUID author, NewEntry body) {
    MembershipEntry entry = body.entry().entry();
    requireAuthor(author, entry);
    verifier.verifyGenesis(body.entry());
    requireReachable(null, entry);
    wrapRules.require(entry, body.wraps());
  }

  /** Of the successor of {@code previous}. */
  void requireNext(MembershipEntry previous, NewEntry body) {
    MembershipEntry entry = body.entry().entry();
    requireFollows(previous, entry);
    verifier.verifyNext(previous, body.entry());
    requireReachable(previous, entry);
    wrapRules.require(entry, body.wraps());
  }

  /** Of a leave that answers the newest entry. */
  void requireLeave(UUID leaver, MembershipEntry newest, SignedLeave signed) {
    if (!signed.leave().userId().equals(leaver)) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "The leave is another user's.");
    }
    if (!signed.leave().membershipHash().equals(newest.membershipHash())) {
      throw epochTaken();
    }
    verifier.verifyLeave(newest, signed);
  }

  static void requireAuthor(UUID author, MembershipEntry entry) {
    if (!entry.authorId().equals(author)) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "The entry is another user's.");
    }
  }

  static void requireFollows(MembershipEntry previous, MembershipEntry entry) {
    if (entry.epoch() != previous.epoch() + 1
        || !entry.previousHash().equals(previous.membershipHash())) {
      throw epochTaken();
    }
  }

  static Problem epochTaken() {
    return new Problem(
        ConversationProblem.EPOCH_TAKEN, "Read the newer entries, then author again.");
  }

  private void requireReachable(@Nullable MembershipEntry previous, MembershipEntry entry) {
    for (Member member : entry.members()) {
      boolean added = previous == null || previous.member(member.userId()).isEmpty();
      if (added && !connections.mayReach(entry.authorId(), member.userId())) {
        throw new Problem(
            ConversationProblem.MEMBER_NOT_REACHABLE,
            "Connect with them first; specialists reach each other without.");
      }
    }
  }
}
