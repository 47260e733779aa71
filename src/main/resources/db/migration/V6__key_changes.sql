-- Which conversation was told of which version of a member's keys, so that it is told once.
create table member_keys_notice (
  conversation_id uuid not null references conversation,
  user_id uuid not null,
  version int not null,
  primary key (conversation_id, user_id, version)
);

-- To which keys an image was granted: a client looks for images that its newest keys do not open.
alter table image_grant add column recipient_fingerprint bytea check (length(recipient_fingerprint) = 32);
create index image_grant_recipient on image_grant (recipient_id, image_id);

-- The keys with which institutions say who their specialists are. The body is the
-- SignedInstitutionKey as it was published.
create table institution_key (
  institution_id uuid not null references institution,
  version int not null check (version >= 1),
  body bytea not null,
  published_at timestamptz not null,
  primary key (institution_id, version)
);

-- What a specialist's institution says of them last. The body is the SignedAttestation.
create table attestation (
  user_id uuid primary key,
  institution_id uuid not null references institution,
  body bytea not null,
  attested_at timestamptz not null
);
create index attestation_institution on attestation (institution_id, user_id);
