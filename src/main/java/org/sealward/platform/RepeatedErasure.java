package org.sealward.platform;

import java.sql.SQLException;
import org.sealward.envelope.ErasureRecord;

/** What a feature does about an order of {@link Erasures} that the database has forgotten. */
public interface RepeatedErasure {
  /** Of the orders that it is about. */
  String kind();

  /**
   * Orders again what is there once more, and nothing that came after the order; does nothing when
   * nothing is there. Legal holds are not asked: it was allowed, and was done.
   */
  void repeat(Unit unit, ErasureRecord order) throws SQLException;
}
