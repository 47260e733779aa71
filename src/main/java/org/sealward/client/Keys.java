package org.sealward.client;

import java.util.Optional;
import java.util.UUID;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SafetyNumber;

/** The user's own keys and those that this device knows of others. */
public final class Keys {
  private final Context context;
  private final KeyRotation rotation;

  Keys(Context context, KeyRotation rotation) {
    this.context = context;
    this.rotation = rotation;
  }

  /** The user's newest bundle. */
  public PublicBundle own() {
    return context.ownKeys().bundle();
  }

  /**
   * Makes new keys that follow from the present ones, and brings them into every conversation, each
   * under a new epoch. Others' clients follow in silence. What was written before stays readable
   * with the earlier keys, which the vault keeps. When it breaks off, the next login publishes the
   * new keys, and sending in a conversation brings them in there.
   */
  public Rotation rotate() {
    return rotation.run();
  }

  /**
   * A person's newest bundle, which follows from those known.
   *
   * @throws UntrustedKeyException when it does not
   */
  public PublicBundle of(UUID userId) {
    return context.pins().newest(userId);
  }

  /**
   * What the user and another person compare, face to face or over the telephone, to be sure that
   * nobody stands between them: the same digits on both sides.
   */
  public String safetyNumber(UUID userId) {
    return SafetyNumber.of(own(), of(userId));
  }

  /**
   * Remembers on this device that the two of them compared the safety number and found the same.
   * The mark stays while the person's keys follow by rotations, and falls when they begin anew.
   *
   * @param compared what was compared
   * @return false, and nothing is remembered, when that is not the present number: compare again
   * @throws UntrustedKeyException when the person's keys do not follow from those known
   */
  public boolean markVerified(UUID userId, String compared) {
    PublicBundle other = of(userId);
    if (!SafetyNumber.of(own(), other).equals(compared)) {
      return false;
    }
    context.device().put(verifiedKey(userId), other.fingerprint());
    return true;
  }

  /** Whether the person's keys are those that were compared, or follow from them by rotations. */
  public boolean isVerified(UUID userId) {
    return context
        .device()
        .get(verifiedKey(userId))
        .filter(compared -> context.pins().follow(userId, compared))
        .isPresent();
  }

  /** The log that keys are held against; empty where there is none, or before it could be read. */
  public Optional<LogStanding> log() {
    KeyLog log = context.log();
    return log.description()
        .flatMap(described -> log.head().map(read -> new LogStanding(described, read)));
  }

  private String verifiedKey(UUID userId) {
    return context.userId() + ".verified." + userId;
  }

  /**
   * Accepts a person's new keys that do not follow from those known, after {@link
   * UntrustedKeyException}: only when the person has said, over another channel, that they began
   * anew.
   *
   * @param fingerprint {@link UntrustedKeyException#presented()}, as the person confirmed it
   */
  public void trust(UUID userId, Bytes fingerprint) {
    context.pins().trust(userId, fingerprint);
  }
}
