package org.sealward.envelope;

/**
 * Turns ciphertext back into keys and content, and is the only type that does. The service must not
 * reference it, which a build rule holds. Every method verifies before it opens, and failures to
 * open are {@link DecryptionFailedException}s that all look the same.
 */
public final class Opener {
  private Opener() {}

  /**
   * The key of an epoch (protocol §6.5).
   *
   * @param entry the accepted entry of the wrap's epoch
   * @param recipient keys of the version that the wrap names
   */
  public static EpochKey epochKey(EpochWrap wrap, MembershipEntry entry, OwnKeys recipient) {
    if (!wrap.conversationId().equals(entry.conversationId())
        || wrap.epoch() != entry.epoch()
        || !wrap.membershipHash().equals(entry.membershipHash())) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "the wrap is of another epoch");
    }
    if (!wrap.recipientId().equals(recipient.userId())
        || !wrap.recipientFingerprint().equals(recipient.fingerprint())) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "the wrap is somebody else's");
    }
    SecretBytes key = KeyWrap.unwrap(recipient.privateKeys().kemSeed(), wrap.info(), wrap.wrap());
    return EpochKey.of(entry, key);
  }

  /**
   * The content of a message, after {@link MessageVerifier#verify} (protocol §7.4).
   *
   * @param entry the accepted entry of the message's epoch
   * @param sender the accepted bundle that {@code entry} names for the sender
   */
  public static Bytes message(
      SealedMessage message, MembershipEntry entry, PublicBundle sender, EpochKey key) {
    MessageVerifier.verify(message, entry, sender);
    if (!key.conversationId().equals(entry.conversationId()) || key.epoch() != entry.epoch()) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "the key is of another epoch");
    }
    return MessagePadding.unpad(
        ChunkedEncryption.open(key.key(), message.header().encoded(), message.body()));
  }

  /**
   * The key of an image, after {@link GrantVerifier#verify} (protocol §8.4).
   *
   * @param granter the accepted bundle that the grant names
   * @param recipient keys of the version that the grant names
   */
  public static ImageKey imageKey(SignedGrant signed, PublicBundle granter, OwnKeys recipient) {
    GrantVerifier.verify(signed, granter);
    ImageGrant grant = signed.grant();
    if (!grant.recipientId().equals(recipient.userId())
        || !grant.recipientFingerprint().equals(recipient.fingerprint())) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "the grant is somebody else's");
    }
    return ImageKey.of(
        KeyWrap.unwrap(recipient.privateKeys().imageKemSeed(), grant.wrapInfo(), grant.wrap()));
  }
}
