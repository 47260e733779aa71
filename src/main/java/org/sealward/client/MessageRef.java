package org.sealward.client;

import java.util.UUID;
import org.sealward.envelope.Bytes;

/**
 * How one message names another of its conversation (protocol §7.5).
 *
 * @param messageId {@link Received.Message#id()}
 * @param messageHash {@link Received.Message#hash()}, 32 bytes
 */
public record MessageRef(UUID messageId, Bytes messageHash) {
  private static final int HASH = 32;

  public MessageRef {
    if (messageHash.length() != HASH) {
      throw new IllegalArgumentException("a message hash is 32 bytes long");
    }
  }
}
