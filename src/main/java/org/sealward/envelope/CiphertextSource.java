package org.sealward.envelope;

import java.io.IOException;

/** Where an {@link ImageReader} fetches ciphertext: a range request, or a file. */
@FunctionalInterface
public interface CiphertextSource {
  /** Exactly {@code length} bytes from {@code offset} on; what comes back is verified. */
  byte[] fetch(long offset, int length) throws IOException;
}
