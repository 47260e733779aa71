-- The domain-event log: docs/adr/0020-event-log.md.
--
-- Runs as the migration role, which owns the database. The roles sealward_service (what the service
-- may do) and sealward_eraser (owns erase()) exist already: db/roles.sql.

-- Tables of later migrations are the service's to use; this file takes back what it must not have.
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sealward_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO sealward_service;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO sealward_service, sealward_eraser;

CREATE TABLE stream (
  id  uuid PRIMARY KEY,
  seq bigint NOT NULL CHECK (seq > 0) -- of the stream's newest event
) WITH (fillfactor = 70);

CREATE TABLE event (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream   uuid NOT NULL,
  seq      bigint NOT NULL,
  kind     text NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
  actor    uuid NOT NULL,
  at       timestamptz NOT NULL,
  digest   bytea NOT NULL CHECK (octet_length(digest) = 32),
  body     bytea,
  UNIQUE (stream, seq)
);
-- Ciphertext does not compress.
ALTER TABLE event ALTER COLUMN body SET STORAGE EXTERNAL;

-- Appended events become visible in the order of their positions, because this lock is held from
-- before a position is taken until after the commit.
CREATE FUNCTION event_log_lock() RETURNS void LANGUAGE sql
  AS 'SELECT pg_catalog.pg_advisory_xact_lock(8385834735741993572)';

-- Appends, as the last act of a transaction, and is the only way in: the service may not insert.
-- Answers one row an event, in the order of the arguments.
CREATE FUNCTION append_events(
  streams uuid[], kinds text[], actors uuid[], occurred timestamptz, digests bytea[], bodies bytea[])
RETURNS TABLE (at_position bigint, at_seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  ids   uuid[];
  heads bigint[];
BEGIN
  -- Stream rows in id order, so that two appends never wait for each other in a circle.
  WITH moved AS (
    INSERT INTO stream AS s (id, seq)
      SELECT id, count(*) FROM unnest(streams) AS id GROUP BY id ORDER BY id
      ON CONFLICT (id) DO UPDATE SET seq = s.seq + excluded.seq
      RETURNING s.id, s.seq)
  SELECT array_agg(id), array_agg(seq) INTO ids, heads FROM moved;

  PERFORM event_log_lock();

  RETURN QUERY
    INSERT INTO event (stream, seq, kind, actor, at, digest, body)
      SELECT e.stream,
             h.head - count(*) OVER (PARTITION BY e.stream)
                    + row_number() OVER (PARTITION BY e.stream ORDER BY e.ordinal),
             e.kind, e.actor, occurred, e.digest, e.body
        FROM unnest(streams, kinds, actors, digests, bodies)
               WITH ORDINALITY AS e (stream, kind, actor, digest, body, ordinal)
        JOIN unnest(ids, heads) AS h (id, head) ON h.id = e.stream
       ORDER BY e.ordinal
      RETURNING event.position, event.seq;
END $$;

-- One row a reader: the position up to which it has done its work.
CREATE TABLE event_reader (
  name     text PRIMARY KEY,
  position bigint NOT NULL DEFAULT 0
);

-- A restore or a promotion may lose the newest events and give their places again, so it starts a
-- new timeline, and cursors of older timelines are refused.
CREATE TABLE timeline (
  number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id         uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  cursor_key bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  history    text NOT NULL, -- which history of which cluster this timeline is about
  started_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION cluster_history() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT system_identifier FROM pg_control_system())
    || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8);
EXCEPTION WHEN OTHERS THEN
  RETURN 'unknown'; -- some managed databases do not tell; then start_timeline() is called by hand
END $$;

CREATE FUNCTION start_timeline() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS 'INSERT INTO timeline (history) VALUES (cluster_history())';

-- The present timeline; starts one when the cluster has begun another history.
CREATE FUNCTION current_timeline() RETURNS TABLE (id uuid, cursor_key bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  present text := cluster_history();
  newest  timeline%ROWTYPE;
BEGIN
  SELECT * INTO newest FROM timeline ORDER BY number DESC LIMIT 1;
  IF newest.id IS NULL OR (newest.history <> present AND present <> 'unknown') THEN
    LOCK TABLE timeline IN EXCLUSIVE MODE;
    SELECT * INTO newest FROM timeline ORDER BY number DESC LIMIT 1;
    IF newest.id IS NULL OR newest.history <> present THEN
      PERFORM start_timeline();
      SELECT * INTO newest FROM timeline ORDER BY number DESC LIMIT 1;
    END IF;
  END IF;
  RETURN QUERY SELECT newest.id, newest.cursor_key;
END $$;

-- Takes an event's body away and keeps its row and digest. True when there was a body.
CREATE FUNCTION erase(of_stream uuid, at_seq bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE event SET body = NULL WHERE stream = of_stream AND seq = at_seq AND body IS NOT NULL;
  RETURN FOUND;
END $$;

REVOKE ALL ON event, stream, timeline FROM sealward_service;
GRANT SELECT ON event, stream, timeline TO sealward_service;
REVOKE DELETE ON event_reader FROM sealward_service;
GRANT EXECUTE ON FUNCTION append_events, current_timeline TO sealward_service;

GRANT SELECT (stream, seq, body), UPDATE (body) ON event TO sealward_eraser;
GRANT CREATE ON SCHEMA public TO sealward_eraser; -- an owner needs it for the moment of the change
ALTER FUNCTION erase(uuid, bigint) OWNER TO sealward_eraser;
REVOKE CREATE ON SCHEMA public FROM sealward_eraser;
