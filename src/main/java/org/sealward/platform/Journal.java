package org.sealward.platform;

import java.util.Optional;
import org.sealward.envelope.Bytes;

/**
 * Small records outside of the database, each written once and never deleted by the service: what
 * has to be known after the database was put back to an earlier state.
 *
 * <p>Every method throws when the medium fails. Implementations are safe for concurrent use, by
 * several nodes too.
 */
public interface Journal {
  /** A record and its number. */
  record Entry(long number, Bytes content) {}

  /**
   * Writes a record, durably.
   *
   * @param series letters, digits, hyphens and slashes
   * @param number 0 to 2⁵³−1
   * @return false when the series has one of this number already, which stays as it is
   */
  boolean create(String series, long number, Bytes content);

  /** The record with the lowest number from this one on. */
  Optional<Entry> firstFrom(String series, long number);
}
