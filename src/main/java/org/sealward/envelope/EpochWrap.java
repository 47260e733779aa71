package org.sealward.envelope;

import java.util.UUID;

/**
 * An epoch key wrapped for one member (protocol §6.5).
 *
 * @param membershipHash of the entry of {@code epoch}, also when the wrap is given out later
 * @param wrap 1168 bytes
 */
public record EpochWrap(
    int suite,
    UUID conversationId,
    long epoch,
    Bytes membershipHash,
    UUID recipientId,
    Bytes recipientFingerprint,
    Bytes wrap) {

  public EpochWrap {
    Require.suite(suite);
    Require.integer("epoch", epoch);
    Require.hash("membershipHash", membershipHash);
    Require.hash("recipientFingerprint", recipientFingerprint);
    Require.length("wrap", wrap, Suite.WRAP);
  }

  Bytes info() {
    return info(conversationId, epoch, membershipHash, recipientId, recipientFingerprint);
  }

  static Bytes info(
      UUID conversationId,
      long epoch,
      Bytes membershipHash,
      UUID recipientId,
      Bytes recipientFingerprint) {
    return Pae.labelled("epoch-wrap")
        .id(conversationId)
        .number(epoch)
        .bytes(membershipHash)
        .id(recipientId)
        .bytes(recipientFingerprint)
        .encode();
  }
}
