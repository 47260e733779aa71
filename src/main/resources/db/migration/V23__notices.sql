-- What receivers outside of the service are told (docs/adr/0405-notices-from-an-outbox.md): a row for each receiver, written
-- in the transaction of what it tells of.
create table notice (
  id uuid primary key,
  channel text not null,
  receiver text,
  subject text,
  body text,
  unsubscribe text,
  added_at timestamptz not null,
  until timestamptz not null check (until > added_at),
  tries int not null default 0,
  next_at timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz,
  check (num_nonnulls(sent_at, given_up_at) <= 1),
  -- Who was told, and what, is not kept once it is over.
  check (case when num_nonnulls(sent_at, given_up_at) = 0 then num_nonnulls(receiver, subject, body) = 3
              else num_nonnulls(receiver, subject, body, unsubscribe) = 0 end)
) with (fillfactor = 70);
create index notice_due on notice (channel, next_at) where sent_at is null and given_up_at is null;
create index notice_over on notice (coalesce(sent_at, given_up_at, until));

-- The planner's samples would outlive the rows.
alter table notice
  alter column receiver set statistics 0,
  alter column subject set statistics 0,
  alter column body set statistics 0,
  alter column unsubscribe set statistics 0;
