package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.platform.Problem;

class TusHeadersTest {

  @Test
  void number_digits_isRead() {
    assertThat(TusHeaders.number(headers("0"), TusHeaders.UPLOAD_LENGTH)).isZero();
    assertThat(TusHeaders.number(headers("1073741824"), TusHeaders.UPLOAD_LENGTH))
        .isEqualTo(1_073_741_824L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+1", "1.0", "1e3", "0x10", "01", "1,1", "٣", "12345678901234567"})
  void number_anythingElse_isRefused(String value) {
    assertThatThrownBy(() -> TusHeaders.number(headers(value), TusHeaders.UPLOAD_LENGTH))
        .isInstanceOf(Problem.class);
  }

  @Test
  void single_missingOrRepeated_isRefused() {
    assertThatThrownBy(() -> TusHeaders.single(headers("1"), TusHeaders.UPLOAD_OFFSET))
        .isInstanceOf(Problem.class);
    HttpHeaders twice =
        HttpRequest.GET("/")
            .header(TusHeaders.UPLOAD_OFFSET, "1")
            .header(TusHeaders.UPLOAD_OFFSET, "1")
            .getHeaders();
    assertThatThrownBy(() -> TusHeaders.single(twice, TusHeaders.UPLOAD_OFFSET))
        .isInstanceOf(Problem.class);
  }

  @Test
  void date_singleDigitDay_isPadded() {
    // The example of RFC 9110 §5.6.7
    assertThat(TusHeaders.date(Instant.parse("1994-11-06T08:49:37.123Z")))
        .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  private static HttpHeaders headers(String length) {
    return HttpRequest.GET("/").header(TusHeaders.UPLOAD_LENGTH, length).getHeaders();
  }
}
