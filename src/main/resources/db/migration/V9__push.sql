-- Devices to be woken: one has something due when more events were marked than at its last push.
create table push_target (
  user_id uuid not null,
  device_id uuid not null,
  token text not null check (length(token) between 1 and 512),
  marked bigint not null default 0,
  sent bigint not null default 0,
  attempts int not null default 0, -- that failed in a row
  not_before timestamptz not null default '-infinity',
  primary key (user_id, device_id)
) with (fillfactor = 70);
create index push_target_due on push_target (not_before) where marked > sent;
