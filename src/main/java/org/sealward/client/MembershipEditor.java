package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.sealward.api.NewEntry;
import org.sealward.api.StoredEntry;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochKey;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MembershipVerifier;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedLeave;

/** Writes membership entries and gives out their keys (protocol §6). */
final class MembershipEditor {
  private static final int ATTEMPTS = 5;

  private final Context context;

  MembershipEditor(Context context) {
    this.context = context;
  }

  /** Wraps a new conversation's first key for every member. */
  static NewEntry begun(NewEpoch genesis, List<PublicBundle> bundles) {
    MembershipEntry entry = genesis.signedEntry().entry();
    return new NewEntry(
        genesis.signedEntry(),
        bundles.stream().map(bundle -> genesis.key().wrapFor(entry, bundle)).toList());
  }

  /**
   * Appends an entry with the membership that {@code change} makes of the present one, and again if
   * another member was faster; before it, one that removes whoever has left. Called under the
   * conversation's lock.
   */
  void append(ConversationState state, UnaryOperator<List<Member>> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      state.refresh();
      MembershipEntry previous = state.newest();
      OwnKeys author = context.keysIn(previous);
      List<SignedLeave> leaves = leaves(state, previous);
      List<Member> present = without(leaves, refreshed(previous));
      List<Member> members = leaves.isEmpty() ? change.apply(present) : present;
      if (members.equals(previous.members())) {
        return;
      }
      NewEpoch epoch = MembershipAuthor.next(author, previous, members, leaves);
      Optional<StoredEntry> stored = send(state, epoch);
      if (stored.isPresent()) {
        state.keep(stored.get(), epoch.key());
        if (leaves.isEmpty()) {
          return;
        }
      } else {
        epoch.key().close();
      }
    }
    throw new ConversationException(Reason.CONTENDED, state.id());
  }

  /** What the service presents as leaves, as far as it is genuine. */
  private List<SignedLeave> leaves(ConversationState state, MembershipEntry newest) {
    var verifier = new MembershipVerifier(context.pins());
    return context
        .api()
        .all(Call.get(state.path() + "/leaves"), "after", SignedLeave.class)
        .stream()
        .filter(leave -> !leave.leave().userId().equals(context.userId()))
        .filter(leave -> isGenuine(verifier, newest, leave))
        .toList();
  }

  private static boolean isGenuine(
      MembershipVerifier verifier, MembershipEntry newest, SignedLeave leave) {
    try {
      verifier.verifyLeave(newest, leave);
      return true;
    } catch (InvalidEnvelopeException e) {
      return false;
    }
  }

  private static List<Member> without(List<SignedLeave> leaves, List<Member> members) {
    return members.stream()
        .filter(
            member -> leaves.stream().noneMatch(l -> l.leave().userId().equals(member.userId())))
        .toList();
  }

  /** Empty when another entry took the epoch, or somebody left. */
  private Optional<StoredEntry> send(ConversationState state, NewEpoch epoch) {
    MembershipEntry entry = epoch.signedEntry().entry();
    var body = new NewEntry(epoch.signedEntry(), wraps(state, epoch));
    try {
      // Only one entry can take an epoch, so a repeated attempt does no harm.
      Call call = Call.post(state.path() + "/entries", body).idempotent();
      return Optional.of(context.api().send(call, StoredEntry.class));
    } catch (ProblemException e) {
      if (!e.is("epoch-taken") && !e.is("leave-pending")) {
        throw e;
      }
      return context
          .api()
          .all(
              Call.get(state.path() + "/entries").query("after", entry.epoch() - 1),
              "after",
              StoredEntry.class)
          .stream()
          .filter(there -> there.entry().entry().membershipHash().equals(entry.membershipHash()))
          .findFirst();
    }
  }

  /** The new key for every member, and earlier ones for whom the entry lets read further back. */
  private List<EpochWrap> wraps(ConversationState state, NewEpoch epoch) {
    MembershipEntry entry = epoch.signedEntry().entry();
    MembershipEntry previous = state.chain().newest();
    List<EpochWrap> wraps = new ArrayList<>();
    for (Member member : entry.members()) {
      PublicBundle recipient = bundle(member);
      context.proofs().keep(recipient);
      wraps.add(epoch.key().wrapFor(entry, recipient));
      LongStream.range(member.readsFromEpoch(), readBefore(previous, entry, member))
          .mapToObj(
              earlier -> {
                MembershipEntry old = state.chain().entry(earlier).orElseThrow();
                EpochKey key = state.key(old);
                return key.wrapFor(old, entry, recipient);
              })
          .forEach(wraps::add);
    }
    return wraps;
  }

  /** The epoch up to which the member is given the earlier keys. */
  private long readBefore(MembershipEntry previous, MembershipEntry entry, Member member) {
    Optional<Member> before = previous.member(member.userId());
    if (before.isEmpty() || lostKeys(before.get(), member)) {
      return entry.epoch();
    }
    return before.get().readsFromEpoch();
  }

  /** Whoever began anew holds nothing that opens the wraps of before. */
  private boolean lostKeys(Member before, Member after) {
    return !before.fingerprint().equals(after.fingerprint())
        && context.pins().wasReset(after.userId(), before.fingerprint());
  }

  /** The members with their newest keys, where those follow by rotation or were confirmed. */
  private List<Member> refreshed(MembershipEntry entry) {
    boolean admin =
        entry.member(context.userId()).filter(m -> m.role() == MemberRole.ADMIN).isPresent();
    return entry.members().stream().map(member -> refreshed(member, admin)).toList();
  }

  private Member refreshed(Member member, boolean byAdmin) {
    if (member.userId().equals(context.userId())) {
      return withKeys(member, context.ownKeys().fingerprint());
    }
    try {
      Bytes newest = context.pins().newest(member.userId()).fingerprint();
      boolean reset = context.pins().wasReset(member.userId(), member.fingerprint());
      return reset && !byAdmin ? member : withKeys(member, newest);
    } catch (UntrustedKeyException e) {
      // Keys that were reset enter only when a person confirmed them; nothing is wrapped to them.
      return member;
    }
  }

  private static Member withKeys(Member member, Bytes fingerprint) {
    return new Member(member.userId(), fingerprint, member.role(), member.readsFromEpoch());
  }

  private PublicBundle bundle(Member member) {
    return context
        .pins()
        .find(member.userId(), member.fingerprint())
        .map(SignedBundle::bundle)
        .orElseThrow(
            () -> new InvalidEnvelopeException(Failure.UNKNOWN_KEY, "a member has no such keys"));
  }

  /** A person with their newest keys, as a new member. */
  Member member(UUID userId, MemberRole role, long readsFromEpoch) {
    return new Member(userId, context.pins().newest(userId).fingerprint(), role, readsFromEpoch);
  }
}
