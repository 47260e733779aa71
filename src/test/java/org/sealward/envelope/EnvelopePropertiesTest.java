package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Laws that hold for every input. */
class EnvelopePropertiesTest {
  @Property
  void pae_isReadBackPartByPart(@ForAll @Size(max = 8) List<byte[]> parts) {
    Bytes encoded = Pae.list(parts.stream().map(Bytes::of).toList());
    assertThat(PaeReader.parts(encoded.toArray())).containsExactlyElementsOf(parts);
  }

  @Property
  void pae_ofDifferentParts_differs(
      @ForAll @Size(max = 4) List<@Size(max = 3) byte[]> one,
      @ForAll @Size(max = 4) List<@Size(max = 3) byte[]> other) {
    List<Bytes> left = one.stream().map(Bytes::of).toList();
    List<Bytes> right = other.stream().map(Bytes::of).toList();
    assertThat(Pae.list(left).equals(Pae.list(right))).isEqualTo(left.equals(right));
  }

  /** Whatever the reader takes is the one encoding of what it read. */
  @Property
  void paeReader_ofAnyBytes_refusesOrReadsTheOneEncoding(@ForAll @Size(max = 40) byte[] bytes) {
    byte[] small = bytes.clone();
    for (int i = 0; i < small.length; i++) {
      small[i] = (byte) (i % 8 == 7 ? small[i] & 3 : 0);
    }
    try {
      List<byte[]> parts = PaeReader.parts(small);
      assertThat(Pae.list(parts.stream().map(Bytes::of).toList())).isEqualTo(Bytes.of(small));
    } catch (InvalidEnvelopeException e) {
      assertThat(e.failure()).isEqualTo(Failure.MALFORMED);
    }
  }

  @Property
  void base64Url_ofAnyBytes_isReadBack(@ForAll byte[] bytes) {
    assertThat(Bytes.fromBase64Url(Bytes.of(bytes).base64Url())).isEqualTo(Bytes.of(bytes));
  }

  @Property
  void base64Url_ofAnyText_isRefusedOrTheOneText(@ForAll @Size(max = 8) byte[] noise) {
    char[] alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ".toCharArray();
    StringBuilder text = new StringBuilder();
    for (byte b : noise) {
      text.append(alphabet[(b & 0xff) % alphabet.length]);
    }
    try {
      assertThat(Bytes.fromBase64Url(text.toString()).base64Url()).isEqualTo(text.toString());
    } catch (IllegalArgumentException refused) {
      assertThat(refused).isNotInstanceOf(EnvelopeException.class);
    }
  }

  @Property
  void padme_costsAtMostTwelvePercentAndNeverShrinks(@ForAll @IntRange(max = 65_536) int length) {
    int padded = MessagePadding.padme(length);
    assertThat(padded).isBetween(length, length + (int) (0.12 * length));
    assertThat(MessagePadding.padme(padded)).isEqualTo(padded);
  }

  @Property
  void padding_ofAnyContent_isTakenOffAgain(@ForAll @Size(max = 2000) byte[] content) {
    assertThat(MessagePadding.unpad(MessagePadding.pad(Bytes.of(content))))
        .isEqualTo(Bytes.of(content));
  }

  @Property
  void chunkedLength_goesBothWays(@ForAll @LongRange(max = 1L << 40) long plaintext) {
    assertThat(Chunks.plaintextLength(Chunks.sealedLength(plaintext))).isEqualTo(plaintext);
  }

  @Property(tries = 200)
  void chunkedEncryption_ofAnyContent_opensUnderItsKeyAndContextOnly(
      @ForAll @Size(max = 100) byte[] content,
      @ForAll @IntRange(max = 255) int key,
      @ForAll @IntRange(max = 255) int otherKey,
      @ForAll @Size(max = 40) byte[] context) {
    Bytes sealed = ChunkedEncryption.seal(Cast.seed(key), Bytes.of(context), content);
    assertThat(ChunkedEncryption.open(Cast.seed(key), Bytes.of(context), sealed))
        .isEqualTo(content);
    Assume.that(key != otherKey);
    assertThat(
            Refusals.of(
                () -> ChunkedEncryption.open(Cast.seed(otherKey), Bytes.of(context), sealed)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  @Property(tries = 50)
  void contentTree_inPiecesOfAnySize_isTheSame(
      @ForAll @IntRange(min = 1, max = 3_500_000) int length,
      @ForAll @IntRange(min = 1, max = 1_500_000) int piece) {
    byte[] bytes = new byte[length];
    bytes[length / 2] = 1;
    ContentTree.Builder pieces = new ContentTree.Builder();
    for (int at = 0; at < length; at += piece) {
      pieces.update(bytes, at, Math.min(piece, length - at));
    }
    ContentTree whole = new ContentTree.Builder().update(bytes, 0, length).build();
    assertThat(pieces.build().contentDigest()).isEqualTo(whole.contentDigest());
  }

  @Property
  void recoveryCode_printed_isReadBack(@ForAll @Size(20) byte[] random) {
    char[] text = text(random);
    assertThat(RecoveryCode.parse(text).toChars()).isEqualTo(text);
    assertThat(text).hasSize(39);
  }

  /**
   * Prints 20 bytes by the definition of base 32: five bits a character, most significant first.
   */
  private static char[] text(byte[] code) {
    String bits =
        String.join(
            "",
            IntStream.range(0, code.length)
                .mapToObj(i -> "%8s".formatted(Integer.toBinaryString(code[i] & 0xff)))
                .map(b -> b.replace(' ', '0'))
                .toList());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      text.append(i > 0 && i % 4 == 0 ? "-" : "")
          .append(
              "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
                  .charAt(Integer.parseInt(bits.substring(5 * i, 5 * i + 5), 2)));
    }
    return text.toString().toCharArray();
  }

  @Property
  void bytes_areOrderedAsUnsigned(@ForAll byte[] one, @ForAll byte[] other) {
    assertThat(Integer.signum(Bytes.of(one).compareTo(Bytes.of(other))))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(one, other)));
  }
}
