package org.sealward.local.aws.cognito;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

  /** RFC 6238, appendix B, the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void code_atTimeOfTheRfc_isTheRfcs(long seconds, String code) {
    assertThat(Totp.match(SECRET, code, Instant.ofEpochSecond(seconds)))
        .isEqualTo(OptionalLong.of(seconds / 30));
  }

  @Test
  void match_neighbouringStep_isTaken_andTheOneBeyondIsNot() {
    for (long off = -2; off <= 2; off++) {
      OptionalLong matched =
          Totp.match(SECRET, "050471", Instant.ofEpochSecond(1_111_111_111 + 30 * off));
      assertThat(matched.isPresent()).as("%d steps off", off).isEqualTo(Math.abs(off) <= 1);
    }
  }

  @Test
  void match_codeOfOtherLength_isNone() {
    assertThat(Totp.match(SECRET, "94287082", Instant.ofEpochSecond(59))).isEmpty();
    assertThat(Totp.match(SECRET, "", Instant.ofEpochSecond(59))).isEmpty();
  }

  /** RFC 4648, section 10, without padding. */
  @ParameterizedTest
  @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "foobar, MZXW6YTBOI"})
  void base32_ofTheRfc_isTheRfcs(String text, String encoded) {
    assertThat(Totp.base32(text.getBytes(US_ASCII))).isEqualTo(encoded);
  }
}
