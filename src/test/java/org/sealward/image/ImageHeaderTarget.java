package org.sealward.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import org.sealward.envelope.Bytes;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;
import org.sealward.platform.Problem;

/** The header fields of uploads and downloads. */
public final class ImageHeaderTarget implements Target {
  private static final long LENGTH = 1_000;

  private final Target headers =
      Choice.of(
          ImageHeaderTarget::range,
          ImageHeaderTarget::metadata,
          ImageHeaderTarget::number,
          ImageHeaderTarget::entityTag);

  @Override
  public void accept(byte[] input) throws Exception {
    headers.accept(input);
  }

  private static void range(byte[] input) {
    switch (ByteRange.parse(text(input), LENGTH)) {
      case ByteRange.Part(long first, long last) -> {
        assertThat(first).isBetween(0L, last);
        assertThat(last).isLessThan(LENGTH);
      }
      case ByteRange.Whole _, ByteRange.Unsatisfiable _ -> {}
    }
  }

  private static void metadata(byte[] input) {
    try {
      UploadMetadata metadata = UploadMetadata.parse(text(input));
      assertThat(metadata.header()).isEqualTo(text(input)).isASCII().hasSize(3 * 48 + 35);
    } catch (Problem refused) {
      assertThat(refused.type()).isEqualTo(ImageProblem.UPLOAD_NOT_VALID);
    }
  }

  private static void number(byte[] input) {
    HttpHeaders headers;
    try {
      headers = HttpRequest.GET("/").header(TusHeaders.UPLOAD_OFFSET, text(input)).getHeaders();
    } catch (IllegalArgumentException _) {
      // no server passes control characters on
      return;
    }
    try {
      long number = TusHeaders.number(headers, TusHeaders.UPLOAD_OFFSET);
      assertThat(Long.toString(number)).isEqualTo(text(input));
    } catch (Problem refused) {
      assertThat(refused.type()).isEqualTo(ImageProblem.UPLOAD_NOT_VALID);
    }
  }

  private static void entityTag(byte[] input) {
    EntityTag tag = EntityTag.of(Bytes.of(new byte[32]));
    String text = text(input);
    if (tag.isNamedBy(text)) {
      assertThat(text).containsAnyOf("*", tag.text());
    }
    assertThat(tag.allowsRange(text)).isEqualTo(text.equals(tag.text()));
  }

  /** As the server reads the bytes of a header. */
  private static String text(byte[] input) {
    return new String(input, ISO_8859_1);
  }
}
