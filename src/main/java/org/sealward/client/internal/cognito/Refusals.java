package org.sealward.client.internal.cognito;

import java.util.function.Supplier;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.LoginException.Reason;
import org.sealward.client.error.SealwardException;
import org.sealward.client.error.UnreachableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CognitoIdentityProviderException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.EnableSoftwareTokenMfaException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExpiredCodeException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.LimitExceededException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordResetRequiredException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TooManyFailedAttemptsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TooManyRequestsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

/** Turns the user pool's refusals into the client's own. */
final class Refusals {
  private Refusals() {}

  /**
   * @param notAuthorized what Cognito's unspecific refusal means for this operation
   */
  static <T> T translated(Reason notAuthorized, Supplier<T> operation) {
    try {
      return operation.get();
    } catch (CognitoIdentityProviderException e) {
      throw translated(notAuthorized, e);
    } catch (SdkClientException e) {
      throw new UnreachableException("Cognito", e);
    }
  }

  private static SealwardException translated(
      Reason notAuthorized, CognitoIdentityProviderException refusal) {
    return switch (refusal) {
      case NotAuthorizedException e -> new LoginException(notAuthorized, e);
      case UserNotFoundException e -> new LoginException(notAuthorized, e);
      case UserNotConfirmedException e -> new LoginException(Reason.NOT_CONFIRMED, e);
      case UsernameExistsException e -> new LoginException(Reason.ALREADY_REGISTERED, e);
      case CodeMismatchException e -> new LoginException(Reason.WRONG_CODE, e);
      case EnableSoftwareTokenMfaException e -> new LoginException(Reason.WRONG_CODE, e);
      case ExpiredCodeException e -> new LoginException(Reason.EXPIRED_CODE, e);
      case PasswordResetRequiredException e -> new LoginException(Reason.RESET_REQUIRED, e);
      case LimitExceededException e -> new LoginException(Reason.TOO_MANY_ATTEMPTS, e);
      case TooManyFailedAttemptsException e -> new LoginException(Reason.TOO_MANY_ATTEMPTS, e);
      case TooManyRequestsException e -> new LoginException(Reason.TOO_MANY_ATTEMPTS, e);
      default ->
          refusal.statusCode() >= 500
              ? new UnreachableException("Cognito", refusal)
              : new LoginException(Reason.UNSUPPORTED, refusal);
    };
  }
}
