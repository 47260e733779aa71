package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.exceptions.ConfigurationException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

final class SecurityContactTest {
  private static final URI CONTACT = URI.create("mailto:security@example.org");
  private static final String EXPIRES = "2027-06-30T00:00:00Z";

  private static String fileAt(String now, SecurityContact contact) {
    return new SecurityContactController(contact, Clock.fixed(Instant.parse(now), ZoneOffset.UTC))
        .file();
  }

  @Test
  void file_isServedAsTheStandardSays() {
    HttpResponse<String> answer = TestDocument.get(TestService.get(), "/.well-known/security.txt");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
    assertThat(answer.body())
        .isEqualTo("Contact: mailto:security@example.org\nExpires: 2100-01-01T00:00:00Z\n");
  }

  @Test
  void file_thatHasExpired_isServedNoMore() {
    SecurityContact contact = new SecurityContact(CONTACT, EXPIRES);

    assertThat(fileAt("2027-06-29T23:59:59Z", contact)).startsWith("Contact: mailto:");
    assertThatThrownBy(() -> fileAt(EXPIRES, contact)).isInstanceOf(Problem.class);
  }

  @Test
  void file_ofAServiceThatNamesNobody_isNotThere() {
    SecurityContact nobody = new SecurityContact(null, null);

    assertThatThrownBy(() -> fileAt("2026-06-30T00:00:00Z", nobody))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.type()).isEqualTo(GeneralProblem.NOT_FOUND));
  }

  @Test
  void time_thatIsNone_stopsTheStart() {
    assertThat(new SecurityContact(CONTACT, EXPIRES).expires()).isEqualTo(EXPIRES);
    assertThatThrownBy(() -> new SecurityContact(CONTACT, "next summer"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("SEALWARD_SECURITY_EXPIRES must be a time")
        .hasMessageNotContaining("summer");
  }
}
