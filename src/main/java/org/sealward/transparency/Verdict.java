package org.sealward.transparency;

import java.util.List;

/** Whether a checkpoint, or a proof with its checkpoint, is believed, and if not why. */
public sealed interface Verdict {
  /**
   * Believed.
   *
   * @param cosignatures of the policy's witnesses, one for each, the newest; may be none where the
   *     policy asks for none
   */
  record Accepted(Checkpoint checkpoint, List<Cosignature> cosignatures) implements Verdict {
    public Accepted {
      cosignatures = List.copyOf(cosignatures);
    }
  }

  /** Of another log. */
  record OtherOrigin() implements Verdict {}

  /** The log's key has not signed. */
  record NotSigned() implements Verdict {}

  /**
   * A line says that it is a known key's and is not: somebody tampered.
   *
   * @param name of that key
   */
  record BadSignature(String name) implements Verdict {}

  /** Fewer witnesses have cosigned than are needed. */
  record NoQuorum(int found, int needed) implements Verdict {}

  /** Enough witnesses have cosigned, though not recently. */
  record Stale(int fresh, int needed) implements Verdict {}

  /** The checkpoint is believed, but the entry is not shown to be in it. */
  record NotIncluded() implements Verdict {}
}
