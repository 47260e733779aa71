package org.sealward.push;

import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.sealward.identity.Accounts;
import org.sealward.platform.PersonalData;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * The devices that are to be woken. A device has something due when more events were marked than
 * were there at its last push; what was marked while a push was on its way is due again.
 */
@Singleton
class PushTargets implements PersonalData {
  /** Longer than the gateway's patience: a push of a node that died is due again then. */
  private static final Duration CLAIM = Duration.ofSeconds(30);

  private static final int CLAIMED_AT_ONCE = 50;

  /** Of one user. */
  private static final int DEVICES = 20;

  private final Accounts accounts;
  private final Transactions transactions;
  private final Clock clock;

  PushTargets(Accounts accounts, Transactions transactions, Clock clock) {
    this.accounts = accounts;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A push that this node is to make.
   *
   * @param marked how many events were marked when it was claimed
   * @param attempts how many before this one failed in a row
   */
  record Due(UUID userId, UUID deviceId, String token, long marked, int attempts) {}

  /**
   * Adds a device, or gives it another token.
   *
   * @return false when the user has as many as one may have
   */
  boolean put(UUID userId, UUID deviceId, String token) {
    return accounts.write(
        userId,
        unit ->
            run(
                    unit.connection(),
                    """
                    insert into push_target (user_id, device_id, token)
                    select ?, ?, ? where (select count(*) from push_target
                                           where user_id = ? and device_id <> ?) < ?
                    on conflict (user_id, device_id) do update set token = excluded.token
                    """,
                    userId,
                    deviceId,
                    token,
                    userId,
                    deviceId,
                    DEVICES)
                == 1);
  }

  void delete(UUID userId, UUID deviceId) {
    write("delete from push_target where user_id = ? and device_id = ?", userId, deviceId);
  }

  @Override
  public void erase(Unit unit, UUID userId, UUID receipt) throws SQLException {
    run(unit.connection(), "delete from push_target where user_id = ?", userId);
  }

  /** Something came for these users. */
  void mark(Collection<UUID> userIds) {
    transactions.write(
        unit -> {
          Array users = unit.connection().createArrayOf("uuid", userIds.toArray());
          return run(
              unit.connection(),
              "update push_target set marked = marked + 1 where user_id = any (?)",
              users);
        });
  }

  /** Takes pushes that are due, for this node alone. */
  List<Due> claim() {
    Instant now = clock.instant();
    return transactions.write(
        unit -> {
          try (PreparedStatement claim =
              unit.connection()
                  .prepareStatement(
                      """
                      update push_target t set not_before = ?
                        from (select user_id, device_id from push_target
                               where marked > sent and not_before <= ?
                               order by not_before limit ? for update skip locked) as due
                       where t.user_id = due.user_id and t.device_id = due.device_id
                      returning t.user_id, t.device_id, t.token, t.marked, t.attempts
                      """)) {
            claim.setObject(1, now.plus(CLAIM).atOffset(ZoneOffset.UTC));
            claim.setObject(2, now.atOffset(ZoneOffset.UTC));
            claim.setInt(3, CLAIMED_AT_ONCE);
            try (ResultSet rows = claim.executeQuery()) {
              List<Due> due = new ArrayList<>();
              while (rows.next()) {
                due.add(
                    new Due(
                        rows.getObject(1, UUID.class),
                        rows.getObject(2, UUID.class),
                        rows.getString(3),
                        rows.getLong(4),
                        rows.getInt(5)));
              }
              return due;
            }
          }
        });
  }

  void taken(Due push, Duration interval) {
    write(
        "update push_target set sent = ?, attempts = 0, not_before = ?"
            + " where user_id = ? and device_id = ?",
        push.marked(),
        after(interval),
        push.userId(),
        push.deviceId());
  }

  void failed(Due push, Duration pause) {
    write(
        "update push_target set attempts = attempts + 1, not_before = ?"
            + " where user_id = ? and device_id = ?",
        after(pause),
        push.userId(),
        push.deviceId());
  }

  /** The device is no more; a token that was put since stays. */
  void gone(Due push) {
    write(
        "delete from push_target where user_id = ? and device_id = ? and token = ?",
        push.userId(),
        push.deviceId(),
        push.token());
  }

  private Object after(Duration time) {
    return clock.instant().plus(time).atOffset(ZoneOffset.UTC);
  }

  private void write(String sql, Object... values) {
    transactions.write(unit -> run(unit.connection(), sql, values));
  }

  private static int run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
