package org.sealward.client.error;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log of published keys does not say what the service says, or contradicts itself (protocol
 * §11). Nothing was wrapped. Where there is {@link #evidence()}, it is kept on the device, and no
 * client goes on there: show it to the people who run the service, and to others.
 */
public final class LogException extends SealwardException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The log that this device or another one of the user's has seen is not there any more. */
    LOG_MISSING("the log of keys is not there any more"),
    /** Another log, or another key of it, than the one known. */
    OTHER_LOG("this is not the log of keys that is known"),
    /** What is served is not of its format. */
    LOG_MALFORMED("what the log of keys serves is not understood"),
    /** The checkpoint is not the log's: its key has not signed, or somebody altered it. */
    NOT_SIGNED("the log of keys has not signed its checkpoint"),
    /** Fewer witnesses have cosigned the checkpoint than are needed. */
    NO_QUORUM("too few witnesses have cosigned the log of keys"),
    /** Enough witnesses have cosigned, though not within the last day. */
    STALE("the witnesses have not cosigned the log of keys lately"),
    /** The log is smaller than one that was seen. */
    ROLLED_BACK("the log of keys is smaller than it was"),
    /** The log does not begin with what was seen of it. */
    NOT_CONTINUED("the log of keys is not the continuation of what was seen"),
    /** Two roots for one size, both signed by the log: it shows people different things. */
    SPLIT_VIEW("the log of keys shows people different things"),
    /** Two leaves of one user and version, a version that does not follow, or no leaf at all. */
    CONTRADICTION("the log of keys contradicts itself"),
    /** The sender of a message was shown another log. */
    OTHER_VIEW("the sender of a message was shown another log of keys"),
    /** The keys that the service shows are not in the log. */
    NOT_LOGGED("a person's keys are not in the log"),
    /** The log has other keys of that version. */
    OTHER_KEYS("the log has other keys of a person than the service shows"),
    /** The log has newer keys of the person than the service shows. */
    KEYS_WITHHELD("the log has newer keys of a person than the service shows");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private final Reason reason;
  private final @Nullable UUID userId;
  private final @Nullable String evidence;

  public LogException(Reason reason) {
    this(reason, (Throwable) null);
  }

  /**
   * @param evidence what the log itself has signed and what contradicts it, as text
   */
  public LogException(Reason reason, String evidence) {
    super(clientType(reason), reason.message, null);
    this.reason = reason;
    this.userId = null;
    this.evidence = evidence;
  }

  public LogException(Reason reason, @Nullable Throwable cause) {
    super(clientType(reason), reason.message, cause);
    this.reason = reason;
    this.userId = null;
    this.evidence = null;
  }

  /**
   * @param about whose keys
   */
  public LogException(Reason reason, UUID about) {
    super(clientType(reason), reason.message + ": " + about, null);
    this.reason = reason;
    this.userId = about;
    this.evidence = null;
  }

  public Reason reason() {
    return reason;
  }

  /**
   * What proves that the log contradicts itself, for {@link Reason#SPLIT_VIEW} and {@link
   * Reason#CONTRADICTION}.
   */
  public Optional<String> evidence() {
    return Optional.ofNullable(evidence);
  }

  /** Whose keys it is about, when it is about one person's. */
  public Optional<UUID> userId() {
    return Optional.ofNullable(userId);
  }
}
