package org.sealward.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * Who deleted their account. Their tokens are valid at Cognito until they expire, and count for
 * nothing here; other nodes know within a minute. Whoever stores something of a user asks here in
 * the same transaction, first of all: then it is either there for the deletion to find, or not
 * stored.
 */
@Singleton
public class Accounts {
  private static final int CACHED = 50_000;
  private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

  /** The first number of the two that an advisory lock of ours has; the second is of the user. */
  private static final int LOCK_CLASS = 0xACC7;

  private final Cache<UUID, Boolean> erased =
      Caffeine.newBuilder().maximumSize(CACHED).expireAfterWrite(KNOWN_FOR).build();
  private final Transactions transactions;
  private final Clock clock;

  Accounts(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** For tokens. */
  boolean isErased(UUID userId) {
    Boolean known = erased.getIfPresent(userId);
    if (known == null) {
      known = isErasedNow(userId);
      // What was added while we asked stays.
      Boolean added = erased.asMap().putIfAbsent(userId, known);
      known = added == null ? known : added;
    }
    return known;
  }

  boolean isErasedNow(UUID userId) {
    return transactions.read(connection -> isErased(connection, userId));
  }

  static boolean isErased(Connection connection, UUID userId) throws SQLException {
    return !erasedOf(connection, new UUID[] {userId}).isEmpty();
  }

  /** What a write does that stores something of others. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /**
     * Does it.
     *
     * @param erased of the others, who deleted their account
     */
    T in(Unit unit, Set<UUID> erased) throws SQLException;
  }

  /**
   * {@link Transactions#write} by somebody who stores something of their own, or of others.
   *
   * @throws Problem {@link GeneralProblem#UNAUTHENTICATED} when the actor deleted the account since
   *     their token was looked at; then nothing was written
   */
  public <T extends @Nullable Object> T write(UUID actor, Collection<UUID> others, Work<T> work) {
    Set<UUID> all = new TreeSet<>(others);
    all.add(actor);
    return transactions.write(
        unit -> {
          Set<UUID> gone = erasedAmong(unit, all);
          if (gone.contains(actor)) {
            throw deleted();
          }
          return work.in(unit, gone);
        });
  }

  /** The same of nobody else. */
  public <T extends @Nullable Object> T write(UUID actor, Transactions.Work<T> work) {
    return write(actor, Set.of(), (unit, _) -> work.in(unit));
  }

  static Problem deleted() {
    return new Problem(GeneralProblem.UNAUTHENTICATED, "The account was deleted.");
  }

  /**
   * Who of these deleted their account; nobody else of them can until the transaction ends. Asked
   * before the transaction locks anything else, since a deletion has its user locked all along.
   */
  public Set<UUID> erasedAmong(Unit unit, Set<UUID> userIds) throws SQLException {
    UUID[] inOrder = userIds.stream().sorted().toArray(UUID[]::new);
    try (PreparedStatement lock =
        unit.connection()
            .prepareStatement(
                "select pg_advisory_xact_lock_shared(?, hashtext(id::text)) from unnest(?) as id")) {
      lock.setInt(1, LOCK_CLASS);
      lock.setArray(2, uuids(unit.connection(), inOrder));
      lock.execute();
    }
    return erasedOf(unit.connection(), inOrder);
  }

  /** Until the transaction ends nobody stores anything of the user's; waits for those who do. */
  void lock(Unit unit, UUID userId) throws SQLException {
    try (PreparedStatement lock =
        unit.connection().prepareStatement("select pg_advisory_xact_lock(?, hashtext(?::text))")) {
      lock.setInt(1, LOCK_CLASS);
      lock.setObject(2, userId);
      lock.execute();
    }
  }

  void erase(Unit unit, UUID userId) throws SQLException {
    try (PreparedStatement insert =
        unit.connection()
            .prepareStatement("insert into erased_account (user_id, at) values (?, ?)")) {
      insert.setObject(1, userId);
      insert.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    }
    unit.afterCommit(() -> erased.put(userId, true));
  }

  private static Set<UUID> erasedOf(Connection connection, UUID[] userIds) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select user_id from erased_account where user_id = any (?)")) {
      select.setArray(1, uuids(connection, userIds));
      try (ResultSet rows = select.executeQuery()) {
        Set<UUID> found = new HashSet<>();
        while (rows.next()) {
          found.add(rows.getObject(1, UUID.class));
        }
        return found;
      }
    }
  }

  private static Array uuids(Connection connection, UUID[] userIds) throws SQLException {
    return connection.createArrayOf("uuid", userIds);
  }
}
