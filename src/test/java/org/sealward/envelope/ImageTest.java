package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {
  private final Cast cast = new Cast();
  private final ImageContext image =
      new ImageContext(Cast.id(90), cast.patient.userId(), cast.patient.userId(), Cast.id(91));

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 16_383, 16_384, 16_385, 262_143, 262_144, 262_145, 1_048_576, 3_000_000})
  void image_ofAnyLength_opensWholeAndByRange(int length) throws IOException {
    byte[] picture = new byte[length];
    new Random(length).nextBytes(picture);
    ImageKey key = ImageKey.generate();
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    SealedContent content = ImageSealer.seal(image, key, new ByteArrayInputStream(picture), sealed);

    assertThat(content.ciphertextLength()).isEqualTo(sealed.size());
    assertThat(content.plaintextLength()).isEqualTo(length);
    ByteArrayOutputStream opened = new ByteArrayOutputStream();
    Opener.image(image, content, key, new ByteArrayInputStream(sealed.toByteArray()), opened);
    assertThat(opened.toByteArray()).isEqualTo(picture);

    byte[] stored = sealed.toByteArray();
    ContentTree tree =
        ContentTree.decode(
            new ContentTree.Builder().update(stored, 0, stored.length).build().encodedLeaves(),
            stored.length);
    try (ImageReader reader =
        Opener.imageReader(
            image,
            content,
            tree,
            key,
            (offset, count) -> Arrays.copyOfRange(stored, (int) offset, (int) offset + count))) {
      int from = length / 3;
      int count = Math.min(40_000, length - from);
      assertThat(reader.read(from, count))
          .isEqualTo(Arrays.copyOfRange(picture, from, from + count));
      assertThat(reader.read(0, Integer.MAX_VALUE)).isEqualTo(picture);
    }
  }

  @Test
  void grant_toAThird_opensForThatRecipient() {
    ImageKey key = ImageKey.generate();
    SealedContent content = new SealedContent(Bytes.of(new byte[32]), 72);
    SignedGrant grant =
        SignedGrant.issue(image, content, key, cast.patient, cast.colleague.bundle(), Cast.NOW);
    try (ImageKey opened = Opener.imageKey(grant, cast.patient.bundle(), cast.colleague)) {
      assertThat(opened.key()).isEqualTo(key.key());
    }
    assertThat(Refusals.of(() -> Opener.imageKey(grant, cast.patient.bundle(), cast.specialist)))
        .isEqualTo(Failure.WRONG_ADDRESS);
  }
}
