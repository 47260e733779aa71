package org.sealward.local.aws.cognito;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sealward.local.aws.cognito.Tokens.SignIn;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/** What a signed-in user does with the own account, by access token. */
final class OwnAccount {
  private final SecureRandom random;
  private final Clock clock;
  private final Directory directory;
  private final SrpExchange srp;
  private final Attempts attempts;

  OwnAccount(
      SecureRandom random, Clock clock, Directory directory, SrpExchange srp, Attempts attempts) {
    this.random = random;
    this.clock = clock;
    this.directory = directory;
    this.srp = srp;
    this.attempts = attempts;
  }

  JsonObject get(JsonObject body) {
    User user = directory.caller(body);
    return JsonObject.of("Username", user.sub())
        .with("UserAttributes", attributes(user))
        .withOptional("UserMFASettingList", factors(user))
        .withOptional("PreferredMfaSetting", factors(user).map(List::getFirst));
  }

  static List<JsonObject> attributes(User user) {
    return List.of(
        attribute("sub", user.sub()),
        attribute("email", user.email()),
        attribute("email_verified", Boolean.toString(user.confirmed())));
  }

  static Optional<List<String>> factors(User user) {
    return user.asksSecondFactor() ? Optional.of(List.of("SOFTWARE_TOKEN_MFA")) : Optional.empty();
  }

  JsonObject changePassword(JsonObject body) {
    User user = directory.caller(body);
    String proposed = body.text("ProposedPassword");
    requireUnlocked(user.sub());
    if (!srp.matches(user, body.text("PreviousPassword"))) {
      attempts.failed(user.sub());
      throw AwsException.notAuthorized("Incorrect username or password.");
    }
    PasswordPolicy.check(proposed);
    directory
        .users()
        .update(user.sub(), known -> known.withPassword(srp.newVerifier(user.sub(), proposed)));
    return JsonObject.EMPTY;
  }

  JsonObject associateSoftwareToken(JsonObject body) {
    User user = directory.caller(body);
    byte[] secret = new byte[Totp.SECRET_LENGTH];
    random.nextBytes(secret);
    directory
        .users()
        .update(
            user.sub(), known -> known.withSecondFactor(known.secondFactor().associating(secret)));
    return JsonObject.of("SecretCode", Totp.base32(secret));
  }

  JsonObject verifySoftwareToken(JsonObject body) {
    User user = directory.caller(body);
    String code = body.text("UserCode");
    requireUnlocked(user.sub());
    directory.users().update(user.sub(), known -> verify(known, code));
    return JsonObject.of("Status", "SUCCESS");
  }

  JsonObject setMfaPreference(JsonObject body) {
    User user = directory.caller(body);
    if (body.has("SMSMfaSettings") || body.has("EmailMfaSettings")) {
      throw AwsException.invalidParameter("The pool offers software tokens only.");
    }
    JsonObject settings = body.findObject("SoftwareTokenMfaSettings").orElse(JsonObject.EMPTY);
    boolean enabled = settings.flag("Enabled");
    if (enabled && !user.secondFactor().verified()) {
      throw AwsException.invalidParameter("User has not verified software token mfa");
    }
    directory
        .users()
        .update(user.sub(), known -> known.withSecondFactor(known.secondFactor().enabled(enabled)));
    return JsonObject.EMPTY;
  }

  JsonObject globalSignOut(JsonObject body) {
    directory.signIns().revokeAllOf(directory.caller(body).sub());
    return JsonObject.EMPTY;
  }

  /** By refresh token; one that is not known is no error, as in RFC 7009. */
  JsonObject revokeToken(JsonObject body) {
    directory.requireClient(body);
    directory
        .signIns()
        .byRefreshToken(body.text("Token"))
        .map(SignIn::originId)
        .ifPresent(directory.signIns()::revoke);
    return JsonObject.EMPTY;
  }

  JsonObject delete(JsonObject body) {
    User user = directory.caller(body);
    directory.signIns().revokeAllOf(user.sub());
    directory.users().remove(user);
    return JsonObject.EMPTY;
  }

  private User verify(User user, String code) {
    SecondFactor factor = user.secondFactor();
    String pending =
        factor
            .pending()
            .orElseThrow(
                () ->
                    AwsException.invalidParameter("Software token has not been associated first."));
    OptionalLong step = Totp.match(SecondFactor.bytes(pending), code, clock.instant());
    if (step.isEmpty()) {
      attempts.failed(user.sub());
      throw new AwsException(
          "EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA");
    }
    return user.withSecondFactor(factor.verifiedAt(step.getAsLong()));
  }

  private void requireUnlocked(String sub) {
    if (attempts.locked(sub)) {
      throw AwsException.notAuthorized("Password attempts exceeded");
    }
  }

  private static JsonObject attribute(String name, String value) {
    return JsonObject.of("Name", name).with("Value", value);
  }
}
