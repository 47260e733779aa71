package org.sealward.envelope;

/**
 * A message as it is stored and delivered (protocol §7).
 *
 * @param body chunked encryption of the padded content, 328 to 65 672 bytes
 */
public record SealedMessage(MessageHeader header, Bytes body, Bytes signature) {
  /** Bytes of content at most. */
  public static final int MAX_CONTENT = MessagePadding.MAX_CONTENT;

  public SealedMessage {
    Require.that(
        MessagePadding.isSealedLength(body.length()), "body has a length no padding yields");
    Require.signature("signature", signature);
  }

  /**
   * Pads, encrypts and signs.
   *
   * @param content UTF-8 JSON, up to {@link #MAX_CONTENT} bytes
   * @param key of the header's conversation and epoch
   * @param sender keys of the header's sender
   */
  public static SealedMessage seal(
      MessageHeader header, Bytes content, EpochKey key, OwnKeys sender) {
    Require.that(
        header.conversationId().equals(key.conversationId()) && header.epoch() == key.epoch(),
        "the key is of another conversation or epoch");
    Require.that(header.senderId().equals(sender.userId()), "the keys are not the sender's");
    Bytes body = ChunkedEncryption.seal(key.key(), header.encoded(), MessagePadding.pad(content));
    return new SealedMessage(header, body, sender.sign(signed(header, body)));
  }

  /**
   * Hash of what is signed, 32 bytes: how replies, receipts and {@code seenHash} name a message.
   */
  public Bytes messageHash() {
    return Hash.of(signed(header, body));
  }

  static Bytes signed(MessageHeader header, Bytes body) {
    return Pae.labelled("message-signature").bytes(header.encoded()).bytes(Hash.of(body)).encode();
  }
}
