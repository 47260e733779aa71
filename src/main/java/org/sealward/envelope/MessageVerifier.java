package org.sealward.envelope;

/**
 * Decides whether a message is its sender's and belongs to this epoch, without reading it (protocol
 * §7.3). Throws {@link InvalidEnvelopeException} otherwise.
 */
public final class MessageVerifier {
  private MessageVerifier() {}

  /**
   * Accepts a message by its header, its sender's membership and its signature. Answers its {@link
   * SealedMessage#messageHash}.
   *
   * @param entry the accepted membership entry of the message's epoch
   * @param sender the accepted bundle that {@code entry} names for the sender
   */
  public static Bytes verify(SealedMessage message, MembershipEntry entry, PublicBundle sender) {
    MessageHeader header = message.header();
    if (header.actingFor() != null) {
      throw new InvalidEnvelopeException(
          Failure.UNSUPPORTED_FEATURE, "functional accounts are not part of this version");
    }
    if (!header.conversationId().equals(entry.conversationId())
        || header.epoch() != entry.epoch()
        || !header.membershipHash().equals(entry.membershipHash())) {
      throw new InvalidEnvelopeException(
          Failure.WRONG_ADDRESS, "the message is not of this conversation and epoch");
    }
    Bytes fingerprint = sender.fingerprint();
    boolean member =
        sender.userId().equals(header.senderId())
            && entry
                .member(header.senderId())
                .filter(m -> m.fingerprint().equals(fingerprint))
                .isPresent();
    if (!member) {
      throw new InvalidEnvelopeException(
          Failure.NOT_ENTITLED, "the sender is not a member of this epoch with this key");
    }
    Bytes signed = SealedMessage.signed(header, message.body());
    VerifyingKey.ofAccepted(sender).require(message.signature(), signed, "the signature");
    return Hash.of(signed);
  }
}
