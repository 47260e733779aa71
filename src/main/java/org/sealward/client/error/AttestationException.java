package org.sealward.client.error;

/** An institution's key cannot be used as asked. */
public final class AttestationException extends SealwardException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The institution has a key already: rotate it, or begin anew when it is lost. */
    KEY_EXISTS("the institution has a key already"),
    /** The institution's newest key is not in this user's vault: another admin has it. */
    KEY_NOT_HELD("this user does not hold the institution's key");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private final Reason reason;

  public AttestationException(Reason reason) {
    super(clientType(reason), reason.message, null);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
