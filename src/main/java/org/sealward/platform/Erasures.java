package org.sealward.platform;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ErasureRecord;
import org.sealward.envelope.MerkleHash;

/**
 * Takes bodies of events away, which only an event of the log can order: the service's role cannot
 * erase, it can ask the database to carry out an order that was appended
 * (db/migration/V8__erasure.sql). Orders are carried out right after their commit, and, should the
 * node stop in between, by this reader.
 */
@Singleton
public class Erasures implements EventReader {
  /**
   * Kind of the order to erase messages of a conversation; body {@link
   * org.sealward.api.ErasedMessages}.
   */
  public static final String MESSAGES = "messages-erased";

  /**
   * Kind of the order to erase, in a user's stream, what tells of an image; body {@link
   * org.sealward.api.ErasedImage}.
   */
  public static final String IMAGE = "image-erased";

  /**
   * Kind of the order to erase, in a user's stream, a grant that is taken back by it; body {@link
   * org.sealward.envelope.SignedRevocation}.
   */
  public static final String GRANT = "image-revoked";

  /**
   * Kind of the order to erase a user's own stream; body {@link org.sealward.api.ErasedAccount}.
   */
  public static final String ACCOUNT = "account-erased";

  /** Header of the answer to a deletion: the id of its receipt. */
  public static final String RECEIPT_HEADER = "Sealward-Receipt";

  /** Kind of the event that an erasure is forbidden; body {@link org.sealward.api.LegalHold}. */
  public static final String LEGAL_HOLD = "legal-hold";

  /** What is known after a restore, too. */
  public static final Set<String> JOURNALED = Set.of(MESSAGES, IMAGE, ACCOUNT, LEGAL_HOLD);

  private static final Set<String> ORDERS = Set.of(MESSAGES, IMAGE, ACCOUNT);

  /** The first number of the two that an advisory lock of ours has; the second is of the stream. */
  private static final int LOCK_CLASS = 0x5EA5;

  private final Transactions transactions;
  private final EventBodies bodies;

  Erasures(Transactions transactions, EventBodies bodies) {
    this.transactions = transactions;
    this.bodies = bodies;
  }

  /**
   * Appends an order; it is carried out in its own stream, for events before it.
   *
   * @param kind {@link #MESSAGES}, {@link #IMAGE}, {@link #GRANT} or {@link #ACCOUNT}
   * @param shape its body
   */
  public void order(Unit unit, UUID stream, String kind, UUID actor, Object shape) {
    if (!ORDERS.contains(kind) && !kind.equals(GRANT)) {
      throw new IllegalArgumentException("not an order to erase: " + kind);
    }
    Appended appended = unit.append(bodies.event(stream, kind, actor, shape));
    unit.afterCommit(() -> carryOut(appended.event().stream(), appended.event().seq()));
  }

  /**
   * Puts a deletion on record.
   *
   * @return the id of its receipt, for who deletes
   */
  public UUID record(Unit unit, Act act) throws SQLException {
    UUID id = UUID.randomUUID();
    Bytes leaf = MerkleHash.leaf(unit.record(act));
    try (PreparedStatement insert =
        unit.connection()
            .prepareStatement("insert into erasure_receipt (id, leaf) values (?, ?)")) {
      insert.setObject(1, id);
      insert.setBytes(2, leaf.toArray());
      insert.executeUpdate();
    }
    return id;
  }

  /** What an order says that is kept in the journal. */
  public <T> T told(ErasureRecord order, Class<T> shape) {
    return bodies.read(order.body(), shape);
  }

  @Override
  public String name() {
    return "erasures";
  }

  @Override
  public Set<String> kinds() {
    return ORDERS;
  }

  @Override
  public void accept(List<Event> batch) {
    for (Event order : batch) {
      carryOut(order.stream(), order.seq());
    }
  }

  void carryOut(UUID stream, long seq) {
    transactions.write(
        unit -> {
          // Two at once would wait for each other's rows: after the commit, and by the reader.
          try (PreparedStatement lock =
                  unit.connection()
                      .prepareStatement("SELECT pg_advisory_xact_lock(?, hashtext(?::text))");
              PreparedStatement erase =
                  unit.connection().prepareStatement("SELECT erase_as_ordered(?, ?)")) {
            lock.setInt(1, LOCK_CLASS);
            lock.setObject(2, stream);
            lock.execute();
            erase.setObject(1, stream);
            erase.setLong(2, seq);
            return erase.execute();
          }
        });
  }
}
