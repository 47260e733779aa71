package org.sealward.notify;

import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealward.platform.Transactions;

/** What a node does with the rows of the outbox. */
@Singleton
class NoticeTable {
  static final int CLAIMED_AT_ONCE = 10;

  private static final Duration KEPT = Duration.ofDays(30);

  private static final String OPEN = " sent_at is null and given_up_at is null ";
  private static final String EMPTIED =
      " receiver = null, subject = null, body = null, unsubscribe = null ";

  private final Transactions transactions;
  private final Clock clock;

  NoticeTable(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A notice that this node is to deliver.
   *
   * @param tries this one among them
   */
  record Due(Notice notice, int tries) {}

  /** Takes some that are due, for this node alone and for as long. */
  List<Due> claim(String channel, Duration longest) {
    Instant now = clock.instant();
    return transactions.write(
        unit -> {
          try (PreparedStatement claim =
              unit.connection()
                  .prepareStatement(
                      "update notice n set next_at = ?, tries = tries + 1"
                          + " from (select id from notice where channel = ? and next_at <= ?"
                          + " and until > ? and"
                          + OPEN
                          + "order by next_at limit ? for update skip locked) as due"
                          + " where n.id = due.id"
                          + " returning n.id, channel, receiver, subject, body, unsubscribe,"
                          + " added_at, until, tries")) {
            claim.setObject(1, utc(now.plus(longest)));
            claim.setString(2, channel);
            claim.setObject(3, utc(now));
            claim.setObject(4, utc(now));
            claim.setInt(5, CLAIMED_AT_ONCE);
            try (ResultSet rows = claim.executeQuery()) {
              List<Due> due = new ArrayList<>();
              while (rows.next()) {
                due.add(new Due(notice(rows), rows.getInt("tries")));
              }
              return due;
            }
          }
        });
  }

  private static Notice notice(ResultSet row) throws SQLException {
    String unsubscribe = row.getString("unsubscribe");
    return new Notice(
        row.getObject("id", UUID.class),
        row.getString("channel"),
        row.getString("receiver"),
        row.getString("subject"),
        row.getString("body"),
        unsubscribe == null ? null : URI.create(unsubscribe),
        row.getObject("added_at", OffsetDateTime.class).toInstant(),
        row.getObject("until", OffsetDateTime.class).toInstant());
  }

  void taken(Due due) {
    write("update notice set sent_at = ?," + EMPTIED + "where id = ? and" + OPEN, now(), id(due));
  }

  void gone(Due due) {
    write(
        "update notice set given_up_at = ?," + EMPTIED + "where id = ? and" + OPEN, now(), id(due));
  }

  /** Unless another node tries already, because it took too long. */
  void failed(Due due, Duration pause) {
    write(
        "update notice set next_at = ? where id = ? and tries = ? and" + OPEN,
        utc(clock.instant().plus(pause)),
        id(due),
        due.tries());
  }

  /**
   * Gives up what is not worth telling any more.
   *
   * @param channels of this node
   * @return how many of each
   */
  Map<String, Integer> giveUp(List<String> channels) {
    return transactions.write(
        unit -> {
          try (PreparedStatement update =
              unit.connection()
                  .prepareStatement(
                      "update notice set given_up_at = ?,"
                          + EMPTIED
                          + "where until <= ? and channel = any (?) and"
                          + OPEN
                          + "returning channel")) {
            update.setObject(1, now());
            update.setObject(2, now());
            update.setArray(3, unit.connection().createArrayOf("text", channels.toArray()));
            try (ResultSet rows = update.executeQuery()) {
              Map<String, Integer> given = new HashMap<>();
              while (rows.next()) {
                given.merge(rows.getString(1), 1, Integer::sum);
              }
              return given;
            }
          }
        });
  }

  /** Deletes what was over a month ago, and what no node has had a channel for. */
  void deleteOld() {
    write(
        "delete from notice where coalesce(sent_at, given_up_at, until) < ?",
        utc(clock.instant().minus(KEPT)));
  }

  /** For how long the oldest notice of each channel has waited. */
  Map<String, Duration> waiting() {
    return transactions.read(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select channel, min(added_at) from notice where"
                          + OPEN
                          + "group by channel");
              ResultSet rows = select.executeQuery()) {
            Map<String, Duration> waiting = new HashMap<>();
            while (rows.next()) {
              Instant oldest = rows.getObject(2, OffsetDateTime.class).toInstant();
              waiting.put(rows.getString(1), Duration.between(oldest, clock.instant()));
            }
            return waiting;
          }
        });
  }

  private static UUID id(Due due) {
    return due.notice().id();
  }

  private OffsetDateTime now() {
    return utc(clock.instant());
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
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
