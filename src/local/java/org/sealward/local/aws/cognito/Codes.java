package org.sealward.local.aws.cognito;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.sealward.local.aws.cognito.VerificationCode.Purpose;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/** Six-digit codes: made, sent to the sink, and checked with a limit on wrong ones. */
final class Codes {
  private static final Duration SIGN_UP_LIFETIME = Duration.ofHours(24);
  private static final Duration RESET_LIFETIME = Duration.ofHours(1);

  private final SecureRandom random;
  private final Clock clock;
  private final Consumer<VerificationCode> sink;
  private final Attempts attempts;

  Codes(SecureRandom random, Clock clock, Consumer<VerificationCode> sink, Attempts attempts) {
    this.random = random;
    this.clock = clock;
    this.sink = sink;
    this.attempts = attempts;
  }

  PendingCode make(Purpose purpose) {
    String code = String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000));
    Duration lifetime =
        switch (purpose) {
          case SIGN_UP -> SIGN_UP_LIFETIME;
          case PASSWORD_RESET -> RESET_LIFETIME;
        };
    return new PendingCode(code, clock.instant().plus(lifetime));
  }

  void send(User user, Purpose purpose, PendingCode code) {
    sink.accept(new VerificationCode(user.email(), purpose, code.code()));
  }

  /**
   * @param name of the user as given, known or not
   * @throws AwsException {@code CodeMismatchException}, the same for a user that does not exist, or
   *     {@code LimitExceededException} after too many
   */
  void check(String name, Optional<PendingCode> expected, String given) {
    String key = "code:" + name;
    if (attempts.locked(key)) {
      throw new AwsException(
          "LimitExceededException", "Attempt limit exceeded, please try after some time.");
    }
    if (!expected.map(code -> code.matches(given, clock.instant())).orElse(false)) {
      attempts.failed(key);
      throw new AwsException(
          "CodeMismatchException", "Invalid verification code provided, please try again.");
    }
    attempts.succeeded(key);
  }

  /** What a reply says about where a code went: the same form for a user that does not exist. */
  static JsonObject delivery(String email) {
    int at = email.indexOf('@');
    String destination =
        at > 0 && at + 1 < email.length()
            ? email.charAt(0) + "***@" + email.charAt(at + 1) + "***"
            : "***";
    return JsonObject.of("Destination", destination)
        .with("DeliveryMedium", "EMAIL")
        .with("AttributeName", "email");
  }
}
