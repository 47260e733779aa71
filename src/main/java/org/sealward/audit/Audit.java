package org.sealward.audit;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.merklelog.LogEntries;
import org.sealward.platform.Act;
import org.sealward.platform.AuditTrail;
import org.sealward.platform.Unit;

/** Puts acts on record: a row of the transaction, and a leaf that commits to it. */
@Singleton
public class Audit implements AuditTrail {
  /** Name of the log. */
  public static final String LOG = "audit";

  private final LogEntries entries;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Audit(LogEntries entries, Clock clock) {
    this.entries = entries;
    this.clock = clock;
  }

  @Override
  public Bytes record(Unit unit, Act act) throws SQLException {
    AuditTables.Tags tags =
        AuditTables.tags(unit.connection(), act.institution(), act.actor(), this::random32);
    var record =
        new AuditRecord(
            random32(),
            UUID.randomUUID(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            tags.institution(),
            orNone(act.actor()),
            orNone(act.subject()),
            orNone(act.target()),
            orNone(act.object()),
            act.number(),
            act.kind().text());
    Bytes leaf = AuditLeaf.of(record, tags.key()).encode();
    AuditTables.insert(unit.connection(), MerkleHash.leaf(leaf), record.encode());
    entries.add(unit, LOG, leaf);
    return leaf;
  }

  /** Puts on record that a session begins; again, on whatever node, nothing happens. */
  public void recordSession(Unit unit, UUID user, UUID session) throws SQLException {
    if (AuditTables.beginSession(unit.connection(), user, session)) {
      unit.record(Act.of(Act.Kind.SESSION_BEGUN, user).onObject(session));
    }
  }

  private Bytes random32() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static UUID orNone(@Nullable UUID id) {
    return id == null ? AuditRecord.NONE : id;
  }
}
