package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.platform.Problem;

/**
 * What the wraps beside a membership entry must be, as far as somebody can tell who cannot open
 * them: one of the new epoch for every member, to the key that the entry names; earlier epochs only
 * for members that the entry lets read them.
 */
@Singleton
class WrapRules {
  private record Address(UUID recipient, long epoch) {}

  private final Chains chains;

  WrapRules(Chains chains) {
    this.chains = chains;
  }

  /**
   * @throws Problem {@link ConversationProblem#WRAPS_NOT_VALID}
   */
  void require(MembershipEntry entry, List<EpochWrap> wraps) {
    Set<Address> seen = new HashSet<>();
    for (EpochWrap wrap : wraps) {
      Member recipient =
          entry
              .member(wrap.recipientId())
              .orElseThrow(() -> refused("A wrap is for somebody who is no member."));
      requireThat(wrap.conversationId().equals(entry.conversationId()), "another conversation");
      requireThat(
          wrap.recipientFingerprint().equals(recipient.fingerprint()),
          "another key than the entry names");
      requireThat(
          wrap.epoch() >= recipient.readsFromEpoch() && wrap.epoch() <= entry.epoch(),
          "an epoch that the recipient may not read");
      requireThat(wrap.membershipHash().equals(hash(entry, wrap.epoch())), "another entry");
      requireThat(
          seen.add(new Address(wrap.recipientId(), wrap.epoch())), "an epoch that came already");
    }
    for (Member member : entry.members()) {
      if (!seen.contains(new Address(member.userId(), entry.epoch()))) {
        throw refused("Member " + member.userId() + " has no wrap of the new epoch.");
      }
    }
  }

  private Bytes hash(MembershipEntry entry, long epoch) {
    return epoch == entry.epoch()
        ? entry.membershipHash()
        : chains
            .entry(entry.conversationId(), epoch)
            .orElseThrow()
            .entry()
            .entry()
            .membershipHash();
  }

  private static void requireThat(boolean condition, String otherwise) {
    if (!condition) {
      throw refused("A wrap is of or for " + otherwise + ".");
    }
  }

  private static Problem refused(String detail) {
    return new Problem(ConversationProblem.WRAPS_NOT_VALID, detail);
  }
}
