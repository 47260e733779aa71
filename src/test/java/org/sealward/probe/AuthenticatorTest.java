package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticatorTest {
  /** "12345678901234567890", the key of RFC 6238's appendix B. */
  private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  /** The last six of the eight digits there. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void code_isThatOfTheRfc(long seconds, String code) {
    try (var app = new Authenticator(SECRET.toCharArray())) {
      assertThat(app.code(Instant.ofEpochSecond(seconds))).isEqualTo(code);
    }
  }

  @Test
  void secret_isReadAsPeopleTypeIt() {
    try (var app = new Authenticator("gezd gnbv gy3t qojq gezd gnbv gy3t qojq====".toCharArray())) {
      assertThat(app.code(Instant.ofEpochSecond(59))).isEqualTo("287082");
    }
  }

  @Test
  void secret_thatIsNone_isRefusedWithoutBeingQuoted() {
    assertThatThrownBy(() -> new Authenticator("GEZD1NBV".toCharArray()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("GEZD");
    assertThatThrownBy(() -> new Authenticator(new char[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
