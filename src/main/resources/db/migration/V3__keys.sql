-- Versioned public bundles. The body is the SignedBundle as it was published.
create table public_bundle (
  user_id uuid not null,
  version int not null check (version >= 1),
  fingerprint bytea not null check (length(fingerprint) = 32),
  body bytea not null,
  published_at timestamptz not null,
  primary key (user_id, version),
  unique (user_id, fingerprint)
);
