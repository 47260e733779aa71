package org.sealward.client;

import org.sealward.client.error.SealwardException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PrivateBundle;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.Tile;

/**
 * The newest checkpoint in the vault, for the user's next device. Sealing costs a writing of the
 * vault, so one that is less than a full tile behind stays.
 */
record VaultCheckpoint(KeyLog log) {
  /** Does nothing when another device changes the vault at the same time, or it cannot be had. */
  void renew(UnlockedVault vault) {
    Bytes newest = log.checkpoint();
    Bytes kept = vault.read(PrivateBundle::checkpoint);
    if (newest.length() > 0 && isDue(kept, newest)) {
      try {
        vault.changeIfNewest(content -> content.withCheckpoint(newest));
      } catch (SealwardException _) {
        // The next login does it.
      }
    }
  }

  private static boolean isDue(Bytes kept, Bytes newest) {
    if (kept.length() == 0) {
      return true;
    }
    Checkpoint before = SignedCheckpoint.parse(kept).checkpoint();
    Checkpoint now = SignedCheckpoint.parse(newest).checkpoint();
    return !before.origin().equals(now.origin())
        || now.head().size() - before.head().size() >= Tile.FULL;
  }
}
