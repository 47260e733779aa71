package org.sealward.client;

import java.util.List;
import java.util.UUID;

/**
 * What became of opening the user's images to their newest keys.
 *
 * @param images how many are open to them now that were not before
 * @param left images that no key of the user opens, or whose granter began anew with other keys
 */
public record Rewrapped(long images, List<UUID> left) {
  public Rewrapped {
    left = List.copyOf(left);
  }

  /** Is told how far it is. */
  @FunctionalInterface
  public interface Listener {
    /** Listens to nothing. */
    Listener NONE = (_, _) -> {};

    /**
     * Tells of an image that was tried.
     *
     * @param done images that were tried in this run
     * @param total images that were to be done when this run began
     */
    void at(long done, long total);
  }
}
