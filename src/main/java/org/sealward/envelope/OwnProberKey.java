package org.sealward.envelope;

/** A prober's own Ed25519 key. It signs observations, and nothing else. */
public final class OwnProberKey implements AutoCloseable {
  private final SecretBytes seed;
  private final Bytes publicKey;

  /**
   * Takes the seed over.
   *
   * @param seed 32 random bytes
   */
  public OwnProberKey(SecretBytes seed) {
    this.seed = seed;
    this.publicKey = PrivateKeys.signPublicKey(seed);
  }

  /** 32 bytes. */
  public Bytes publicKey() {
    return publicKey;
  }

  public SignedObservation sign(Observation observation) {
    return new SignedObservation(observation, PrivateKeys.sign(seed, observation.encode()));
  }

  @Override
  public void close() {
    seed.close();
  }
}
