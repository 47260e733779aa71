package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Expected values are those of {@code openssl dgst -sha256 -hmac}. */
class StatusSecretTest {
  private static final StatusSecret SECRET =
      new StatusSecret("a-secret-of-the-status-page-for-tests");
  private static final Instant AT = Instant.parse("2026-03-10T10:59:59Z");

  @Test
  void code_isOfTheAddressAndTheHour() {
    assertThat(SECRET.code("anna@example.org", AT)).isEqualTo("90467768");
    assertThat(SECRET.code("anna@example.org", AT.plusSeconds(1))).isEqualTo("10503383");
    assertThat(SECRET.code("anne@example.org", AT)).isEqualTo("50725125");
  }

  @Test
  void code_isTaken_inItsHourAndTheNext() {
    String code = SECRET.code("anna@example.org", AT);
    Instant nine = Instant.parse("2026-03-10T09:59:59Z");
    assertThat(SECRET.takes("anna@example.org", code, nine)).isFalse();
    assertThat(SECRET.takes("anna@example.org", code, AT)).isTrue();
    assertThat(SECRET.takes("anna@example.org", code, AT.plusSeconds(3600))).isTrue();
    assertThat(SECRET.takes("anna@example.org", code, AT.plusSeconds(3601))).isFalse();
    assertThat(SECRET.takes("anne@example.org", code, AT)).isFalse();
    assertThat(
            new StatusSecret("b-secret-of-the-status-page-for-tests")
                .takes("anna@example.org", code, AT))
        .isFalse();
  }

  @Test
  void webhooks_haveASecretEach() {
    assertThat(SECRET.webhook(UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e")))
        .isEqualTo("fd2ee88ea6ce1a1e22514162bafddb612adb41bcdd79b861c59af5ae514ab653");
  }

  @Test
  void secret_isNotShown() {
    assertThat(SECRET.toString()).doesNotContain("tests");
  }
}
