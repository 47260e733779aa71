package org.sealward.transparency;

import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/** What must not be in a key log. The checkpoint it was read with proves it; both are kept. */
public sealed interface LeafFinding {
  /** A second leaf of one user and version: two people may have been shown different keys. */
  record Repeated(LoggedLeaf first, LoggedLeaf second) implements LeafFinding {}

  /**
   * A version that is not the one after the newest.
   *
   * @param newest null where the user had none, so that version 1 was to come
   */
  record OutOfOrder(@Nullable LoggedLeaf newest, LoggedLeaf next) implements LeafFinding {}

  /** An entry that is no key leaf. */
  record Foreign(long index, Bytes entry) implements LeafFinding {}
}
