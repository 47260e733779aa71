-- Membership entries and messages are rows of the event log. Here stands what is needed to decide
-- about the next one: the newest entry's members, the wrapped keys, and the ids of messages.

create table conversation (
  id uuid primary key,
  epoch bigint not null,
  membership_hash bytea not null check (length(membership_hash) = 32),
  created_at timestamptz not null
);

-- The members of the newest epoch.
create table conversation_member (
  conversation_id uuid not null references conversation,
  user_id uuid not null,
  fingerprint bytea not null check (length(fingerprint) = 32),
  reads_from_epoch bigint not null,
  primary key (conversation_id, user_id)
);
create index conversation_member_user on conversation_member (user_id, conversation_id);

create table epoch_wrap (
  conversation_id uuid not null references conversation,
  recipient_id uuid not null,
  epoch bigint not null,
  recipient_fingerprint bytea not null check (length(recipient_fingerprint) = 32),
  membership_hash bytea not null check (length(membership_hash) = 32),
  wrap bytea not null,
  primary key (conversation_id, recipient_id, epoch, recipient_fingerprint)
);

-- A message id is the sender's; a second message under it is either the same one again or refused.
create table message_index (
  conversation_id uuid not null,
  sender_id uuid not null,
  message_id uuid not null,
  message_hash bytea not null check (length(message_hash) = 32),
  primary key (conversation_id, sender_id, message_id)
);

-- Entries by epoch: the nth membership event of a conversation's stream is epoch n.
create index event_membership on event (stream, seq) where kind = 'membership';
