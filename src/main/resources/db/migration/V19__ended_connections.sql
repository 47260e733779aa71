-- Either side ends an accepted connection (docs/adr/0402-ended-connections-and-canaries.md); then the two may
-- be connected anew.
alter table connection
  add column ended_at timestamptz,
  drop constraint connection_state_check,
  add constraint connection_state_check check (state in ('requested', 'accepted', 'declined', 'ended')),
  add constraint connection_ended check ((state = 'ended') = (ended_at is not null));
drop index connection_pair;
create unique index connection_pair on connection (patient_id, specialist_id)
  where state in ('requested', 'accepted');
