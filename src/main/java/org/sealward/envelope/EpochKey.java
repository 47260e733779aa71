package org.sealward.envelope;

import java.util.UUID;

/** The 32-byte key of one epoch of one conversation (protocol §6.5). */
public final class EpochKey implements AutoCloseable {
  private final UUID conversationId;
  private final long epoch;
  private final SecretBytes key;

  EpochKey(UUID conversationId, long epoch, SecretBytes key) {
    this.conversationId = conversationId;
    this.epoch = epoch;
    this.key = key;
  }

  static EpochKey generate(UUID conversationId, long epoch) {
    return new EpochKey(conversationId, epoch, SecretBytes.random(Suite.KEY));
  }

  /**
   * Takes over a key that was kept since it was opened or made, for instance in a client's own
   * store. Throws {@link Failure#WRONG_EPOCH_KEY} when {@code entry} does not commit to it.
   */
  public static EpochKey of(MembershipEntry entry, SecretBytes key) {
    Require.that(key.length() == Suite.KEY, "an epoch key is 32 bytes long");
    EpochKey epochKey = new EpochKey(entry.conversationId(), entry.epoch(), key);
    if (!epochKey.commitment().equals(entry.keyCommitment())) {
      epochKey.close();
      throw new DecryptionFailedException(Failure.WRONG_EPOCH_KEY);
    }
    return epochKey;
  }

  public UUID conversationId() {
    return conversationId;
  }

  public long epoch() {
    return epoch;
  }

  /**
   * What a membership entry says about the key: it can belong to no other epoch or conversation.
   */
  Bytes commitment() {
    try (SecretBytes input =
        Pae.labelled("epoch-key").id(conversationId).number(epoch).secret(key).encodeSecret()) {
      return input.lend(i -> Hash.of(Bytes.adopt(i)));
    }
  }

  SecretBytes key() {
    return key;
  }

  /** The key of an epoch for a member of that epoch. */
  public EpochWrap wrapFor(MembershipEntry entry, PublicBundle recipient) {
    return wrapFor(entry, entry, recipient);
  }

  /**
   * The key of {@code entry}'s epoch for somebody whom {@code current}, the same or a later entry,
   * names with this very bundle and allows to read that far back; {@link Failure#NOT_ENTITLED}
   * otherwise.
   */
  public EpochWrap wrapFor(MembershipEntry entry, MembershipEntry current, PublicBundle recipient) {
    Require.that(commitment().equals(entry.keyCommitment()), "not the key of this entry");
    Require.that(
        current.conversationId().equals(conversationId) && current.epoch() >= epoch,
        "the current entry is of another conversation or earlier");
    Bytes fingerprint = recipient.fingerprint();
    boolean entitled =
        current
            .member(recipient.userId())
            .filter(m -> m.fingerprint().equals(fingerprint) && m.readsFromEpoch() <= epoch)
            .isPresent();
    if (!entitled) {
      throw new InvalidEnvelopeException(
          Failure.NOT_ENTITLED, "the recipient may not read this epoch with this key");
    }
    Bytes hash = entry.membershipHash();
    Bytes info = EpochWrap.info(conversationId, epoch, hash, recipient.userId(), fingerprint);
    return new EpochWrap(
        Suite.ONE,
        conversationId,
        epoch,
        hash,
        recipient.userId(),
        fingerprint,
        KeyWrap.wrap(recipient.kemPublicKey(), info, key));
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "EpochKey[" + conversationId + " epoch " + epoch + "]";
  }
}
