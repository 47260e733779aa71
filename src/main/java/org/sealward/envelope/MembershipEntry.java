package org.sealward.envelope;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One link of a conversation's membership chain: who takes part from this epoch on (protocol §6.1).
 *
 * @param previousHash hash of the entry before; a random nonce in epoch 0
 * @param members 1 to 256, in strictly rising order of user id as unsigned bytes, at least one of
 *     them admin, the author among them
 * @param keyCommitment of this epoch's fresh key
 */
public record MembershipEntry(
    int suite,
    UUID conversationId,
    long epoch,
    Bytes previousHash,
    UUID authorId,
    Bytes authorFingerprint,
    List<Member> members,
    Bytes keyCommitment) {

  public MembershipEntry {
    Require.suite(suite);
    Require.integer("epoch", epoch);
    Require.hash("previousHash", previousHash);
    Require.hash("authorFingerprint", authorFingerprint);
    Require.hash("keyCommitment", keyCommitment);
    members = Require.atMost("members", Suite.MAX_MEMBERS, members);
    boolean admin = false;
    boolean author = false;
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Require.that(
          i == 0 || Pae.compareIds(members.get(i - 1).userId(), member.userId()) < 0,
          "members are not in strictly rising order of user id");
      Require.that(member.readsFromEpoch() <= epoch, "readsFromEpoch is in the future");
      admin |= member.role() == MemberRole.ADMIN;
      author |= member.userId().equals(authorId);
    }
    Require.that(admin, "no member is an admin");
    Require.that(author, "the author is not among the members");
  }

  public Optional<Member> member(UUID userId) {
    return members.stream().filter(m -> m.userId().equals(userId)).findFirst();
  }

  public Bytes encoded() {
    return Pae.labelled("membership")
        .id(conversationId)
        .number(epoch)
        .bytes(previousHash)
        .id(authorId)
        .bytes(authorFingerprint)
        .bytes(Pae.list(members.stream().map(Member::encoded).toList()))
        .bytes(keyCommitment)
        .encode();
  }

  /**
   * Hash of {@link #encoded()}, 32 bytes: the conversation's state as messages and wraps name it.
   */
  public Bytes membershipHash() {
    return Hash.of(encoded());
  }

  Bytes signed() {
    return Pae.labelled("membership-signature").bytes(encoded()).encode();
  }

  /** The id that a conversation begun by this author with this nonce has (protocol §6.2). */
  static UUID conversationId(UUID authorId, Bytes authorFingerprint, Bytes nonce) {
    return Pae.idFrom(
        Hash.of(
            Pae.labelled("conversation")
                .id(authorId)
                .bytes(authorFingerprint)
                .bytes(nonce)
                .encode()));
  }
}
