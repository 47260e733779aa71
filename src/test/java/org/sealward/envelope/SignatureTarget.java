package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/** Public keys and signatures: nothing is accepted that Bouncy Castle's own code refuses. */
public final class SignatureTarget implements Target {
  private static final Bytes PUBLIC_KEY = PrivateKeys.signPublicKey(Cast.seed(1));

  private final VerifyingKey key = VerifyingKey.checked(PUBLIC_KEY);
  private final Target parsers = Choice.of(SignatureTarget::key, this::signature);

  @Override
  public void accept(byte[] input) throws Exception {
    parsers.accept(input);
  }

  private static void key(byte[] input) {
    try {
      VerifyingKey checked = VerifyingKey.checked(Bytes.of(input));
      assertThat(checked.verifies(Bytes.of(new byte[Require.SIGNATURE]), Bytes.EMPTY)).isFalse();
    } catch (InvalidEnvelopeException _) {
      // refused
    }
  }

  /** The signature in 64 bytes, then the message. */
  private void signature(byte[] input) {
    byte[] signature = Arrays.copyOf(input, Math.min(Require.SIGNATURE, input.length));
    byte[] message = Arrays.copyOfRange(input, signature.length, input.length);
    boolean verifies = key.verifies(Bytes.of(signature), Bytes.of(message));
    boolean expected =
        signature.length == Require.SIGNATURE
            && Ed25519.verify(signature, 0, PUBLIC_KEY.shared(), 0, message, 0, message.length);
    assertThat(verifies).isEqualTo(expected);
  }
}
