package org.sealward.envelope;

/**
 * The service's own Ed25519 key, whose public half apps have pinned (protocol §10.1). It signs
 * assist keys, and nothing else.
 */
public final class OwnServiceKey implements AutoCloseable {
  private final SecretBytes seed;
  private final Bytes publicKey;

  /**
   * Takes the seed over.
   *
   * @param seed 32 random bytes
   */
  public OwnServiceKey(SecretBytes seed) {
    this.seed = seed;
    this.publicKey = PrivateKeys.signPublicKey(seed);
  }

  /** 32 bytes. */
  public Bytes publicKey() {
    return publicKey;
  }

  public SignedAssistKey sign(AssistKey key) {
    return new SignedAssistKey(key, PrivateKeys.sign(seed, key.encoded()));
  }

  @Override
  public void close() {
    seed.close();
  }
}
