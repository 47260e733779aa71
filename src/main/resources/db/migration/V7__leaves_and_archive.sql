-- Set by a leave, taken back by the entry that answers it: no message is taken in between.
alter table conversation add column leaving boolean not null default false;

-- Who left, by the epoch of the entry that the leave answers. The entry after it removes them.
create table conversation_leave (
  conversation_id uuid not null references conversation,
  epoch bigint not null,
  user_id uuid not null,
  body bytea not null, -- the SignedLeave as it was presented
  primary key (conversation_id, epoch, user_id)
);

-- A member's own mark.
alter table conversation_member add column archived boolean not null default false;
