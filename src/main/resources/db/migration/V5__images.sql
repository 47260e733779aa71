-- Images: who uploaded what, how far, and who may read it. The ciphertext is an object elsewhere.

create table image (
  id uuid primary key,
  object_key uuid not null unique,
  owner_id uuid not null,
  subject_id uuid not null,
  conversation_id uuid not null,
  length bigint not null check (length > 0), -- bytes of ciphertext
  upload_metadata text not null check (length(upload_metadata) <= 1000),
  created_at timestamptz not null,
  expires_at timestamptz, -- an upload's end unless it goes on; null once stored
  stored_at timestamptz,
  content_digest bytea check (length(content_digest) = 32),
  check ((content_digest is null) = (stored_at is null)),
  check ((content_digest is null) = (expires_at is not null))
);
create index image_expiry on image (expires_at) where expires_at is not null;

-- 32 bytes for each MiB of ciphertext.
create table image_leaves (
  image_id uuid primary key references image,
  leaves bytea not null check (length(leaves) > 0 and length(leaves) % 32 = 0)
);
-- Hashes do not compress.
alter table image_leaves alter column leaves set storage external;

-- The bodies are the SignedGrant and the SignedRevocation as they were presented.
create table image_grant (
  grant_hash bytea primary key check (length(grant_hash) = 32),
  image_id uuid not null references image,
  recipient_id uuid not null,
  body bytea not null,
  granted_at timestamptz not null,
  revoked_at timestamptz,
  revocation bytea,
  check ((revoked_at is null) = (revocation is null))
);
create index image_grant_image on image_grant (image_id, recipient_id);
