package org.sealward.client;

import java.util.Optional;
import org.sealward.envelope.RecoveryCode;

/**
 * What a login may have to tell or ask the person. A lambda that shows the recovery code will do
 * until the account has a second factor or was reset. Arrays that are returned are overwritten with
 * zeros after use.
 */
@FunctionalInterface
public interface LoginDialogue {
  /**
   * Shows the recovery code, which alone opens the keys when the passphrase is forgotten, and makes
   * sure that the person keeps it on paper. Called at the first login, and when an earlier code was
   * used up; the code cannot be had again.
   *
   * @param code closed by the client afterwards
   */
  void keep(RecoveryCode code);

  /** The six digits of the person's authenticator app; asked when the account demands them. */
  default Optional<String> secondFactor() {
    return Optional.empty();
  }

  /** The passphrase from before a reset; asked when the present one does not open the keys. */
  default Optional<char[]> earlierPassphrase() {
    return Optional.empty();
  }

  /** The recovery code as typed; asked when there is no earlier passphrase either. */
  default Optional<char[]> recoveryCode() {
    return Optional.empty();
  }

  /**
   * Whether to make new keys, since nothing opens the present ones. Asked last. With yes, whatever
   * was written to the user so far can never be read by them again, everybody's client warns of
   * them, and they take part in their conversations only after another admin confirmed them.
   */
  default boolean beginAnew() {
    return false;
  }
}
