package org.sealward.conversation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
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
    Map<Id, Taken> taken = taken(messages);
    List<Outcome<Place>> outcomes = new ArrayList<>(messages.size());
    List<SealedMessage> fresh = new ArrayList<>();
    for (SealedMessage message : messages) {
      MessageHeader header = message.header();
      Taken same = taken.get(Id.of(header));
      if (same != null) {
        outcomes.add(again(message, same));
      } else if (!header.membershipHash().equals(newest.get(header.conversationId()))) {
        outcomes.add(new Outcome.Refused<>(stale(header)));
      } else {
        Appended appended = unit.append(event(message));
        taken.put(Id.of(header), new Taken(message.messageHash(), appended));
        fresh.add(message);
        outcomes.add(new Outcome.Done<>(new Place.New(header.messageId(), appended)));
      }
    }
    index(fresh);
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

  private Map<Id, Taken> taken(List<SealedMessage> messages) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select i.conversation_id, i.sender_id, i.message_id, i.message_hash"
                + " from message_index i join unnest(?, ?, ?) as m (c, s, id)"
                + " on i.conversation_id = m.c and i.sender_id = m.s and i.message_id = m.id")) {
      setIds(select, messages);
      try (ResultSet rows = select.executeQuery()) {
        Map<Id, Taken> taken = new HashMap<>();
        while (rows.next()) {
          taken.put(
              new Id(
                  rows.getObject(1, UUID.class),
                  rows.getObject(2, UUID.class),
                  rows.getObject(3, UUID.class)),
              new Taken(Bytes.of(rows.getBytes(4)), null));
        }
        return taken;
      }
    }
  }

  /**
   * Takes the ids. When another node has taken one since {@link #taken} looked, the whole batch
   * fails by its primary key and is tried again, message by message.
   */
  private void index(List<SealedMessage> fresh) throws SQLException {
    if (fresh.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into message_index (conversation_id, sender_id, message_id, message_hash)"
                + " select * from unnest(?, ?, ?, ?)")) {
      setIds(insert, fresh);
      insert.setArray(4, column(fresh, "bytea", m -> m.messageHash().toArray()));
      insert.executeUpdate();
    }
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
