package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/** Leaf hashes that the service gives, and images whose sealer signed ciphertext of any kind. */
public final class ImageTarget implements Target {
  /** Bytes of images around the sizes of a chunk, of what is opened at once, and of a segment. */
  private static final List<Integer> LENGTHS =
      List.of(0, 1, 16_383, 16_384, 40_000, 262_144, 262_145, 1_100_000);

  private static final ImageContext IMAGE =
      new ImageContext(Cast.id(1), Cast.id(2), Cast.id(3), Cast.id(4));

  private final ImageKey key = ImageKey.of(Cast.seed(1));
  private final List<byte[]> plaintexts = new ArrayList<>();
  private final List<byte[]> ciphertexts = new ArrayList<>();
  private final Target parsers = Choice.of(ImageTarget::leaves, this::image);

  public ImageTarget() throws IOException {
    for (int length : LENGTHS) {
      byte[] plaintext = new byte[length];
      for (int i = 0; i < length; i++) {
        plaintext[i] = (byte) (i * 31 + i / 256);
      }
      ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
      try (ChunkCipher cipher =
          ChunkCipher.withSalt(key.key(), Bytes.of(new byte[Chunks.SALT]), IMAGE.encoded())) {
        ImageSealer.seal(cipher, new ByteArrayInputStream(plaintext), ciphertext);
      }
      plaintexts.add(plaintext);
      ciphertexts.add(ciphertext.toByteArray());
    }
  }

  @Override
  public void accept(byte[] input) throws Exception {
    parsers.accept(input);
  }

  /** The length in eight bytes, then the leaves. */
  private static void leaves(byte[] input) {
    if (input.length < Long.BYTES) {
      return;
    }
    long length = ByteBuffer.wrap(input).getLong();
    Bytes leaves = Bytes.of(Arrays.copyOfRange(input, Long.BYTES, input.length));
    try {
      ContentTree tree = ContentTree.decode(leaves, length);
      assertThat(tree.encodedLeaves()).isEqualTo(leaves);
      assertThat(tree.contentDigest().length()).isEqualTo(32);
      long sum = 0;
      for (int i = 0; i < tree.leaves().size(); i++) {
        assertThat(tree.segmentLength(i)).isBetween(1, ContentTree.SEGMENT);
        sum += tree.segmentLength(i);
      }
      assertThat(sum).isEqualTo(length);
    } catch (InvalidEnvelopeException _) {
      // refused
    }
  }

  /** Which image in one byte, offset and length of a range in three each, then alterations. */
  private void image(byte[] input) throws IOException {
    if (input.length < 7) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(input);
    int which = Math.floorMod(in.get(), LENGTHS.size());
    int offset = Alterations.number(in);
    int length = Alterations.number(in);
    byte[] altered = Alterations.of(ciphertexts.get(which), in);
    if (altered.length == 0) {
      return;
    }
    ContentTree tree = new ContentTree.Builder().update(altered, 0, altered.length).build();
    SealedContent content;
    try {
      content = new SealedContent(tree.contentDigest(), altered.length);
    } catch (InvalidEnvelopeException _) {
      assertThat(Chunks.plaintextLength(altered.length)).isNegative();
      return;
    }
    range(plaintexts.get(which), offset, length, altered, content, tree);
    whole(plaintexts.get(which), ciphertexts.get(which), altered, content);
  }

  private void range(
      byte[] plaintext,
      int offset,
      int length,
      byte[] altered,
      SealedContent content,
      ContentTree tree)
      throws IOException {
    CiphertextSource source =
        (from, count) -> Arrays.copyOfRange(altered, (int) from, (int) from + count);
    try (ImageReader reader = Opener.imageReader(IMAGE, content, tree, key, source)) {
      int from = Math.min(offset, plaintext.length);
      int to = Math.min(from + length, plaintext.length);
      // Behind the end there is nothing to open, also when the end is not where it was.
      boolean behind = offset >= Chunks.plaintextLength(altered.length);
      byte[] expected = behind ? new byte[0] : Arrays.copyOfRange(plaintext, from, to);
      assertThat(reader.read(offset, length)).isEqualTo(expected);
    } catch (DecryptionFailedException _) {
      // refused
    }
  }

  private void whole(byte[] plaintext, byte[] sealed, byte[] altered, SealedContent content)
      throws IOException {
    ByteArrayOutputStream opened = new ByteArrayOutputStream();
    try {
      Opener.image(IMAGE, content, key, new ByteArrayInputStream(altered), opened);
      assertThat(opened.toByteArray()).isEqualTo(plaintext);
      assertThat(altered).isEqualTo(sealed);
    } catch (DecryptionFailedException _) {
      assertThat(altered).isNotEqualTo(sealed);
    }
  }
}
