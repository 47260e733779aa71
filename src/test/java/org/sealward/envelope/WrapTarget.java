package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/** Wrapped keys, and public keys that something is to be wrapped to. */
public final class WrapTarget implements Target {
  private static final SecretBytes SEED = Cast.seed(1);

  /** What is wrapped in the seed of the corpus. */
  private static final SecretBytes KEY = Cast.seed(2);

  private final Target parsers = Choice.of(WrapTarget::unwrap, WrapTarget::publicKey);

  @Override
  public void accept(byte[] input) throws Exception {
    parsers.accept(input);
  }

  private static void unwrap(byte[] input) {
    Bytes hash = Bytes.of(new byte[32]);
    try {
      EpochWrap wrap =
          new EpochWrap(Suite.ONE, Cast.id(1), 0, hash, Cast.id(2), hash, Bytes.of(input));
      assertThat(KeyWrap.unwrap(SEED, wrap.info(), wrap.wrap())).isEqualTo(KEY);
    } catch (InvalidEnvelopeException | DecryptionFailedException _) {
      // refused
    }
  }

  private static void publicKey(byte[] input) {
    Bytes key = Bytes.of(input);
    try {
      Require.length("kemPublicKey", key, Suite.KEM_PUBLIC_KEY);
      KeyWrap.tryOut(key);
      assertThat(KeyWrap.wrap(key, Bytes.EMPTY, KEY).length()).isEqualTo(Suite.WRAP);
    } catch (InvalidEnvelopeException _) {
      // refused
    }
  }
}
