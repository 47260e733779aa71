package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.StoredEntry;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.envelope.BundleSource;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MembershipVerifier;
import org.sealward.envelope.SignedEntry;

/**
 * The verified history of a conversation's members, from its first entry on (protocol §6). Entry
 * number n is of epoch n. Not thread-safe.
 */
final class MembershipChain {
  private final UUID conversationId;
  private final MembershipVerifier verifier;
  private final List<StoredEntry> entries = new ArrayList<>();

  MembershipChain(UUID conversationId, BundleSource bundles) {
    this.conversationId = conversationId;
    this.verifier = new MembershipVerifier(bundles);
  }

  /**
   * Verifies an entry and appends it. One that is there already changes nothing.
   *
   * @throws ConversationException {@link Reason#FORKED} for a valid entry beside one of the same
   *     epoch
   * @throws InvalidEnvelopeException for one that breaks a rule, or comes after a missing one
   */
  void accept(StoredEntry presented) {
    MembershipEntry entry = presented.entry().entry();
    if (!entry.conversationId().equals(conversationId)) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "entry of another conversation");
    }
    if (entry.epoch() > entries.size()) {
      throw new InvalidEnvelopeException(Failure.BROKEN_CHAIN, "an entry is missing");
    }
    int epoch = (int) entry.epoch();
    if (epoch < entries.size() && at(epoch).membershipHash().equals(entry.membershipHash())) {
      return;
    }
    if (epoch == 0) {
      verifier.verifyGenesis(presented.entry());
    } else {
      verifier.verifyNext(at(epoch - 1), presented.entry());
    }
    if (epoch < entries.size()) {
      throw new ConversationException(Reason.FORKED, conversationId);
    }
    entries.add(presented);
  }

  /** Number of entries: the epoch that comes next. */
  int length() {
    return entries.size();
  }

  MembershipEntry newest() {
    return entries.getLast().entry().entry();
  }

  SignedEntry newestSigned() {
    return entries.getLast().entry();
  }

  Optional<MembershipEntry> entry(long epoch) {
    return epoch >= 0 && epoch < entries.size() ? Optional.of(at((int) epoch)) : Optional.empty();
  }

  /** The entry of that hash. */
  Optional<MembershipEntry> find(Bytes membershipHash) {
    return entries.stream()
        .map(stored -> stored.entry().entry())
        .filter(entry -> entry.membershipHash().equals(membershipHash))
        .findFirst();
  }

  /** Where the entry of an epoch stands in the conversation's stream. */
  long seqOf(long epoch) {
    return entries.get((int) epoch).seq();
  }

  /** The membership that was in force when the event with this sequence number was stored. */
  MembershipEntry inForceAt(long seq) {
    StoredEntry found = entries.getFirst();
    for (StoredEntry stored : entries) {
      if (stored.seq() > seq) {
        break;
      }
      found = stored;
    }
    return found.entry().entry();
  }

  private MembershipEntry at(int epoch) {
    return entries.get(epoch).entry().entry();
  }
}
