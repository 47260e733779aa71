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
import org.sealward.platform.Event;
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
  /** What became of a message, to be asked for after the commit. */
  sealed interface Decision {
    record Stored(UUID messageId, Appended place) implements Decision {}

    record Repeated(MessageStored stored) implements Decision {}

    record Refused(Problem problem) implements Decision {}
  }

  private record Id(UUID conversationId, UUID senderId, UUID messageId) {
    static Id of(MessageHeader header) {
      return new Id(header.conversationId(), header.senderId(), header.messageId());
    }
  }

  private record Known(Bytes hash, @Nullable Appended place) {}

  private final Unit unit;
  private final Connection connection;
  private final EventBodies bodies;

  private MessageBatch(Unit unit, EventBodies bodies) {
    this.unit = unit;
    this.connection = unit.connection();
    this.bodies = bodies;
  }

  /** Decisions in the order of the messages, whose signatures have been verified. */
  static List<Decision> decide(Unit unit, List<SealedMessage> messages, EventBodies bodies)
      throws SQLException {
    return new MessageBatch(unit, bodies).decide(messages);
  }

  private List<Decision> decide(List<SealedMessage> messages) throws SQLException {
    Map<UUID, Bytes> newest = lockConversations(messages);
    Map<Id, Known> known = known(messages);
    List<Decision> decisions = new ArrayList<>(messages.size());
    List<SealedMessage> fresh = new ArrayList<>();
    for (SealedMessage message : messages) {
      MessageHeader header = message.header();
      Known same = known.get(Id.of(header));
      if (same != null) {
        decisions.add(again(message, same));
      } else if (!header.membershipHash().equals(newest.get(header.conversationId()))) {
        decisions.add(new Decision.Refused(stale(header)));
      } else {
        Appended place = unit.append(event(message));
        known.put(Id.of(header), new Known(message.messageHash(), place));
        fresh.add(message);
        decisions.add(new Decision.Stored(header.messageId(), place));
      }
    }
    index(fresh);
    return decisions;
  }

  private Decision again(SealedMessage message, Known known) throws SQLException {
    if (!known.hash().equals(message.messageHash())) {
      return new Decision.Refused(
          new Problem(
              ConversationProblem.MESSAGE_ID_CONFLICT,
              "Take a new id, or send the bytes that were stored."));
    }
    return known.place() == null
        ? new Decision.Repeated(place(message))
        : new Decision.Stored(message.header().messageId(), known.place());
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

  /** The newest membership hash of each conversation, which stays the newest until the commit. */
  private Map<UUID, Bytes> lockConversations(List<SealedMessage> messages) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, membership_hash from conversation where id = any (?)"
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

  private Map<Id, Known> known(List<SealedMessage> messages) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select i.conversation_id, i.sender_id, i.message_id, i.message_hash"
                + " from message_index i join unnest(?, ?, ?) as m (c, s, id)"
                + " on i.conversation_id = m.c and i.sender_id = m.s and i.message_id = m.id")) {
      setIds(select, messages);
      try (ResultSet rows = select.executeQuery()) {
        Map<Id, Known> known = new HashMap<>();
        while (rows.next()) {
          known.put(
              new Id(
                  rows.getObject(1, UUID.class),
                  rows.getObject(2, UUID.class),
                  rows.getObject(3, UUID.class)),
              new Known(Bytes.of(rows.getBytes(4)), null));
        }
        return known;
      }
    }
  }

  /**
   * Takes the ids. When another node has taken one since {@link #known} looked, the whole batch
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

  /** The answer for the client, once the batch has been committed. */
  static Messages.Outcome outcome(Decision decision) {
    return switch (decision) {
      case Decision.Stored(UUID messageId, Appended place) -> {
        Event event = place.event();
        yield new Messages.Outcome(new MessageStored(messageId, event.seq(), event.at()), false);
      }
      case Decision.Repeated(MessageStored stored) -> new Messages.Outcome(stored, true);
      case Decision.Refused(Problem problem) -> throw problem;
    };
  }
}
