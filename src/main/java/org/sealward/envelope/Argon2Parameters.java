package org.sealward.envelope;

/**
 * Cost of Argon2id (RFC 9106). Values outside 64 MiB to 1 GiB, 3 to 10 passes and 1 to 4 lanes are
 * {@link Failure#KDF_COST}: a server must be able to weaken neither the guessing cost nor the
 * client's memory (protocol §4.1).
 */
public record Argon2Parameters(int memoryKib, int passes, int lanes) {
  /** 64 MiB, 3 passes, 1 lane. */
  public static final Argon2Parameters SUITE_1 = new Argon2Parameters(64 * 1024, 3, 1);

  public Argon2Parameters {
    if (memoryKib < 64 * 1024
        || memoryKib > 1024 * 1024
        || passes < 3
        || passes > 10
        || lanes < 1
        || lanes > 4) {
      throw new InvalidEnvelopeException(
          Failure.KDF_COST, "Argon2id parameters are outside the protocol's bounds");
    }
  }

  Bytes encoded() {
    return Pae.plain().number(memoryKib).number(passes).number(lanes).encode();
  }
}
