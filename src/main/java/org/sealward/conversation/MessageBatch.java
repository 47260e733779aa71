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

  /** A verified message, ready to be written. */
  record Draft(MessageHeader header, NewEvent event) {
    static Draft of(SealedMessage message, EventBodies bodies) {
      MessageHeader header = message.header();
      return new Draft(
          header,
          new NewEvent(
              header.conversationId(),
              Messages.EVENT,
              header.senderId(),
              message.messageHash(),
              bodies.write(message)));
    }

    Bytes hash() {
      return event.digest();
    }

    private Id id() {
      return new Id(header.conversationId(), header.senderId(), header.messageId());
    }
  }

  private record Id(UUID conversationId, UUID senderId, UUID messageId) {
    static final Comparator<Id> ORDER =
        Comparator.comparing(Id::conversationId)
            .thenComparing(Id::senderId)
            .thenComparing(Id::messageId);
  }

  private record Taken(Bytes hash, @Nullable Appended appended) {}

  private final Unit unit;
  private final Connection connection;

  private MessageBatch(Unit unit) {
    this.unit = unit;
    this.connection = unit.connection();
  }

  /** Answers in the order of the drafts. */
  static List<Outcome<Place>> write(Unit unit, List<Draft> drafts) throws SQLException {
    return new MessageBatch(unit).write(drafts);
  }

  private List<Outcome<Place>> write(List<Draft> drafts) throws SQLException {
    Map<UUID, Bytes> newest = lockConversations(drafts);
    Predicate<Draft> current =
        d -> d.header().membershipHash().equals(newest.get(d.header().conversationId()));
    Set<Id> claimed = claim(drafts.stream().filter(current).toList());
    Map<Id, Taken> taken = taken(drafts.stream().filter(d -> !claimed.contains(d.id())).toList());
    List<Outcome<Place>> outcomes = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      Taken same = taken.get(draft.id());
      if (same != null) {
        outcomes.add(again(draft, same));
      } else if (!current.test(draft)) {
        outcomes.add(new Outcome.Refused<>(stale(draft.header())));
      } else {
        Appended appended = unit.append(draft.event());
        taken.put(draft.id(), new Taken(draft.hash(), appended));
        outcomes.add(new Outcome.Done<>(new Place.New(draft.header().messageId(), appended)));
      }
    }
    return outcomes;
  }

  private Outcome<Place> again(Draft draft, Taken taken) throws SQLException {
    if (!taken.hash().equals(draft.hash())) {
      return new Outcome.Refused<>(
          new Problem(
              ConversationProblem.MESSAGE_ID_CONFLICT,
              "Take a new id, or send the bytes that were stored."));
    }
    return new Outcome.Done<>(
        taken.appended() == null
            ? new Place.Known(place(draft))
            : new Place.New(draft.header().messageId(), taken.appended()));
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
  private Map<UUID, Bytes> lockConversations(List<Draft> drafts) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, membership_hash from conversation where id = any (?) and not leaving"
                + " order by id for share")) {
      select.setArray(1, column(drafts, "uuid", d -> d.header().conversationId()));
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
  private Set<Id> claim(List<Draft> drafts) throws SQLException {
    if (drafts.isEmpty()) {
      return Set.of();
    }
    List<Draft> ordered =
        drafts.stream().sorted(Comparator.comparing(Draft::id, Id.ORDER)).toList();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into message_index (conversation_id, sender_id, message_id, message_hash)"
                + " select * from unnest(?, ?, ?, ?) on conflict do nothing"
                + " returning conversation_id, sender_id, message_id")) {
      setIds(insert, ordered);
      insert.setArray(4, column(ordered, "bytea", d -> d.hash().toArray()));
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
  private Map<Id, Taken> taken(List<Draft> drafts) throws SQLException {
    Map<Id, Taken> taken = new HashMap<>();
    if (drafts.isEmpty()) {
      return taken;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select m.c, m.s, m.id, i.message_hash from unnest(?, ?, ?) as m (c, s, id)"
                + " cross join lateral (select message_hash from message_index"
                + " where conversation_id = m.c and sender_id = m.s and message_id = m.id"
                + " limit 1) as i")) {
      setIds(select, drafts);
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
  private MessageStored place(Draft draft) throws SQLException {
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

  private void setIds(PreparedStatement statement, List<Draft> drafts) throws SQLException {
    statement.setArray(1, column(drafts, "uuid", d -> d.header().conversationId()));
    statement.setArray(2, column(drafts, "uuid", d -> d.header().senderId()));
    statement.setArray(3, column(drafts, "uuid", d -> d.header().messageId()));
  }

  private Array column(List<Draft> drafts, String type, Function<Draft, Object> value)
      throws SQLException {
    Stream<Object> values = drafts.stream().map(value);
    return connection.createArrayOf(
        type, type.equals("bytea") ? values.toArray(byte[][]::new) : values.toArray());
  }
}
