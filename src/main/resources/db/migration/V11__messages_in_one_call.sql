-- The log's lock comes first, before the streams' rows: whatever is read after it, such as who may
-- write into a conversation, holds until the commit for everybody who appends.
CREATE OR REPLACE FUNCTION append_events(
  streams uuid[], kinds text[], actors uuid[], occurred timestamptz, digests bytea[], bodies bytea[])
RETURNS TABLE (at_position bigint, at_seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM event_log_lock();
  RETURN QUERY
    WITH moved AS (
      INSERT INTO stream AS s (id, seq)
        SELECT id, count(*) FROM unnest(streams) AS id GROUP BY id ORDER BY id
        ON CONFLICT (id) DO UPDATE SET seq = s.seq + excluded.seq
        RETURNING s.id, s.seq)
    INSERT INTO event (stream, seq, kind, actor, at, digest, body)
      SELECT e.stream,
             m.seq + 1 - row_number() OVER (PARTITION BY e.stream ORDER BY e.ordinal DESC),
             e.kind, e.actor, occurred, e.digest, e.body
        FROM unnest(streams, kinds, actors, digests, bodies)
               WITH ORDINALITY AS e (stream, kind, actor, digest, body, ordinal)
        JOIN moved AS m ON m.id = e.stream
       ORDER BY e.ordinal
      RETURNING event.position, event.seq;
END $$;

-- Appends those messages that are for the newest entry of their conversation, which no member is
-- leaving, and whose ids are free; answers one row for each of them, in the order of the arguments.
-- An id must not come twice.
CREATE FUNCTION append_messages(
  conversations uuid[], senders uuid[], ids uuid[], memberships bytea[],
  occurred timestamptz, digests bytea[], bodies bytea[])
RETURNS TABLE (at_position bigint, at_seq bigint, of_message bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM event_log_lock();
  RETURN QUERY
    WITH claimed AS (
      INSERT INTO message_index (conversation_id, sender_id, message_id, message_hash)
        SELECT m.conversation, m.sender, m.id, m.digest
          FROM unnest(conversations, senders, ids, memberships, digests)
                 AS m (conversation, sender, id, membership, digest)
         WHERE m.membership = (SELECT membership_hash FROM conversation
                                WHERE id = m.conversation AND NOT leaving)
        ON CONFLICT DO NOTHING
        RETURNING conversation_id, sender_id, message_id),
    moved AS (
      INSERT INTO stream AS s (id, seq)
        SELECT conversation_id, count(*) FROM claimed GROUP BY 1 ORDER BY 1
        ON CONFLICT (id) DO UPDATE SET seq = s.seq + excluded.seq
        RETURNING s.id, s.seq)
    INSERT INTO event (stream, seq, kind, actor, at, digest, body)
      SELECT m.conversation,
             s.seq + 1 - row_number() OVER (PARTITION BY m.conversation ORDER BY m.ordinal DESC),
             'message', m.sender, occurred, m.digest, m.body
        FROM unnest(conversations, senders, ids, digests, bodies)
               WITH ORDINALITY AS m (conversation, sender, id, digest, body, ordinal)
        JOIN claimed AS c
          ON (c.conversation_id, c.sender_id, c.message_id) = (m.conversation, m.sender, m.id)
        JOIN moved AS s ON s.id = m.conversation
       ORDER BY m.ordinal
      RETURNING event.position, event.seq, event.digest;
END $$;

-- The ids of messages are given with their events, and never given up.
REVOKE INSERT, UPDATE, DELETE ON message_index FROM sealward_service;
GRANT EXECUTE ON FUNCTION append_messages TO sealward_service;
