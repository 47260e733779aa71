package org.sealward.conversation;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with a membership entry or a message. */
@Introspected
public enum ConversationProblem implements ProblemType {
  /** The same for one that does not exist and one that the caller is not, or no longer, in. */
  CONVERSATION_NOT_FOUND(404, "There is no such conversation"),
  CONVERSATION_EXISTS(409, "The conversation exists already"),
  EPOCH_TAKEN(409, "Another entry follows that one already"),
  LEAVE_PENDING(409, "A member has left, and the entry does not remove them"),
  LAST_ADMIN(409, "The members who stay would have no admin"),
  MEMBER_NOT_REACHABLE(403, "The author may not bring that user into a conversation"),
  WRAPS_NOT_VALID(422, "The wrapped keys do not fit the entry"),
  STALE_EPOCH(409, "The membership has changed since the message was sealed"),
  /** The same for none at that place and one that the caller may not read. */
  MESSAGE_NOT_FOUND(404, "There is no such message"),
  MESSAGE_ID_CONFLICT(409, "Another message of the sender has that id");

  private final int status;
  private final String title;

  ConversationProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
