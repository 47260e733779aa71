package org.sealward.merklelog;

import java.time.Duration;
import org.sealward.transparency.NoteSigner;

/**
 * A log that this service keeps.
 *
 * @param name in its address and in the tables, such as {@code keys}; for ever the same
 * @param origin the log's name in the world, in every checkpoint; the name of its key, too
 * @param rest between the beginnings of two batches: what bounds how often is signed
 */
public record MerkleLog(String name, String origin, NoteSigner signer, Duration rest) {
  public MerkleLog {
    if (!name.matches("[a-z][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("not the name of a log: " + name);
    }
  }
}
