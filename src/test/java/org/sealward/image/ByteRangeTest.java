package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a body of 1000 bytes; the cases of RFC 9110 §14.1.2 and around them. */
class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-499,    0, 499",
    "bytes=500-999,  500, 999",
    "bytes=500-,     500, 999",
    "bytes=0-,       0, 999",
    "bytes=999-,     999, 999",
    "bytes=0-0,      0, 0",
    "bytes=-500,     500, 999",
    "bytes=-1,       999, 999",
    "bytes=-1000,    0, 999",
    "bytes=-1001,    0, 999",
    "bytes=900-5000, 900, 999",
    "BYTES=1-2,      1, 2",
    "bytes= 1-2,     1, 2",
    "bytes=1-99999999999999999999, 1, 999",
    "bytes=-99999999999999999999,  0, 999"
  })
  void parse_oneRangeWithBytesInIt_isThatPart(String header, long first, long last) {
    assertThat(ByteRange.parse(header, 1000)).isEqualTo(new ByteRange.Part(first, last));
    assertThat(new ByteRange.Part(first, last).length()).isEqualTo(last - first + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999-"})
  void parse_rangeBehindTheEnd_isUnsatisfiable(String header) {
    assertThat(ByteRange.parse(header, 1000)).isEqualTo(new ByteRange.Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=2-1",
        "bytes=+1-2",
        "bytes=0x1-2",
        "bytes=1-2,4-5",
        "bytes=1--2",
        "bytes 1-2",
        "seconds=1-2"
      })
  void parse_malformedForeignOrSeveral_isIgnored(String header) {
    assertThat(ByteRange.parse(header, 1000)).isEqualTo(new ByteRange.Whole());
  }

  @Test
  void parse_noHeader_isTheWhole() {
    assertThat(ByteRange.parse(null, 1000)).isEqualTo(new ByteRange.Whole());
  }
}
