-- Merkle logs (docs/adr/0301-one-sequencer-for-every-log.md): entries of every log, in the order in
-- which they are to stand, and the hashes above them. A log is known by its name, such as 'keys'.

-- An entry is written in the transaction of what it is about. It has an index once it is part of
-- the tree, and the index never changes.
create table merkle_leaf (
  id bigint generated always as identity primary key,
  log text not null check (length(log) between 1 and 64),
  entry bytea not null check (octet_length(entry) <= 65535),
  hash bytea not null generated always as (sha256('\x00'::bytea || entry)) stored,
  submitted_at timestamptz not null,
  index bigint check (index >= 0),
  unique (log, index),
  unique (log, hash)
);
create index merkle_leaf_waiting on merkle_leaf (log, id) where index is null;

-- The hash of each full tile: the hashes of level 1 and above. Those of level 0 are the leaves'.
create table merkle_node (
  log text not null,
  level int not null check (level between 1 and 6),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (log, level, index)
);

-- Every tree that was signed, so that no size is ever signed with two roots.
create table merkle_checkpoint (
  log text not null,
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  note bytea not null, -- with the log's own signature
  signed_at timestamptz not null,
  primary key (log, size)
);

create table merkle_cosignature (
  log text not null,
  size bigint not null,
  witness text not null, -- its verifier key
  line text not null,
  signed_at timestamptz not null,
  primary key (log, size, witness, signed_at),
  foreign key (log, size) references merkle_checkpoint
);
create index merkle_cosignature_newest on merkle_cosignature (log, witness, size, signed_at);

-- The next tree of a log, and the only way to it: these entries behind those that it has, the
-- hashes of the tiles that are full now, and the checkpoint. The caller computes; what is refused
-- here is a tree that does not begin with the newest one.
create function merkle_append(
  of_log text, old_size bigint, entries bigint[],
  node_levels int[], node_indexes bigint[], node_hashes bytea[],
  new_root bytea, new_note bytea, occurred timestamptz)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  placed bigint;
begin
  if old_size <> coalesce((select max(size) from merkle_checkpoint where log = of_log), 0) then
    raise exception 'the log % has another size', of_log using errcode = 'serialization_failure';
  end if;
  update merkle_leaf as l set index = old_size + e.ordinal - 1
    from unnest(entries) with ordinality as e (id, ordinal)
   where l.id = e.id and l.log = of_log and l.index is null;
  get diagnostics placed = row_count;
  if placed <> cardinality(entries) then
    raise exception 'not % entries of the log % are waiting', cardinality(entries), of_log
      using errcode = 'serialization_failure';
  end if;
  insert into merkle_node (log, level, index, hash)
    select of_log, n.level, n.index, n.hash
      from unnest(node_levels, node_indexes, node_hashes) as n (level, index, hash);
  insert into merkle_checkpoint (log, size, root, note, signed_at)
    values (of_log, old_size + cardinality(entries), new_root, new_note, occurred);
end $$;

-- Nothing of a log is changed or taken away, and an index is given by the function alone.
revoke all on merkle_leaf, merkle_node, merkle_checkpoint, merkle_cosignature from sealward_service;
grant select on merkle_leaf, merkle_node, merkle_checkpoint, merkle_cosignature to sealward_service;
grant insert (log, entry, submitted_at) on merkle_leaf to sealward_service;
grant insert on merkle_cosignature to sealward_service;
grant execute on function merkle_append to sealward_service;

-- Keys that were published before there was a log: the leaves of protocol §11.1.
insert into merkle_leaf (log, entry, submitted_at)
  select 'keys',
         int8send(5)
           || int8send(20) || convert_to('sealward/v1/key-leaf', 'UTF8')
           || int8send(8) || int8send(1)
           || int8send(32) || sha256(
                int8send(3)
                  || int8send(20) || convert_to('sealward/v1/user-tag', 'UTF8')
                  || int8send(8) || int8send(1)
                  || int8send(16) || uuid_send(user_id))
           || int8send(8) || int8send(version)
           || int8send(32) || fingerprint,
         published_at
    from public_bundle
   order by published_at, user_id, version;
