package org.sealward.platform;

import java.sql.SQLException;
import org.sealward.envelope.ErasureRecord;

/**
 * What a feature does about an event of {@link Erasures#JOURNALED} that the database has forgotten.
 */
public interface RepeatedErasure {
  /** Of the events that it is about. */
  String kind();

  /**
   * Orders again what is there once more, and nothing that came after the order; does nothing when
   * nothing is there. Legal holds are not asked: it was allowed, and was done. A hold is set or
   * lifted again.
   */
  void repeat(Unit unit, ErasureRecord order) throws SQLException;
}
