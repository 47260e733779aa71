package org.sealward.platform;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/** The SQL of the event log, on a connection of the caller's; db/migration/V1__event_log.sql. */
final class EventRows {
  private static final String COLUMNS = "position, stream, seq, kind, actor, at, digest, body";

  private EventRows() {}

  /**
   * Appends in order. Must be the last statement of its transaction: from here to the commit every
   * other append waits.
   *
   * @param at to the millisecond
   */
  static List<Event> append(Connection connection, List<NewEvent> events, Instant at)
      throws SQLException {
    try (PreparedStatement append =
        connection.prepareStatement(
            "SELECT at_position, at_seq FROM append_events(?, ?, ?, ?, ?, ?) ORDER BY at_position")) {
      append.setArray(1, array(connection, "uuid", events.stream().map(NewEvent::stream)));
      append.setArray(2, array(connection, "text", events.stream().map(NewEvent::kind)));
      append.setArray(3, array(connection, "uuid", events.stream().map(NewEvent::actor)));
      append.setObject(4, at.atOffset(ZoneOffset.UTC));
      append.setArray(5, bytes(connection, events, NewEvent::digest));
      append.setArray(6, bytes(connection, events, NewEvent::body));
      try (ResultSet rows = append.executeQuery()) {
        List<Event> appended = new ArrayList<>(events.size());
        for (NewEvent event : events) {
          rows.next();
          appended.add(
              new Event(
                  rows.getLong(1),
                  event.stream(),
                  rows.getLong(2),
                  event.kind(),
                  event.actor(),
                  at,
                  event.digest(),
                  event.body()));
        }
        return List.copyOf(appended);
      }
    }
  }

  /** The newest visible position; 0 in an empty log. */
  static long head(Connection connection) throws SQLException {
    try (PreparedStatement head =
            connection.prepareStatement("SELECT coalesce(max(position), 0) FROM event");
        ResultSet row = head.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Up to {@code limit} events of the whole log behind a position, in order. */
  static List<Event> after(Connection connection, long position, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM event WHERE position > ? ORDER BY position LIMIT ?")) {
      select.setLong(1, position);
      select.setInt(2, limit);
      return events(select);
    }
  }

  /** Events of some kinds in the whole log behind a position and up to another, in order. */
  static List<Event> ofKinds(
      Connection connection, Set<String> kinds, long position, long end, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM event WHERE position > ? AND position <= ? AND kind = ANY (?)"
                + " ORDER BY position LIMIT ?")) {
      select.setLong(1, position);
      select.setLong(2, end);
      select.setArray(3, array(connection, "text", kinds.stream()));
      select.setInt(4, limit);
      return events(select);
    }
  }

  /** Up to {@code limit} events of one stream behind a sequence number, in order. */
  static List<Event> ofStream(Connection connection, UUID stream, long afterSeq, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM event WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?")) {
      select.setObject(1, stream);
      select.setLong(2, afterSeq);
      select.setInt(3, limit);
      return events(select);
    }
  }

  /** Events of one kind in a stream behind a sequence number, in order. */
  static List<Event> ofKindAfter(
      Connection connection, UUID stream, String kind, long afterSeq, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM event WHERE stream = ? AND kind = ? AND seq > ? ORDER BY seq LIMIT ?")) {
      select.setObject(1, stream);
      select.setString(2, kind);
      select.setLong(3, afterSeq);
      select.setInt(4, limit);
      return events(select);
    }
  }

  /** Events of one kind in a stream from one sequence number up to before another, newest first. */
  static List<Event> ofKindBefore(
      Connection connection, UUID stream, String kind, long fromSeq, long beforeSeq, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM event WHERE stream = ? AND kind = ? AND seq >= ? AND seq < ?"
                + " ORDER BY seq DESC LIMIT ?")) {
      select.setObject(1, stream);
      select.setString(2, kind);
      select.setLong(3, fromSeq);
      select.setLong(4, beforeSeq);
      select.setInt(5, limit);
      return events(select);
    }
  }

  /** Events of one kind in a stream, in order, without the first {@code skipped}. */
  static List<Event> ofKind(
      Connection connection, UUID stream, String kind, long skipped, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM event WHERE stream = ? AND kind = ? ORDER BY seq OFFSET ? LIMIT ?")) {
      select.setObject(1, stream);
      select.setString(2, kind);
      select.setLong(3, skipped);
      select.setInt(4, limit);
      return events(select);
    }
  }

  /** The newest event of one kind in a stream at or before a sequence number. */
  static Optional<Event> newestOfKind(Connection connection, UUID stream, String kind, long seq)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM event WHERE stream = ? AND kind = ? AND seq <= ?"
                + " ORDER BY seq DESC LIMIT 1")) {
      select.setObject(1, stream);
      select.setString(2, kind);
      select.setLong(3, seq);
      return events(select).stream().findFirst();
    }
  }

  private static List<Event> events(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<Event> events = new ArrayList<>();
      while (rows.next()) {
        byte[] body = rows.getBytes("body");
        events.add(
            new Event(
                rows.getLong("position"),
                rows.getObject("stream", UUID.class),
                rows.getLong("seq"),
                rows.getString("kind"),
                rows.getObject("actor", UUID.class),
                rows.getObject("at", OffsetDateTime.class).toInstant(),
                Bytes.of(rows.getBytes("digest")),
                body == null ? null : Bytes.of(body)));
      }
      return List.copyOf(events);
    }
  }

  private static Array array(Connection connection, String type, Stream<?> elements)
      throws SQLException {
    return connection.createArrayOf(type, elements.toArray());
  }

  private static Array bytes(
      Connection connection, List<NewEvent> events, Function<NewEvent, @Nullable Bytes> column)
      throws SQLException {
    byte[] @Nullable [] values = new byte[events.size()][];
    for (int i = 0; i < values.length; i++) {
      Bytes value = column.apply(events.get(i));
      values[i] = value == null ? null : value.toArray();
    }
    return connection.createArrayOf("bytea", values);
  }
}
