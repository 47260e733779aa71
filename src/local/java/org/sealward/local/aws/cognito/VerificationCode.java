package org.sealward.local.aws.cognito;

/**
 * A code on its way to a user, as an e-mail would carry it.
 *
 * @param code six digits
 */
public record VerificationCode(String email, Purpose purpose, String code) {
  /** What the code is for. */
  public enum Purpose {
    SIGN_UP,
    PASSWORD_RESET
  }

  @Override
  public String toString() {
    return "VerificationCode[" + purpose + "]";
  }
}
