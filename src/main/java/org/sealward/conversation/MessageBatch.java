package org.sealward.conversation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sealward.api.MessageStored;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MessageHeader;
import org.sealward.platform.BatchingWriter.Outcome;
import org.sealward.platform.Event;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/**
 * Stores many messages by one statement, each with an outcome of its own. A message that was stored
 * before is told from another one under the same id; a message for an entry that is no longer the
 * newest is refused. Entries come before the batch or after it, never between.
 */
final class MessageBatch {
  /**
   * A verified message, ready to be written.
   *
   * @param body the message as JSON
   */
  record Draft(MessageHeader header, Bytes hash, Bytes body) {
    private Id id() {
      return new Id(header.conversationId(), header.senderId(), header.messageId());
    }

    private Event event(long position, long seq, Instant at) {
      return new Event(
          position,
          header.conversationId(),
          seq,
          Messages.EVENT,
          header.senderId(),
          at,
          hash,
          body);
    }

    private MessageStored stored(Event event) {
      return new MessageStored(header.messageId(), event.seq(), event.at());
    }
  }

  private record Id(UUID conversationId, UUID senderId, UUID messageId) {}

  private final Transactions transactions;
  private final Instant at;

  private MessageBatch(Transactions transactions, Instant at) {
    this.transactions = transactions;
    this.at = at;
  }

  /**
   * Answers in the order of the drafts.
   *
   * @param at the time of the events
   */
  static List<Outcome<Messages.Outcome>> write(
      Transactions transactions, Instant at, List<Draft> drafts) {
    return new MessageBatch(transactions, at.truncatedTo(ChronoUnit.MILLIS)).write(drafts);
  }

