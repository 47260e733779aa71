package org.sealward.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * Users who deleted their account. Their tokens are valid at Cognito until they expire, and count
 * for nothing here; other nodes know within a minute.
 */
@Singleton
public class ErasedAccounts {
  private static final int CACHED = 50_000;
  private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

  private final Cache<UUID, Boolean> erased =
      Caffeine.newBuilder().maximumSize(CACHED).expireAfterWrite(KNOWN_FOR).build();
  private final Transactions transactions;
  private final Clock clock;

  ErasedAccounts(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  public boolean contains(UUID userId) {
    Boolean known = erased.getIfPresent(userId);
    if (known == null) {
      known = transactions.read(connection -> isErased(connection, userId));
      // What was added while we asked stays.
      Boolean added = erased.asMap().putIfAbsent(userId, known);
      known = added == null ? known : added;
    }
    return known;
  }

  static boolean isErased(Connection connection, UUID userId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select exists (select from erased_account where user_id = ?)")) {
      select.setObject(1, userId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  void add(Unit unit, UUID userId) throws SQLException {
    try (PreparedStatement insert =
        unit.connection()
            .prepareStatement("insert into erased_account (user_id, at) values (?, ?)")) {
      insert.setObject(1, userId);
      insert.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    }
    unit.afterCommit(() -> erased.put(userId, true));
  }
}
