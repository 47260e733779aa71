-- The audit log (docs/adr/0320-audit-records-behind-commitments.md): each security-relevant act is one
-- record, and a leaf of the Merkle log 'audit' that commits to it.

-- What was done, as protocol §18.1 writes it. The further columns only find records; they are the record's
-- own bytes, so that nobody changes one without the other.
create table audit_record (
  position bigint generated always as identity primary key,
  leaf bytea not null unique check (octet_length(leaf) = 32), -- hash of the entry of merkle_leaf
  record bytea not null check (octet_length(record) between 282 and 344),
  id uuid not null unique generated always as
    (encode(substring(record from 105 for 16), 'hex')::uuid) stored,
  institution uuid not null generated always as
    (encode(substring(record from 145 for 16), 'hex')::uuid) stored,
  actor uuid not null generated always as
    (encode(substring(record from 169 for 16), 'hex')::uuid) stored,
  subject uuid not null generated always as
    (encode(substring(record from 193 for 16), 'hex')::uuid) stored,
  object uuid not null generated always as
    (encode(substring(record from 241 for 16), 'hex')::uuid) stored,
  kind text not null generated always as (encode(substring(record from 281), 'escape')) stored
);
create index audit_record_subject on audit_record (subject, position)
  where kind in ('image-granted', 'wrap-fetched', 'image-decrypted');
create index audit_record_institution on audit_record (institution, position);
-- A session begins once, on whatever node.
create unique index audit_record_session on audit_record (actor, object)
  where kind = 'session-begun';

-- By it, who may read an institution's records finds its leaves among those of all (§18.2). The
-- nil id is for acts that concern no institution.
create table audit_tag_key (
  institution uuid primary key,
  key bytea not null check (octet_length(key) = 32)
);

-- Nothing of it is changed or taken away.
revoke all on audit_record, audit_tag_key from sealward_service;
grant select on audit_record, audit_tag_key to sealward_service;
grant insert (leaf, record) on audit_record to sealward_service;
grant insert on audit_tag_key to sealward_service;
