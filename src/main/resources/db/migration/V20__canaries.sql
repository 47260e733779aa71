-- Institutions of probers (docs/adr/0402-ended-connections-and-canaries.md): others do not see them, and what
-- they hold is kept for a day. The service registers one as such, and can never make another one of it.
alter table institution
  add column canary boolean not null default false,
  add constraint institution_canary
    check (not canary or (retention_days is not null and retention_days = 1));
revoke update on institution from sealward_service;
grant update (retention_days, assisted_decryption) on institution to sealward_service;
create index institution_canaries on institution (id) where canary;
