package org.sealward.client;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealward.envelope.PublicBundle;

/**
 * What became of a rotation.
 *
 * @param bundle the new keys
 * @param refreshed conversations that go on under them
 * @param left conversations that still name earlier keys, and why; sending there tries again
 */
public record Rotation(
    PublicBundle bundle, List<UUID> refreshed, Map<UUID, RuntimeException> left) {
  public Rotation {
    refreshed = List.copyOf(refreshed);
    left = Map.copyOf(left);
  }
}
