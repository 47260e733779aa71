package org.sealward.client.error;

import java.net.URI;
import java.util.UUID;
import org.sealward.envelope.Bytes;

/**
 * The service shows keys for a user that do not follow from the keys this device knows. Either the
 * person lost all keys and started anew, or somebody stands in between. Ask the person, over
 * another channel, before trusting the new key.
 */
public final class UntrustedKeyException extends SealwardException {
  private static final long serialVersionUID = 1L;

  private static final URI TYPE = URI.create("urn:sealward:client:untrusted-key");

  private final UUID userId;
  private final transient Bytes pinned;
  private final transient Bytes presented;

  /**
   * @param pinned fingerprint that this device knows
   * @param presented fingerprint of the newest bundle that the service shows
   */
  public UntrustedKeyException(UUID userId, Bytes pinned, Bytes presented) {
    super(TYPE, "the keys of user " + userId + " are not the ones known before", null);
    this.userId = userId;
    this.pinned = pinned;
    this.presented = presented;
  }

  public UUID userId() {
    return userId;
  }

  public Bytes pinned() {
    return pinned;
  }

  public Bytes presented() {
    return presented;
  }
}
