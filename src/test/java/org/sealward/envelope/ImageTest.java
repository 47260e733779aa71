package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images by stream and by range, protocol §8; lines 5, 8 and 9 of §14. */
class ImageTest {
  private static final ImageContext IMAGE =
      new ImageContext(Cast.id(90), Cast.id(1), Cast.id(2), Cast.id(91));
  private static final int LENGTH = 3_000_000;

  private final ImageKey key = ImageKey.generate();
  private final byte[] picture = picture(LENGTH);
  private final byte[] stored;
  private final SealedContent content;

  ImageTest() throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    content = ImageSealer.seal(IMAGE, key, new ByteArrayInputStream(picture), sealed);
    stored = sealed.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 16_383, 16_384, 16_385, 262_143, 262_144, 262_145, 1_048_520, 1_048_576})
  void image_ofAnyLength_opensWhole(int length) throws IOException {
    byte[] original = picture(length);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    SealedContent sealedContent =
        ImageSealer.seal(IMAGE, key, new ByteArrayInputStream(original), sealed);
    assertThat(sealedContent.ciphertextLength()).isEqualTo(sealed.size());
    assertThat(sealedContent.plaintextLength()).isEqualTo(length);
    assertThat(open(IMAGE, sealedContent, sealed.toByteArray())).isEqualTo(original);
  }

  /** One format: what the streams write, the whole-array code reads. */
  @Test
  void image_isTheSameChunkedEncryptionAsEverythingElse() {
    assertThat(ChunkedEncryption.open(key.key(), IMAGE.encoded(), Bytes.of(stored)))
        .isEqualTo(picture);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "0,3000000",
    "16383,2",
    "16384,16384",
    "1048519,2",
    "1048576,1",
    "2999999,1",
    "2999999,500",
    "3000000,10",
    "4000000,10",
    "1000000,0"
  })
  void range_anywhere_isThatPieceOfTheImage(int from, int count) throws IOException {
    int end = Math.max(from, Math.min(LENGTH, from + count));
    try (ImageReader reader = reader(tree(), stored)) {
      assertThat(reader.length()).isEqualTo(LENGTH);
      assertThat(reader.read(from, count))
          .isEqualTo(from > LENGTH ? new byte[0] : Arrays.copyOfRange(picture, from, end));
    }
  }

  @Test
  void range_inOneSegment_fetchesThatAndTheFirstOnly() throws IOException {
    List<Long> fetched = new ArrayList<>();
    try (ImageReader reader =
        Opener.imageReader(
            IMAGE,
            content,
            tree(),
            key,
            (offset, count) -> {
              fetched.add(offset);
              return Arrays.copyOfRange(stored, (int) offset, (int) offset + count);
            })) {
      reader.read(2_500_000, 100);
      reader.read(2_600_000, 100);
    }
    assertThat(fetched).containsExactly(0L, 2L * ContentTree.SEGMENT);
  }

  @Test
  void reader_closed_opensNothingMore() throws IOException {
    ImageReader reader = reader(tree(), stored);
    assertThat(reader.read(0, 10)).isEqualTo(Arrays.copyOf(picture, 10));
    reader.close();
    assertThat(Refusals.of(() -> reader.read(0, 10))).isEqualTo(Failure.CORRUPT_CHUNK);
  }

  @Test
  void line05_imageUnderAnotherContext_staysShut() throws IOException {
    assertThat(open(IMAGE, content, stored)).isEqualTo(picture);
    for (ImageContext other :
        List.of(
            new ImageContext(Cast.id(89), Cast.id(1), Cast.id(2), Cast.id(91)),
            new ImageContext(Cast.id(90), Cast.id(9), Cast.id(2), Cast.id(91)),
            new ImageContext(Cast.id(90), Cast.id(1), Cast.id(9), Cast.id(91)),
            new ImageContext(Cast.id(90), Cast.id(1), Cast.id(2), Cast.id(99)))) {
      assertThat(Refusals.of(() -> open(other, content, stored)))
          .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,WRONG_KEY_OR_CONTEXT",
    "24,WRONG_KEY_OR_CONTEXT",
    "56,CORRUPT_CHUNK",
    "2000000,CORRUPT_CHUNK",
    "3002999,CORRUPT_CHUNK"
  })
  void line08_imageWithAFlippedBit_isRefused(int at, Failure expected) {
    byte[] changed = stored.clone();
    changed[Math.min(at, changed.length - 1)] ^= 1;
    assertThat(Refusals.of(() -> open(IMAGE, content, changed))).isEqualTo(expected);
  }

  @Test
  void line09_imageCutOrExtended_isRefused() throws IOException {
    int oneBatch = Chunks.PREFIX + ImageSealer.BATCH * Chunks.SEALED;
    for (int length : new int[] {0, 55, 56, 71, oneBatch, stored.length - 1}) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThat(Refusals.of(() -> open(IMAGE, content, cut)))
          .as("%d bytes", length)
          .isIn(Failure.TRUNCATED, Failure.CORRUPT_CHUNK);
    }
    byte[] extended = Arrays.copyOf(stored, stored.length + 1);
    assertThat(Refusals.of(() -> open(IMAGE, content, extended)))
        .isEqualTo(Failure.DIGEST_MISMATCH);
    assertThat(open(IMAGE, content, stored)).hasSize(LENGTH);
  }

  /** Whoever holds the key can seal another picture under it; the signed digest tells. */
  @Test
  void imageForgedByAKeyHolder_isRefused() throws IOException {
    ByteArrayOutputStream forged = new ByteArrayOutputStream();
    SealedContent own =
        ImageSealer.seal(IMAGE, key, new ByteArrayInputStream(new byte[LENGTH]), forged);
    byte[] bytes = forged.toByteArray();
    assertThat(open(IMAGE, own, bytes)).hasSize(LENGTH);
    assertThat(Refusals.of(() -> open(IMAGE, content, bytes))).isEqualTo(Failure.DIGEST_MISMATCH);
  }

  @Test
  void rangeOfForgedOrMovedSegments_isRefused() throws IOException {
    byte[] forged = stored.clone();
    forged[2_000_000] ^= 1;
    try (ImageReader reader = reader(tree(), forged)) {
      assertThat(reader.read(0, 10)).isEqualTo(Arrays.copyOf(picture, 10));
      assertThat(Refusals.of(() -> reader.read(1_990_000, 10))).isEqualTo(Failure.DIGEST_MISMATCH);
      assertThat(reader.read(2_500_000, 1)).hasSize(1);
    }
    ContentTree own = new ContentTree.Builder().update(forged, 0, forged.length).build();
    assertThat(Refusals.of(() -> reader(own, forged))).isEqualTo(Failure.DIGEST_MISMATCH);
  }

  @Test
  void leaves_ofAnotherNumberOrLength_areRefused() {
    List<Bytes> leaves = tree().leaves();
    assertThat(ContentTree.of(leaves, stored.length).contentDigest())
        .isEqualTo(content.contentDigest());
    assertThat(ContentTree.decode(tree().encodedLeaves(), stored.length).leaves())
        .isEqualTo(leaves);
    assertThat(Refusals.of(() -> ContentTree.of(leaves.subList(0, 2), stored.length)))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> ContentTree.of(leaves, 4L * ContentTree.SEGMENT)))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> ContentTree.decode(Bytes.of(new byte[33]), 1)))
        .isEqualTo(Failure.MALFORMED);
  }

  /** The streams are never read or written whole: 200 MiB pass in a heap that could not hold it. */
  @Test
  void image_largerThanMemoryAllows_passesThrough() throws IOException {
    long length = 200L << 20;
    SealedContent sealed =
        ImageSealer.seal(IMAGE, key, new Zeros(length), OutputStream.nullOutputStream());
    assertThat(sealed.plaintextLength()).isEqualTo(length);
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) {
      if (left == 0) {
        return -1;
      }
      int some = (int) Math.min(left, count);
      left -= some;
      return some;
    }
  }

  private byte[] open(ImageContext context, SealedContent expected, byte[] sealed)
      throws IOException {
    ByteArrayOutputStream opened = new ByteArrayOutputStream();
    Opener.image(context, expected, key, new ByteArrayInputStream(sealed), opened);
    return opened.toByteArray();
  }

  private ContentTree tree() {
    return new ContentTree.Builder().update(stored, 0, stored.length).build();
  }

  private ImageReader reader(ContentTree tree, byte[] bytes) {
    return Opener.imageReader(
        IMAGE,
        content,
        tree,
        key,
        (offset, count) -> Arrays.copyOfRange(bytes, (int) offset, (int) offset + count));
  }

  private static byte[] picture(int length) {
    byte[] picture = new byte[length];
    new Random(length).nextBytes(picture);
    return picture;
  }
}
