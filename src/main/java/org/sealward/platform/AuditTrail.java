package org.sealward.platform;

import java.sql.SQLException;
import org.sealward.envelope.Bytes;

/** Where {@link Unit#record} goes; one level above, since a record is a leaf of a log. */
public interface AuditTrail {
  /** See {@link Unit#record}. */
  Bytes record(Unit unit, Act act) throws SQLException;
}
