package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.client.error.LoginException;
import org.sealward.envelope.RecoveryCode;

/** Login with an authenticator app (RFC 6238). */
final class SecondFactorTest {
  private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int STEP_SECONDS = 30;

  private final TestService service = TestService.get();

  @Test
  void code_isAskedFor_onceTheAppIsEnrolled_andChecked() throws GeneralSecurityException {
    try (Person person = Person.typing(service)) {
      long enrolledAt;
      byte[] secret;
      try (SecondFactor.Enrolment enrolment =
          person.session().secondFactor().begin("Clinic & Co")) {
        secret = base32(new String(enrolment.secret()));
        assertThat(new String(enrolment.uri()))
            .isEqualTo(
                "otpauth://totp/Clinic%20%26%20Co:"
                    + person.email().replace("@", "%40")
                    + "?secret="
                    + new String(enrolment.secret())
                    + "&issuer=Clinic%20%26%20Co");
        assertThat(enrolment.toString()).isEqualTo("Enrolment[REDACTED]");
        assertThatThrownBy(() -> enrolment.confirm("000000"))
            .satisfies(reason(LoginException.Reason.WRONG_CODE));
        person.onNewDevice().close();
        enrolledAt = step();
        enrolment.confirm(code(secret, enrolledAt));
      }

      assertThatThrownBy(() -> person.client().logIn(person.email(), Person.passphrase(), person))
          .satisfies(reason(LoginException.Reason.SECOND_FACTOR_REQUIRED));
      assertThatThrownBy(() -> logIn(person, "000000"))
          .satisfies(reason(LoginException.Reason.WRONG_CODE));
      // The enrolment used up the present code; a clock half a minute ahead is tolerated.
      try (Session session = logIn(person, code(secret, enrolledAt + 1))) {
        assertThat(session.userId()).isEqualTo(person.id());
        session.secondFactor().end();
      }
      person.client().logIn(person.email(), Person.passphrase(), person).close();
    }
  }

  private static Session logIn(Person person, String code) {
    return person
        .client()
        .logIn(
            person.email(),
            Person.passphrase(),
            new LoginDialogue() {
              @Override
              public void keep(RecoveryCode recovery) {}

              @Override
              public Optional<String> secondFactor() {
                return Optional.of(code);
              }
            });
  }

  private static long step() {
    return Clock.systemUTC().instant().getEpochSecond() / STEP_SECONDS;
  }

  private static String code(byte[] secret, long step) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%06d", number % 1_000_000);
  }

  private static byte[] base32(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    long buffer = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      buffer = (buffer << 5) | BASE_32.indexOf(text.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >>> bits);
      }
    }
    return bytes;
  }

  private static Consumer<Throwable> reason(LoginException.Reason reason) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                LoginException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
