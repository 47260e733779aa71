package org.sealward.client;

import java.util.Optional;
import org.sealward.api.LogDescription;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.LogException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PublicBundle;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.TreeHead;

/**
 * What the service shows of people's keys, held against the log of published keys (protocol §11).
 * Which one a client has is said by its deployment. Thread-safe.
 */
interface KeyLog {
  /** Reads what is new in the log, unless that was done within a minute. */
  void look();

  /**
   * As {@link #look}; a log that cannot be had, or has no fresh quorum, is tried again after a
   * minute.
   */
  void lookIfThere();

  /**
   * Refuses keys that are not in the log. Waits a while for the log to take them in.
   *
   * @param shown all that the service shows of the person
   * @param believed the part of it that the client goes on to use
   * @throws LogException {@link LogException.Reason#NOT_LOGGED}, {@link
   *     LogException.Reason#OTHER_KEYS}, {@link LogException.Reason#KEYS_WITHHELD}
   */
  void require(KeyHistory shown, KeyHistory believed);

  /** The same of the user's own keys, which the log may not have yet. */
  void requireOwn(KeyHistory own);

  /** Whether the log has keys of that person which are newer than these, or others. */
  boolean hasOthers(PublicBundle newest);

  /**
   * That these keys are in the log, for somebody who is offline.
   *
   * @throws LogException {@link LogException.Reason#NOT_LOGGED}
   */
  Optional<LogProof> proof(PublicBundle bundle);

  /** The log, with the witnesses that are asked for; empty when there is none. */
  Optional<LogDescription> description();

  /** What this client tells the receivers of its messages of the log; empty when there is none. */
  Optional<TreeHead> head();

  /**
   * Compares with what the sender of a message saw of the log.
   *
   * @param message as it is stored, to be kept if it contradicts
   * @throws LogException {@link LogException.Reason#OTHER_VIEW}
   */
  void compare(TreeHead told, StoredMessage message);

  /** The newest checkpoint, for the vault; empty when there is none. */
  Bytes checkpoint();

  /**
   * Refuses a log that does not go on from a checkpoint which another device of the user kept, or
   * is another one, unless the app pins that.
   *
   * @param kept as the vault has it, empty for none
   */
  void continues(Bytes kept);
}
