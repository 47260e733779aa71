package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/** What a vault holds, and what a device keeps of a login, as their sealer wrote them. */
public final class VaultTarget implements Target {
  private final Target decoders =
      Choice.of(
          canonical(
              bytes -> {
                try (PrivateBundle bundle = PrivateBundle.decode(bytes)) {
                  return bundle.encoded();
                }
              }),
          canonical(bytes -> KeyVersion.decode(bytes).encoded()),
          canonical(bytes -> InstitutionKeyVersion.decode(bytes).encoded()),
          canonical(
              bytes -> SecretBytes.copyOf(SealedLogin.decode(Bytes.of(bytes)).encoded().shared())));

  @Override
  public void accept(byte[] input) throws Exception {
    decoders.accept(input);
  }

  /** Refused, or the one encoding of what it is. */
  private static Target canonical(Function<byte[], SecretBytes> decodedAndEncoded) {
    return input -> {
      try {
        assertThat(decodedAndEncoded.apply(input.clone()).toArray()).isEqualTo(input);
      } catch (InvalidEnvelopeException _) {
        // refused
      }
    };
  }
}
