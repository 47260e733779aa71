package org.sealward.envelope;

/**
 * A message as it is stored and delivered (protocol §7).
 *
 * @param body chunked encryption of the padded content, 328 to 65 672 bytes
 */
public record SealedMessage(MessageHeader header, Bytes body, Bytes signature) {
  public SealedMessage {
    Require.that(
        MessagePadding.isSealedLength(body.length()), "body has a length no padding yields");
    Require.signature("signature", signature);
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
