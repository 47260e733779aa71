package org.sealward.client;

import java.util.UUID;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SafetyNumber;

/** The user's own keys and those that this device knows of others. */
public final class Keys {
  private final Context context;

  Keys(Context context) {
    this.context = context;
  }

  /** The user's newest bundle. */
  public PublicBundle own() {
    return context.ownKeys().bundle();
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
