package org.sealward.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.UUID;

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

  /**
   * The key of an image whose caller handed a secret over for assisted decryption (protocol §10.3).
   *
   * @param keyId and {@code assistSeed}: the assist key that the secret was sealed to
   * @param sealed 1168 bytes; {@link Failure#WRAP_NOT_OPENED} whatever is wrong with it
   * @param grant the caller's, after {@link GrantVerifier#verify}; {@link Failure#WRONG_ADDRESS}
   *     when the request is of another
   */
  public static ImageKey assistedImageKey(
      AssistRequest request, UUID keyId, SecretBytes assistSeed, Bytes sealed, ImageGrant grant) {
    return request.open(keyId, assistSeed, sealed, grant);
  }

  /**
   * Opens a whole image from a stream to a stream in constant memory (protocol §8.2). The content
   * digest is known to match only at the end: on any exception discard what was written.
   *
   * @param content as a verified grant or message names it
   */
  public static void image(
      ImageContext image,
      SealedContent content,
      ImageKey key,
      InputStream ciphertext,
      OutputStream plaintext)
      throws IOException {
    ImageOpener.open(image, content, key, ciphertext, plaintext);
  }

  /**
   * Reads ranges of an image, each verified before it is opened (protocol §8.2).
   *
   * @param content as a verified grant or message names it
   * @param tree of the leaf hashes that the service gave; {@link Failure#DIGEST_MISMATCH} when they
   *     are not the content's
   * @param key stays the caller's, open as long as the reader is
   */
  public static ImageReader imageReader(
      ImageContext image,
      SealedContent content,
      ContentTree tree,
      ImageKey key,
      CiphertextSource source) {
    return new ImageReader(image, content, tree, key, source);
  }

  /**
   * A user's private keys by passphrase (protocol §5.4).
   *
   * @param newestRevisionSeen by this device, 0 when none; {@link Failure#OLD_REVISION} below it
   */
  public static OpenedPrivateBundle privateBundle(
      SealedPrivateBundle sealed, Passphrase passphrase, long newestRevisionSeen) {
    return VaultOpener.open(
        sealed,
        newestRevisionSeen,
        wrap ->
            wrap.parameters() == null
                ? Optional.empty()
                : Optional.of(UnlockKey.from(passphrase, wrap.salt(), wrap.parameters())));
  }

  /** A user's private keys by recovery code, which must be replaced now. */
  public static OpenedPrivateBundle privateBundle(
      SealedPrivateBundle sealed, RecoveryCode code, long newestRevisionSeen) {
    return VaultOpener.open(
        sealed,
        newestRevisionSeen,
        wrap ->
            wrap.method() == VaultMethod.RECOVERY
                ? Optional.of(UnlockKey.from(code, wrap.salt()))
                : Optional.empty());
  }

  /** A user's private keys by a key kept since an earlier opening or sealing. */
  public static OpenedPrivateBundle privateBundle(
      SealedPrivateBundle sealed, UnlockKey unlockKey, long newestRevisionSeen) {
    return VaultOpener.open(
        sealed,
        newestRevisionSeen,
        wrap ->
            wrap.method() == unlockKey.method() && wrap.salt().equals(unlockKey.salt())
                ? Optional.of(unlockKey.copy())
                : Optional.empty());
  }

  /**
   * The refresh token of a login that this device keeps (protocol §5.5).
   *
   * @param poolId of the Cognito user pool
   * @param email in any case
   */
  public static SecretBytes login(
      SealedLogin kept, Passphrase passphrase, String poolId, String email) {
    return kept.open(passphrase, poolId, email);
  }
}
