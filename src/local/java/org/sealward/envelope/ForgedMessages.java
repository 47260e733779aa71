package org.sealward.envelope;

/**
 * Messages that a sender with genuine keys signs, whatever their body is. It lives in this package
 * since no method of the product makes any, and outside of the production jar.
 */
public final class ForgedMessages {
  private ForgedMessages() {}

  public static SealedMessage signed(MessageHeader header, Bytes body, OwnKeys sender) {
    return new SealedMessage(header, body, sender.sign(SealedMessage.signed(header, body)));
  }

  /** A body sealed for {@code header}, whatever it is sent with. */
  public static Bytes body(EpochKey key, MessageHeader header, byte[] padded) {
    return ChunkedEncryption.seal(key.key(), header.encoded(), padded);
  }

  public static byte[] padded(Bytes content) {
    return MessagePadding.pad(content);
  }
}
