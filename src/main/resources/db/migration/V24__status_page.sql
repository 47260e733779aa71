-- What operators say on the status page, and whom it is sent to
-- (docs/adr/0407-a-status-page-from-observations.md). What was said is taken back, and stays on record.

-- Outages of which a person told; those that alerts open are in availability_incident.
create table status_incident (
  id uuid primary key,
  title text not null,
  impact text not null check (impact in ('minor', 'major', 'critical')),
  components text[] not null,
  begins timestamptz not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz
);

create table status_maintenance (
  id uuid primary key,
  title text not null,
  begins timestamptz not null,
  ends timestamptz not null check (ends > begins),
  components text[] not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz
);

-- Of an incident, of either kind, of a maintenance, or of the whole page.
create table status_post (
  id uuid primary key,
  incident uuid,
  maintenance uuid references status_maintenance,
  state text check (state in ('investigating', 'identified', 'monitoring', 'resolved')),
  words text not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz,
  check (incident is null or maintenance is null),
  check ((incident is null) = (state is null))
);
create index status_post_recorded on status_post (recorded_at);

-- Whoever wants to be told. An address is here once its owner has typed the code that was sent to it.
create table status_subscriber (
  id uuid primary key,
  email text not null unique,
  confirmed_at timestamptz not null
);
create table status_webhook (
  id uuid primary key,
  address text not null,
  added_at timestamptz not null
);

-- What subscribers were told of incidents that alerts opened, so that no node tells it again.
create table status_told (
  incident uuid not null references availability_incident,
  state text not null check (state in ('investigating', 'resolved')),
  told_at timestamptz not null,
  primary key (incident, state)
);

revoke update, delete on status_incident, status_maintenance, status_post, status_told
  from sealward_service;
grant update (withdrawn_at) on status_incident, status_maintenance, status_post to sealward_service;
revoke update on status_subscriber, status_webhook from sealward_service;
