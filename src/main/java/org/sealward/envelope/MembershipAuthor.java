package org.sealward.envelope;

import java.util.List;
import java.util.UUID;

/**
 * Writes membership entries (protocol §6.1). It makes well-formed ones; whether the author may do
 * what the entry says is decided by {@link MembershipVerifier}.
 */
public final class MembershipAuthor {
  private static final int NONCE = 32;

  private MembershipAuthor() {}

  /** Starts a conversation. {@code members} in any order, the author among them as admin. */
  public static NewEpoch begin(OwnKeys author, List<Member> members) {
    Bytes nonce = randomNonce();
    UUID conversationId =
        MembershipEntry.conversationId(author.userId(), author.fingerprint(), nonce);
    return write(author, conversationId, 0, nonce, members, List.of());
  }

  /**
   * Follows {@code previous}, whose key of the author {@code author} must hold.
   *
   * @param members the whole new membership, in any order
   * @param leaves what entitles an author who is no admin to the removals
   */
  public static NewEpoch next(
      OwnKeys author, MembershipEntry previous, List<Member> members, List<SignedLeave> leaves) {
    return write(
        author,
        previous.conversationId(),
        previous.epoch() + 1,
        previous.membershipHash(),
        members,
        leaves);
  }

  /** Asks to be removed from {@code current}; void once another entry follows it. */
  public static SignedLeave leave(OwnKeys leaver, MembershipEntry current) {
    Leave leave =
        new Leave(
            Suite.ONE,
            current.conversationId(),
            current.membershipHash(),
            leaver.userId(),
            leaver.fingerprint());
    return new SignedLeave(leave, leaver.sign(leave.signed()));
  }

  private static NewEpoch write(
      OwnKeys author,
      UUID conversationId,
      long epoch,
      Bytes previousHash,
      List<Member> members,
      List<SignedLeave> leaves) {
    EpochKey key = EpochKey.generate(conversationId, epoch);
    MembershipEntry entry =
        new MembershipEntry(
            Suite.ONE,
            conversationId,
            epoch,
            previousHash,
            author.userId(),
            author.fingerprint(),
            members.stream().sorted((a, b) -> Pae.compareIds(a.userId(), b.userId())).toList(),
            key.commitment());
    return new NewEpoch(new SignedEntry(entry, author.sign(entry.signed()), leaves), key);
  }

  private static Bytes randomNonce() {
    return Bytes.adopt(SecretBytes.random(NONCE).toArray());
  }
}
