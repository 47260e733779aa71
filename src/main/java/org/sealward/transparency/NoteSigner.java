package org.sealward.transparency;

import org.sealward.envelope.Bytes;

/** Who signs notes. The private key may be elsewhere, such as in a key management service. */
public interface NoteSigner {
  VerifierKey key();

  /** The Ed25519 signature of these bytes, 64 bytes. */
  Bytes sign(Bytes message);
}
