-- Assisted decryption: docs/adr/0310-a-process-for-each-decryption.md.

-- Off until an admin of the institution turns it on.
alter table institution add column assisted_decryption boolean not null default false;

-- The newest assist key of each process of the service: its public half alone, as signed JSON.
create table assist_key (
  key_id uuid primary key,
  body bytea not null,
  not_after timestamptz not null
);

-- A nonce serves once. Kept until no key is left that a secret could have been sealed to with it.
create table assist_nonce (
  nonce bytea primary key check (length(nonce) = 32),
  used_at timestamptz not null
);
create index assist_nonce_used on assist_nonce (used_at);
