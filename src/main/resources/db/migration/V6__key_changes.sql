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
