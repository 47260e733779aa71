package org.sealward.local.aws.cognito;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.sealward.local.aws.cognito.VerificationCode.Purpose;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/** SignUp, ConfirmSignUp, ResendConfirmationCode, ForgotPassword, ConfirmForgotPassword. */
final class SignUp {
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,190}");

  private final Clock clock;
  private final Directory directory;
  private final SrpExchange srp;
  private final Codes codes;

  SignUp(Clock clock, Directory directory, SrpExchange srp, Codes codes) {
    this.clock = clock;
    this.directory = directory;
    this.srp = srp;
    this.codes = codes;
  }

  JsonObject signUp(JsonObject body) {
    directory.requireClient(body);
    String email = email(body);
    User user = newUser(email, body.text("Password"));
    PendingCode code = codes.make(Purpose.SIGN_UP);
    directory.users().add(user.withConfirmation(code));
    codes.send(user, Purpose.SIGN_UP, code);
    return JsonObject.of("UserConfirmed", false)
        .with("UserSub", user.sub())
        .with("CodeDeliveryDetails", Codes.delivery(email));
  }

  /**
   * A user with a password that follows the policy, not stored yet.
   *
   * @throws AwsException {@code InvalidPasswordException}
   */
  User newUser(String email, String password) {
    PasswordPolicy.check(password);
    String sub = UUID.randomUUID().toString();
    return User.signedUp(sub, email, srp.newVerifier(sub, password), clock.instant());
  }

  JsonObject confirm(JsonObject body) {
    directory.requireClient(body);
    String name = body.text("Username");
    Optional<User> user = directory.users().find(name);
    if (user.map(User::confirmed).orElse(false)) {
      throw AwsException.notAuthorized("User cannot be confirmed. Current status is CONFIRMED");
    }
    codes.check(key(user, name), user.flatMap(User::confirmation), body.text("ConfirmationCode"));
    user.ifPresent(known -> directory.users().update(known.sub(), User::confirmedNow));
    return JsonObject.EMPTY;
  }

  JsonObject resend(JsonObject body) {
    directory.requireClient(body);
    String name = body.text("Username");
    Optional<User> user = directory.users().find(name);
    if (user.map(User::confirmed).orElse(false)) {
      throw AwsException.invalidParameter("User is already confirmed.");
    }
    PendingCode code = codes.make(Purpose.SIGN_UP);
    user.flatMap(u -> directory.users().update(u.sub(), known -> known.withConfirmation(code)))
        .ifPresent(known -> codes.send(known, Purpose.SIGN_UP, code));
    return JsonObject.of("CodeDeliveryDetails", Codes.delivery(name));
  }

  JsonObject forgotPassword(JsonObject body) {
    directory.requireClient(body);
    String name = body.text("Username");
    PendingCode code = codes.make(Purpose.PASSWORD_RESET);
    directory
        .users()
        .find(name)
        .filter(User::confirmed)
        .flatMap(user -> directory.users().update(user.sub(), known -> known.withReset(code)))
        .ifPresent(user -> codes.send(user, Purpose.PASSWORD_RESET, code));
    return JsonObject.of("CodeDeliveryDetails", Codes.delivery(name));
  }

  JsonObject confirmForgotPassword(JsonObject body) {
    directory.requireClient(body);
    String name = body.text("Username");
    String password = body.text("Password");
    PasswordPolicy.check(password);
    Optional<User> user = directory.users().find(name);
    codes.check(key(user, name), user.flatMap(User::reset), body.text("ConfirmationCode"));
    user.ifPresent(
        known ->
            directory
                .users()
                .update(known.sub(), u -> u.withPassword(srp.newVerifier(known.sub(), password))));
    return JsonObject.EMPTY;
  }

  private static String key(Optional<User> user, String name) {
    return user.map(User::sub).orElseGet(() -> Users.normalized(name));
  }

  private static String email(JsonObject body) {
    String email = Users.normalized(body.text("Username"));
    if (!EMAIL.matcher(email).matches()) {
      throw AwsException.invalidParameter("Username should be an email.");
    }
    for (JsonObject attribute : body.objects("UserAttributes")) {
      if (!attribute.text("Name").equals("email")
          || !Users.normalized(attribute.text("Value")).equals(email)) {
        throw AwsException.invalidParameter("The only attribute is email, equal to the username.");
      }
    }
    return email;
  }
}
