package org.sealward.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/**
 * An event that is about to be appended.
 *
 * @param stream the conversation, user or institution that it belongs to
 * @param kind such as {@code message}: lower case, digits and hyphens, at most 64 characters
 * @param actor the user who caused it
 * @param digest SHA-256 of what happened; kept when the body is erased
 * @param body UTF-8 JSON, delivered to clients as it is; null when the digest says it all
 */
public record NewEvent(UUID stream, String kind, UUID actor, Bytes digest, @Nullable Bytes body) {
  static final int DIGEST_LENGTH = 32;

  public NewEvent {
    if (!kind.matches("[a-z][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("not an event kind: " + kind);
    }
    if (digest.length() != DIGEST_LENGTH) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + digest.length());
    }
  }
}
