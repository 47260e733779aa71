package org.sealward.local.aws.cognito;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Set;
import java.util.function.Consumer;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.signature.Callers;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.AwsApi;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.AwsReply;
import org.sealward.local.aws.wire.AwsRequest;
import org.sealward.local.aws.wire.JsonObject;

/** The user pool's operations. Public ones carry their own proof; admin ones are signed. */
public final class UserPool implements AwsApi {
  private final SecureRandom random;
  private final Clock clock;
  private final Directory directory;
  private final SignUp signUp;
  private final Authentication authentication;
  private final OwnAccount ownAccount;
  private final Administration administration;

  /**
   * What the pool is given.
   *
   * @param decoySecret makes what unknown user names are answered with, base64
   * @param codeSink gets the codes that Cognito would send by e-mail
   */
  public record Settings(
      RecordFolder users,
      RecordFolder signIns,
      String decoySecret,
      Consumer<VerificationCode> codeSink) {
    @Override
    public String toString() {
      return "Settings[REDACTED]";
    }
  }

  public UserPool(
      SecureRandom random,
      Clock clock,
      Account account,
      Callers callers,
      Tokens tokens,
      Settings settings) {
    this.random = random;
    this.clock = clock;
    Attempts attempts = new Attempts(clock);
    SrpExchange srp =
        new SrpExchange(random, clock, account, Base64.getDecoder().decode(settings.decoySecret()));
    this.directory =
        new Directory(
            account,
            new Users(clock, settings.users()),
            new SignIns(random, clock, settings.signIns()),
            tokens);
    this.signUp =
        new SignUp(clock, directory, srp, new Codes(random, clock, settings.codeSink(), attempts));
    this.authentication = new Authentication(random, clock, directory, srp, attempts);
    this.ownAccount = new OwnAccount(random, clock, directory, srp, attempts);
    this.administration = new Administration(account, callers, directory);
  }

  @Override
  public AwsReply handle(AwsRequest request) {
    return AwsReply.ok(reply(request));
  }

  /** Whether somebody has that address. */
  public boolean has(String email) {
    return directory.users().find(email).isPresent();
  }

  /**
   * Adds a confirmed user, as an administrator's first step.
   *
   * @return the user's sub
   */
  public String addConfirmed(String email, char[] password, Set<String> groups) {
    groups.forEach(Administration::requireGroup);
    User user = signUp.newUser(Users.normalized(email), new String(password));
    directory.users().add(user.confirmedNow().withGroups(groups));
    return user.sub();
  }

  /** Gives a user an authenticator app, without the user's own steps. */
  public void enrol(String email) {
    byte[] secret = new byte[Totp.SECRET_LENGTH];
    random.nextBytes(secret);
    SecondFactor app = SecondFactor.NONE.associating(secret).verifiedAt(-1).enabled(true);
    directory.users().update(directory.existing(email).sub(), known -> known.withSecondFactor(app));
  }

  /** The secret of a user's authenticator app, base 32. */
  public String authenticatorSecret(String email) {
    return Totp.base32(secondFactorSecret(directory.existing(email)));
  }

  /** What a user's authenticator app shows. */
  public String authenticatorCode(String email) {
    return Totp.code(secondFactorSecret(directory.existing(email)), Totp.step(clock.instant()));
  }

  private static byte[] secondFactorSecret(User user) {
    return SecondFactor.bytes(user.secondFactor().secret().orElseThrow());
  }

  private JsonObject reply(AwsRequest request) {
    return switch (request.operation()) {
      case "SignUp" -> signUp.signUp(request.json());
      case "ConfirmSignUp" -> signUp.confirm(request.json());
      case "ResendConfirmationCode" -> signUp.resend(request.json());
      case "ForgotPassword" -> signUp.forgotPassword(request.json());
      case "ConfirmForgotPassword" -> signUp.confirmForgotPassword(request.json());
      case "InitiateAuth" -> authentication.initiate(request.json());
      case "RespondToAuthChallenge" -> authentication.respond(request.json());
      case "GetUser" -> ownAccount.get(request.json());
      case "ChangePassword" -> ownAccount.changePassword(request.json());
      case "AssociateSoftwareToken" -> ownAccount.associateSoftwareToken(request.json());
      case "VerifySoftwareToken" -> ownAccount.verifySoftwareToken(request.json());
      case "SetUserMFAPreference" -> ownAccount.setMfaPreference(request.json());
      case "GlobalSignOut" -> ownAccount.globalSignOut(request.json());
      case "RevokeToken" -> ownAccount.revokeToken(request.json());
      case "DeleteUser" -> ownAccount.delete(request.json());
      case "AdminAddUserToGroup",
          "AdminRemoveUserFromGroup",
          "AdminGetUser",
          "AdminListGroupsForUser",
          "AdminSetUserPassword",
          "ListGroups",
          "ListUsers" ->
          administration.handle(request);
      default -> throw AwsException.unknownOperation(request.operation());
    };
  }
}
