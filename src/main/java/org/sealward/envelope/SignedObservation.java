package org.sealward.envelope;

/** An observation with the prober's signature of {@link Observation#encode}. */
public record SignedObservation(Observation observation, Bytes signature) {
  public SignedObservation {
    Require.signature("signature", signature);
  }

  /** Whether the prober with this key signed it. */
  public boolean isBy(VerifyingKey prober) {
    return prober.verifies(signature, observation.encode());
  }
}
