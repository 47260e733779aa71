package org.sealward.platform;

import java.sql.SQLException;
import java.util.UUID;

/**
 * What a feature holds of one user, and gives up when they delete their account. Every feature that
 * stores such rows has one.
 */
public interface PersonalData {
  /**
   * Asked of every feature before any deletes something.
   *
   * @throws Problem when the account has to stay
   */
  default void requireErasable(Unit unit, UUID userId) throws SQLException {}

  /**
   * Deletes it and orders what is to be erased, as a part of the account's deletion.
   *
   * @param receipt of the deletion, which is given out once nothing is left that waits for it
   */
  void erase(Unit unit, UUID userId, UUID receipt) throws SQLException;
}
