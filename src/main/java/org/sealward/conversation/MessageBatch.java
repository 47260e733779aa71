package org.sealward.conversation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealward.api.MessageStored;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.SealedMessage;
import org.sealward.platform.Appended;
import org.sealward.platform.BatchingWriter.Outcome;
import org.sealward.platform.EventBodies;
import org.sealward.platform.NewEvent;
import org.sealward.platform.Problem;
import org.sealward.platform.Unit;

/**
 * Stores many messages in one transaction, each with an outcome of its own. A message that was
 * stored before is told from another one under the same id; a message for an entry that is no
 * longer the newest is refused. Entries wait until the batch has ended, so that none comes between.
 */
final class MessageBatch {
  /** Where a message lies; known once the batch has been committed. */
  sealed interface Place {
    /** Stored by this batch. */
    record New(UUID messageId, Appended appended) implements Place {}

    /** Stored before. */
    record Known(MessageStored stored) implements Place {}

    default Messages.Outcome outcome() {
      return switch (this) {
        case New(UUID messageId, Appended appended) ->
            new Messages.Outcome(
                new MessageStored(messageId, appended.event().seq(), appended.event().at()), false);
        case Known(MessageStored stored) -> new Messages.Outcome(stored, true);
      };
    }
  }

  private record Id(UUID conversationId, UUID senderId, UUID messageId) {
    static Id of(MessageHeader header) {
      return new Id(header.conversationId(), header.senderId(), header.messageId());
    }
  }

  private record Taken(Bytes hash, @Nullable Appended appended) {}

  private final Unit unit;
  private final Connection connection;
  private final EventBodies bodies;

  private MessageBatch(Unit unit, EventBodies bodies) {
    this.unit = unit;
    this.connection = unit.connection();
    this.bodies = bodies;
  }

  /** Writes messages whose signatures have been verified; answers in their order. */
  static List<Outcome<Place>> write(Unit unit, List<SealedMessage> messages, EventBodies bodies)
      throws SQLException {
    return new MessageBatch(unit, bodies).write(messages);
  }

  private List<Outcome<Place>> write(List<SealedMessage> messages) throws SQLException {
    Map<UUID, Bytes> newest = lockConversations(messages);
    Predicate<SealedMessage> current =
        m -> m.header().membershipHash().equals(newest.get(m.header().conversationId()));
    Set<Id> claimed = claim(messages.stream().filter(current).toList());
    Map<Id, Taken> taken =
        taken(messages.stream().filter(m -> !claimed.contains(Id.of(m.header()))).toList());
    List<Outcome<Place>> outcomes = new ArrayList<>(messages.size());
    for (SealedMessage message : messages) {
      MessageHeader header = message.header();
      Taken same = taken.get(Id.of(header));
      if (same != null) {
        outcomes.add(again(message, same));
      } else if (!current.test(message)) {
        outcomes.add(new Outcome.Refused<>(stale(header)));
      } else {
        Appended appended = unit.append(event(message));
        taken.put(Id.of(header), new Taken(message.messageHash(), appended));
        outcomes.add(new Outcome.Done<>(new Place.New(header.messageId(), appended)));
      }
    }
    return outcomes;
  }

  private Outcome<Place> again(SealedMessage message, Taken taken) throws SQLException {
    if (!taken.hash().equals(message.messageHash())) {
      return new Outcome.Refused<>(
          new Problem(
              ConversationProblem.MESSAGE_ID_CONFLICT,
              "Take a new id, or send the bytes that were stored."));
    }
    return new Outcome.Done<>(
        taken.appended() == null
            ? new Place.Known(place(message))
            : new Place.New(message.header().messageId(), taken.appended()));
  }

  private NewEvent event(SealedMessage message) {
    MessageHeader header = message.header();
    return new NewEvent(
        header.conversationId(),
        Messages.EVENT,
        header.senderId(),
        message.messageHash(),
        bodies.write(message));
  }

  /** 404 for somebody who was removed meanwhile. */
  private Problem stale(MessageHeader header) throws SQLException {
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

  /**
   * The newest membership hash of each conversation, which stays the newest until the commit; none
   * of one that a member has left who is not removed yet.
   */
  private Map<UUID, Bytes> lockConversations(List<SealedMessage> messages) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, membership_hash from conversation where id = any (?) and not leaving"
                + " order by id for share")) {
      select.setArray(1, column(messages, "uuid", m -> m.header().conversationId()));
      try (ResultSet rows = select.executeQuery()) {
        Map<UUID, Bytes> newest = new HashMap<>();
        while (rows.next()) {
          newest.put(rows.getObject(1, UUID.class), Bytes.of(rows.getBytes(2)));
        }
        return newest;
      }
    }
  }

  /**
   * Takes the ids that are free; of two messages under one id the first gets it. In the order of
   * the ids, so that two nodes never wait for each other in a circle.
   */
  private Set<Id> claim(List<SealedMessage> messages) throws SQLException {
    if (messages.isEmpty()) {
      return Set.of();
    }
    List<SealedMessage> ordered =
        messages.stream().sorted(Comparator.comparing(m -> Id.of(m.header()).toString())).toList();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into message_index (conversation_id, sender_id, message_id, message_hash)"
                + " select * from unnest(?, ?, ?, ?) on conflict do nothing"
                + " returning conversation_id, sender_id, message_id")) {
      setIds(insert, ordered);
      insert.setArray(4, column(ordered, "bytea", m -> m.messageHash().toArray()));
      try (ResultSet rows = insert.executeQuery()) {
        Set<Id> claimed = new HashSet<>();
        while (rows.next()) {
          claimed.add(id(rows));
        }
        return claimed;
      }
    }
  }

  /** What is known of messages; each by the index, however small the table was at planning. */
  private Map<Id, Taken> taken(List<SealedMessage> messages) throws SQLException {
    Map<Id, Taken> taken = new HashMap<>();
    if (messages.isEmpty()) {
      return taken;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select m.c, m.s, m.id, i.message_hash from unnest(?, ?, ?) as m (c, s, id)"
                + " cross join lateral (select message_hash from message_index"
                + " where conversation_id = m.c and sender_id = m.s and message_id = m.id"
                + " limit 1) as i")) {
      setIds(select, messages);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          taken.put(id(rows), new Taken(Bytes.of(rows.getBytes(4)), null));
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
  private MessageStored place(SealedMessage message) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select seq, at from event where stream = ? and kind = ? and digest = ?"
                + " order by seq desc limit 1")) {
      select.setObject(1, message.header().conversationId());
      select.setString(2, Messages.EVENT);
      select.setBytes(3, message.messageHash().toArray());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new MessageStored(
            message.header().messageId(),
            row.getLong(1),
            row.getObject(2, OffsetDateTime.class).toInstant());
      }
    }
  }

  private void setIds(PreparedStatement statement, List<SealedMessage> messages)
      throws SQLException {
    statement.setArray(1, column(messages, "uuid", m -> m.header().conversationId()));
    statement.setArray(2, column(messages, "uuid", m -> m.header().senderId()));
    statement.setArray(3, column(messages, "uuid", m -> m.header().messageId()));
  }

  private Array column(
      List<SealedMessage> messages, String type, Function<SealedMessage, Object> value)
      throws SQLException {
    Stream<Object> values = messages.stream().map(value);
    return connection.createArrayOf(
        type, type.equals("bytea") ? values.toArray(byte[][]::new) : values.toArray());
  }
}
