package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/** Bodies of messages: the padding of a hostile member, and ciphertext that somebody changed. */
public final class MessageTarget implements Target {
  private static final SecretBytes KEY = Cast.seed(1);
  private static final Bytes CONTEXT = Bytes.utf8("context");
  private static final Bytes SALT = Bytes.of(new byte[Chunks.SALT]);

  private final Target parsers = Choice.of(MessageTarget::unpad, MessageTarget::open);

  @Override
  public void accept(byte[] input) throws Exception {
    parsers.accept(input);
  }

  private static void unpad(byte[] padded) {
    try {
      assertThat(MessagePadding.pad(MessagePadding.unpad(padded))).isEqualTo(padded);
    } catch (DecryptionFailedException _) {
      // refused
    }
  }

  /** Length of the plaintext in three bytes, then alterations. */
  private static void open(byte[] input) {
    if (input.length < 3) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(input);
    byte[] plaintext = new byte[Alterations.number(in) % (3 * Chunks.PLAIN)];
    byte[] sealed;
    try (ChunkCipher cipher = ChunkCipher.withSalt(KEY, SALT, CONTEXT)) {
      sealed = ChunkedEncryption.seal(cipher, plaintext).toArray();
    }
    byte[] altered = Alterations.of(sealed, in);
    try {
      assertThat(ChunkedEncryption.open(KEY, CONTEXT, Bytes.of(altered))).isEqualTo(plaintext);
      assertThat(altered).isEqualTo(sealed);
    } catch (DecryptionFailedException _) {
      assertThat(altered).isNotEqualTo(sealed);
    }
  }
}
