package org.sealward.envelope;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides whether a membership entry may be appended (protocol §6.3, §6.4). Throws {@link
 * InvalidEnvelopeException} otherwise; its message names the reason to the user.
 */
public final class MembershipVerifier {
  private final BundleSource bundles;

  public MembershipVerifier(BundleSource bundles) {
    this.bundles = bundles;
  }

  /** Accepts the first entry of a conversation that does not exist yet. */
  public void verifyGenesis(SignedEntry presented) {
    MembershipEntry entry = presented.entry();
    chained(entry.epoch() == 0, "the first entry is of epoch 0");
    chained(
        MembershipEntry.conversationId(
                entry.authorId(), entry.authorFingerprint(), entry.previousHash())
            .equals(entry.conversationId()),
        "conversationId is not derived from author and nonce");
    Member author = entry.member(entry.authorId()).orElseThrow();
    entitled(author.role() == MemberRole.ADMIN, "the author of the first entry is no admin");
    entitled(
        author.fingerprint().equals(entry.authorFingerprint()),
        "the author's fingerprint is not the one in the entry");
    entry.members().forEach(this::known);
    requireSignature(presented);
    Require.that(presented.leaves().isEmpty(), "the first entry removes nobody");
  }

  /**
   * Accepts {@code presented} as the successor of the accepted {@code previous}. That no other
   * successor was accepted is for the caller to see to, by compare-and-set.
   */
  public void verifyNext(MembershipEntry previous, SignedEntry presented) {
    MembershipEntry entry = presented.entry();
    chained(
        entry.conversationId().equals(previous.conversationId()), "entry of another conversation");
    chained(entry.epoch() == previous.epoch() + 1, "epoch does not rise by one");
    chained(
        entry.previousHash().equals(previous.membershipHash()),
        "previousHash is not the newest entry's");
    Member author =
        previous
            .member(entry.authorId())
            .orElseThrow(() -> notEntitled("the author is not a member"));
    entitled(
        author.fingerprint().equals(entry.authorFingerprint()),
        "the author's key is not the one in the previous entry");
    entry.members().forEach(this::known);
    requireSignature(presented);

    Set<UUID> leavers = leavers(previous, presented);
    for (Member before : previous.members()) {
      Optional<Member> after = entry.member(before.userId());
      if (after.isPresent()) {
        verifyChange(author, before, after.get());
      } else {
        entitled(
            author.role() == MemberRole.ADMIN || leavers.contains(before.userId()),
            "a member removes somebody who did not ask for it");
      }
    }
    for (Member after : entry.members()) {
      entitled(
          author.role() == MemberRole.ADMIN || previous.member(after.userId()).isPresent(),
          "only an admin adds members");
    }
  }

  /** Accepts the wish of a member of the accepted {@code entry} to be removed by the next one. */
  public void verifyLeave(MembershipEntry entry, SignedLeave signed) {
    Leave leave = signed.leave();
    chained(
        leave.conversationId().equals(entry.conversationId())
            && leave.membershipHash().equals(entry.membershipHash()),
        "a leave answers another entry");
    Member leaver =
        entry
            .member(leave.userId())
            .filter(m -> m.fingerprint().equals(leave.fingerprint()))
            .orElseThrow(() -> notEntitled("a leave is not of a member"));
    VerifyingKey.ofAccepted(known(leaver)).require(signed.signature(), leave.signed(), "leave");
  }

  private void verifyChange(Member author, Member before, Member after) {
    boolean admin = author.role() == MemberRole.ADMIN;
    boolean self = author.userId().equals(before.userId());
    entitled(admin || after.role() == before.role(), "only an admin changes roles");
    entitled(
        after.readsFromEpoch() == before.readsFromEpoch()
            || (admin && !self && after.readsFromEpoch() < before.readsFromEpoch()),
        "only another admin lets a member read further back, and nobody less far");
    if (after.fingerprint().equals(before.fingerprint())) {
      return;
    }
    switch (path(before, after)) {
      case ROTATIONS -> {}
      case WITH_RESET -> {
        if (!admin || self) {
          throw new InvalidEnvelopeException(
              Failure.UNCONFIRMED_RESET, "a reset key enters only by another admin's entry");
        }
      }
      case NONE ->
          throw new InvalidEnvelopeException(
              Failure.BROKEN_CONTINUITY, "the new fingerprint does not descend from the old one");
    }
  }

  private enum Path {
    ROTATIONS,
    WITH_RESET,
    NONE
  }

  /** How the member's new bundle descends from the old one, walking back version by version. */
  private Path path(Member before, Member after) {
    PublicBundle bundle = known(after);
    int oldest = known(before).version();
    boolean reset = false;
    while (bundle.version() > oldest) {
      reset |= bundle.kind() == BundleKind.RESET;
      Bytes previousFingerprint = bundle.previousFingerprint();
      if (before.fingerprint().equals(previousFingerprint)) {
        return reset ? Path.WITH_RESET : Path.ROTATIONS;
      }
      if (previousFingerprint == null) {
        return Path.NONE;
      }
      PublicBundle previous = known(before.userId(), previousFingerprint);
      if (previous.version() != bundle.version() - 1) {
        return Path.NONE;
      }
      bundle = previous;
    }
    return Path.NONE;
  }

  private Set<UUID> leavers(MembershipEntry previous, SignedEntry presented) {
    Set<UUID> leavers = new HashSet<>();
    for (SignedLeave signed : presented.leaves()) {
      verifyLeave(previous, signed);
      UUID leaver = signed.leave().userId();
      Require.that(leavers.add(leaver), "two leaves of one member");
      Require.that(presented.entry().member(leaver).isEmpty(), "a leave of somebody who stays");
    }
    return leavers;
  }

  private void requireSignature(SignedEntry presented) {
    MembershipEntry entry = presented.entry();
    verifySignature(presented, known(entry.authorId(), entry.authorFingerprint()));
  }

  /**
   * That an entry is its author's. Whether the author was entitled to it is not looked at.
   *
   * @param author the bundle that the entry names
   */
  public static void verifySignature(SignedEntry presented, PublicBundle author) {
    MembershipEntry entry = presented.entry();
    if (!author.userId().equals(entry.authorId())
        || !author.fingerprint().equals(entry.authorFingerprint())) {
      throw new InvalidEnvelopeException(
          Failure.UNKNOWN_KEY, "the bundle is not the one that is named as author");
    }
    VerifyingKey.ofAccepted(author)
        .require(presented.signature(), entry.signed(), "the entry's signature");
  }

  private PublicBundle known(Member member) {
    return known(member.userId(), member.fingerprint());
  }

  private PublicBundle known(UUID userId, Bytes fingerprint) {
    return bundles
        .find(userId, fingerprint)
        .map(SignedBundle::bundle)
        .filter(b -> b.userId().equals(userId) && b.fingerprint().equals(fingerprint))
        .orElseThrow(
            () ->
                new InvalidEnvelopeException(
                    Failure.UNKNOWN_KEY, "no accepted bundle has this fingerprint"));
  }

  private static void chained(boolean condition, String otherwise) {
    if (!condition) {
      throw new InvalidEnvelopeException(Failure.BROKEN_CHAIN, otherwise);
    }
  }

  private static void entitled(boolean condition, String otherwise) {
    if (!condition) {
      throw notEntitled(otherwise);
    }
  }

  private static InvalidEnvelopeException notEntitled(String reason) {
    return new InvalidEnvelopeException(Failure.NOT_ENTITLED, reason);
  }
}