  /** Of two messages under one id the first gets it. */
  private List<Outcome<Messages.Outcome>> write(List<Draft> drafts) {
    Map<Id, Draft> first = new LinkedHashMap<>();
    drafts.forEach(draft -> first.putIfAbsent(draft.id(), draft));
    Map<Bytes, Event> appended = new HashMap<>();
    transactions
        .appendAtOnce(connection -> append(connection, first.values()))
        .forEach(event -> appended.put(event.digest(), event));
    List<Draft> others =
        drafts.stream().filter(draft -> !appended.containsKey(draft.hash())).toList();
    Map<Draft, Outcome<Messages.Outcome>> answers = others.isEmpty() ? Map.of() : known(others);
    Set<Bytes> answered = new HashSet<>();
    List<Outcome<Messages.Outcome>> outcomes = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      Event event = appended.get(draft.hash());
      outcomes.add(
          event == null
              ? Objects.requireNonNull(answers.get(draft))
              : new Outcome.Done<>(
                  new Messages.Outcome(draft.stored(event), !answered.add(draft.hash()))));
    }
    return outcomes;
  }

  /** What was appended is, whatever becomes of the others. */
  private Map<Draft, Outcome<Messages.Outcome>> known(List<Draft> drafts) {
    try {
      return transactions.read(connection -> known(connection, drafts));
    } catch (RuntimeException e) {
      return drafts.stream()
          .distinct()
          .collect(Collectors.toMap(Function.identity(), _ -> new Outcome.Refused<>(e)));
    }
  }

  /** Why messages were not appended, or where they lie that were appended before. */
  private static Map<Draft, Outcome<Messages.Outcome>> known(
      Connection connection, List<Draft> drafts) throws SQLException {
    Map<Id, Bytes> taken = taken(connection, drafts);
    Map<Draft, Outcome<Messages.Outcome>> outcomes = new HashMap<>();
    for (Draft draft : drafts) {
      outcomes.put(draft, known(connection, draft, taken.get(draft.id())));
    }
    return outcomes;
  }

  private static Outcome<Messages.Outcome> known(
      Connection connection, Draft draft, @Nullable Bytes taken) throws SQLException {
    if (taken == null) {
      return new Outcome.Refused<>(stale(connection, draft.header()));
    }
    if (!taken.equals(draft.hash())) {
      return new Outcome.Refused<>(
          new Problem(
              ConversationProblem.MESSAGE_ID_CONFLICT,
              "Take a new id, or send the bytes that were stored."));
    }
    return new Outcome.Done<>(new Messages.Outcome(place(connection, draft), true));
  }

  /**
   * Appends what is for the newest entry, under an id that is free.
   *
   * @param drafts no two under one id
   */
  private List<Event> append(Connection connection, Collection<Draft> drafts) throws SQLException {
    try (PreparedStatement append =
        connection.prepareStatement(
            "select at_position, at_seq, of_message from append_messages(?, ?, ?, ?, ?, ?, ?)"
                + " order by at_position")) {
      setIds(append, drafts);
      append.setArray(4, bytes(connection, drafts, draft -> draft.header().membershipHash()));
      append.setObject(5, at.atOffset(ZoneOffset.UTC));
      append.setArray(6, bytes(connection, drafts, Draft::hash));
      append.setArray(7, bytes(connection, drafts, Draft::body));
      Map<Bytes, Draft> byHash =
          drafts.stream().collect(Collectors.toMap(Draft::hash, Function.identity()));
      List<Event> appended = new ArrayList<>(drafts.size());
      try (ResultSet rows = append.executeQuery()) {
        while (rows.next()) {
          Draft draft = byHash.get(Bytes.of(rows.getBytes(3)));
          appended.add(Objects.requireNonNull(draft).event(rows.getLong(1), rows.getLong(2), at));
        }
      }
      return appended;
    }
  }

  /** 404 for somebody who was removed meanwhile. */
  private static Problem stale(Connection connection, MessageHeader header) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select 1 from conversation_member where conversation_id = ? and user_id = ?")) {
      select.setObject(1, header.conversationId());
      select.setObject(2, header.senderId());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Problem(ConversationProblem.STALE_EPOCH, "Read the chain, then seal again.")
            : Membership.notFound();
      }
    }
  }

  /** What is known of messages; each by the index, however small the table was at planning. */
  private static Map<Id, Bytes> taken(Connection connection, List<Draft> drafts)
      throws SQLException {
    Map<Id, Bytes> taken = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select m.c, m.s, m.id, i.message_hash from unnest(?, ?, ?) as m (c, s, id)"
                + " cross join lateral (select message_hash from message_index"
                + " where conversation_id = m.c and sender_id = m.s and message_id = m.id"
                + " limit 1) as i")) {
      setIds(select, drafts);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          taken.put(id(rows), Bytes.of(rows.getBytes(4)));
        }
        return taken;
      }
    }
  }

  private static Id id(ResultSet row) throws SQLException {
    return new Id(
        row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getObject(3, UUID.class));
  }

  /** Where a message lies that was stored before; most retries are of new messages. */
  private static MessageStored place(Connection connection, Draft draft) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select seq, at from event where stream = ? and kind = ? and digest = ?"
                + " order by seq desc limit 1")) {
      select.setObject(1, draft.header().conversationId());
      select.setString(2, Messages.EVENT);
      select.setBytes(3, draft.hash().toArray());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new MessageStored(
            draft.header().messageId(),
            row.getLong(1),
            row.getObject(2, OffsetDateTime.class).toInstant());
      }
    }
  }

  private static void setIds(PreparedStatement statement, Collection<Draft> drafts)
      throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(1, uuids(connection, drafts, MessageHeader::conversationId));
    statement.setArray(2, uuids(connection, drafts, MessageHeader::senderId));
    statement.setArray(3, uuids(connection, drafts, MessageHeader::messageId));
  }

  private static Array uuids(
      Connection connection, Collection<Draft> drafts, Function<MessageHeader, UUID> value)
      throws SQLException {
    return connection.createArrayOf(
        "uuid", drafts.stream().map(Draft::header).map(value).toArray());
  }

  private static Array bytes(
      Connection connection, Collection<Draft> drafts, Function<Draft, Bytes> value)
      throws SQLException {
    return connection.createArrayOf(
        "bytea", drafts.stream().map(value).map(Bytes::toArray).toArray(byte[][]::new));
  }
}
