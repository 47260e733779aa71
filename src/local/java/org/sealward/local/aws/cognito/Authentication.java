package org.sealward.local.aws.cognito;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sealward.local.aws.cognito.SignIns.Begun;
import org.sealward.local.aws.cognito.SrpExchange.Outcome;
import org.sealward.local.aws.cognito.Tokens.SignIn;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/** InitiateAuth and RespondToAuthChallenge: SRP, then the second factor; or a refresh token. */
final class Authentication {
  private static final Duration SESSION = Duration.ofMinutes(3);
  private static final String TOTP_CHALLENGE = "SOFTWARE_TOKEN_MFA";

  /** A user whose password was right and whose code is awaited. */
  private record AwaitingCode(String sub) {}

  private final Clock clock;
  private final Directory directory;
  private final SrpExchange srp;
  private final Attempts attempts;
  private final Expiring<AwaitingCode> awaitingCodes;

  Authentication(
      SecureRandom random, Clock clock, Directory directory, SrpExchange srp, Attempts attempts) {
    this.clock = clock;
    this.directory = directory;
    this.srp = srp;
    this.attempts = attempts;
    this.awaitingCodes = new Expiring<>(random, clock, SESSION);
  }

  JsonObject initiate(JsonObject body) {
    directory.requireClient(body);
    Map<String, String> parameters = body.textMap("AuthParameters");
    String flow = body.text("AuthFlow");
    return switch (flow) {
      case "USER_SRP_AUTH" -> beginSrp(parameters);
      case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN" -> refresh(parameters);
      default -> throw AwsException.invalidParameter(flow + " flow not enabled for this client");
    };
  }

  JsonObject respond(JsonObject body) {
    directory.requireClient(body);
    Map<String, String> responses = body.textMap("ChallengeResponses");
    String challenge = body.text("ChallengeName");
    return switch (challenge) {
      case "PASSWORD_VERIFIER" -> finishSrp(responses);
      case TOTP_CHALLENGE -> secondFactor(body.text("Session"), responses);
      default -> throw AwsException.invalidParameter("Challenge is not offered: " + challenge);
    };
  }

  private JsonObject beginSrp(Map<String, String> parameters) {
    String name = required(parameters, "USERNAME");
    Optional<User> user = directory.users().find(name);
    requireUnlocked(user.map(User::sub).orElseGet(() -> Users.normalized(name)));
    return JsonObject.of("ChallengeName", "PASSWORD_VERIFIER")
        .with("ChallengeParameters", srp.begin(name, user, required(parameters, "SRP_A")));
  }

  private JsonObject finishSrp(Map<String, String> responses) {
    Outcome outcome = srp.finish(responses);
    Optional<User> user = directory.users().find(outcome.srpUserId());
    String key = user.map(User::sub).orElseGet(() -> Users.normalized(outcome.name()));
    requireUnlocked(key);
    if (!outcome.correct() || user.isEmpty()) {
      attempts.failed(key);
      throw AwsException.notAuthorized("Incorrect username or password.");
    }
    if (!user.get().confirmed()) {
      throw new AwsException("UserNotConfirmedException", "User is not confirmed.");
    }
    return user.get().asksSecondFactor() ? askCode(user.get()) : signedIn(user.get());
  }

  private JsonObject askCode(User user) {
    return JsonObject.of("ChallengeName", TOTP_CHALLENGE)
        .with("Session", awaitingCodes.keep(new AwaitingCode(user.sub())))
        .with("ChallengeParameters", JsonObject.of("USER_ID_FOR_SRP", user.sub()));
  }

  private JsonObject secondFactor(String session, Map<String, String> responses) {
    AwaitingCode awaiting =
        awaitingCodes
            .find(session)
            .orElseThrow(() -> AwsException.notAuthorized("Invalid session for the user."));
    String code = required(responses, "SOFTWARE_TOKEN_MFA_CODE");
    requireUnlocked(awaiting.sub());
    User user =
        directory
            .users()
            .update(awaiting.sub(), known -> takeCode(known, code))
            .orElseThrow(() -> AwsException.notAuthorized("Invalid session for the user."));
    awaitingCodes.take(session);
    return signedIn(user);
  }

  private User takeCode(User user, String code) {
    SecondFactor factor = user.secondFactor();
    byte[] secret = SecondFactor.bytes(factor.secret().orElseThrow());
    OptionalLong step = Totp.match(secret, code, clock.instant());
    if (step.isEmpty()) {
      attempts.failed(user.sub());
      throw new AwsException("CodeMismatchException", "Invalid code received for user");
    }
    if (step.getAsLong() <= factor.lastStep()) {
      throw new AwsException(
          "ExpiredCodeException", "Your software token has already been used once.");
    }
    return user.withSecondFactor(factor.usedAt(step.getAsLong()));
  }

  private JsonObject signedIn(User user) {
    attempts.succeeded(user.sub());
    Begun begun = directory.signIns().begin(user);
    return directory.tokens(user, begun.signIn(), Optional.of(begun.refreshToken()));
  }

  private JsonObject refresh(Map<String, String> parameters) {
    SignIn signIn =
        directory
            .signIns()
            .byRefreshToken(required(parameters, "REFRESH_TOKEN"))
            .orElseThrow(() -> AwsException.notAuthorized("Refresh Token has been revoked"));
    User user =
        directory
            .users()
            .find(signIn.sub())
            .orElseThrow(() -> AwsException.notAuthorized("Refresh Token has been revoked"));
    return directory.tokens(user, signIn, Optional.empty());
  }

  private void requireUnlocked(String key) {
    if (attempts.locked(key)) {
      throw AwsException.notAuthorized("Password attempts exceeded");
    }
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw AwsException.invalidParameter("Missing required parameter " + name);
    }
    return value;
  }
}
