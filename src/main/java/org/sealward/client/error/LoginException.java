package org.sealward.client.error;

import org.jspecify.annotations.Nullable;

/** Sign-up, login or the renewal of a session was refused. */
public final class LoginException extends SealwardException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** E-mail address or passphrase is wrong; which of the two is not told. */
    WRONG_CREDENTIALS("the e-mail address or the passphrase is wrong"),
    /** The code from the e-mail was not entered yet. */
    NOT_CONFIRMED("the account is not confirmed yet"),
    /** An account with this e-mail address exists. */
    ALREADY_REGISTERED("an account with this e-mail address exists"),
    /** The account asks for a code of an authenticator app, and nobody gave one. */
    SECOND_FACTOR_REQUIRED("a code of the authenticator app is needed"),
    /** A code from an e-mail or an authenticator app is wrong. */
    WRONG_CODE("the code is wrong"),
    /** A code is too old; ask for a new one. */
    EXPIRED_CODE("the code has expired"),
    /** The operator demands a new passphrase. */
    RESET_REQUIRED("the passphrase must be reset"),
    /** Wait before trying again. */
    TOO_MANY_ATTEMPTS("too many attempts"),
    /** A login ended or was revoked: log in again. */
    SESSION_ENDED("the login has ended"),
    /** The passphrase is shorter than {@code SealwardClient.MIN_PASSPHRASE} characters. */
    WEAK_PASSPHRASE("the passphrase is too short"),
    /** The login service answered something that this client cannot go on with. */
    UNSUPPORTED("the login service asks for something that this client does not know");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private final Reason reason;

  public LoginException(Reason reason) {
    this(reason, null);
  }

  public LoginException(Reason reason, @Nullable Throwable cause) {
    super(clientType(reason), reason.message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
