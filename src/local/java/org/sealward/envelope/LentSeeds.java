package org.sealward.envelope;

import java.util.List;

/**
 * Private seeds, lent to the search for what must not be found. It lives in this package since no
 * method of the product hands seeds out, and outside of the production jar.
 */
public final class LentSeeds {
  private LentSeeds() {}

  /** Message, image and signing seed, 32 bytes each. The caller closes none of them. */
  public static List<SecretBytes> of(OwnKeys keys) {
    PrivateKeys seeds = keys.privateKeys();
    return List.of(seeds.kemSeed(), seeds.imageKemSeed(), seeds.signSeed());
  }

  /** The key of an image, 32 bytes, not to be closed either. */
  public static SecretBytes of(ImageKey key) {
    return key.key();
  }
}
