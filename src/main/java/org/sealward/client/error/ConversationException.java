package org.sealward.client.error;

import java.util.UUID;

/** A conversation cannot be used as asked. */
public final class ConversationException extends SealwardException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /**
     * The service shows a history of members that contradicts the one this device has seen. The
     * conversation must not be used; compare with the other members.
     */
    FORKED("the conversation's history of members contradicts the one seen before"),
    /** The user takes no part in the conversation any more. */
    NOT_A_MEMBER("not a member of the conversation"),
    /** No key of this epoch was given to the user. */
    NO_KEY("no key of this epoch was given to this user"),
    /**
     * The user began anew with other keys, and no admin of the conversation has confirmed them yet.
     */
    AWAITING_CONFIRMATION("no admin has confirmed this user's new keys yet"),
    /** Only an admin of the conversation may do this. */
    NOT_AN_ADMIN("not an admin of the conversation"),
    /** The members who stay would have no admin: make another one first. */
    LAST_ADMIN("the members who stay would have no admin"),
    /** Others kept changing the membership; try again. */
    CONTENDED("the membership keeps changing"),
    /** A person who was to be added has not published keys yet: they have never logged in. */
    NO_KEYS_PUBLISHED("a person has not published keys yet");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private final Reason reason;

  /**
   * @param about the conversation, or for {@link Reason#NO_KEYS_PUBLISHED} the person
   */
  public ConversationException(Reason reason, UUID about) {
    super(clientType(reason), reason.message + ": " + about, null);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
