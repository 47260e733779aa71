package org.sealward.merklelog;

import java.net.URI;
import org.sealward.transparency.VerifierKey;

/**
 * A witness that is asked.
 *
 * @param prefix what {@code add-checkpoint} follows, with a slash at its end
 */
record WitnessAddress(VerifierKey key, URI prefix) {
  URI addCheckpoint() {
    return prefix.resolve("add-checkpoint");
  }
}
