package org.sealward.merklelog;

import java.util.Optional;
import org.sealward.platform.Loop;

/** What is done for each log on each node, on a thread of its own. */
interface LogWork {
  /** Not started; empty when there is nothing to do for this log. */
  Optional<Loop> on(MerkleLog log);
}
