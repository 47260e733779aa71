-- Times for which a contract's provider does not answer, each with what shows it
-- (docs/adr/0400-availability-from-observations.md). Whoever reads a report is shown them.
create table availability_exclusion (
  id uuid primary key,
  contract text not null,
  begins timestamptz not null,
  ends timestamptz not null check (ends > begins),
  cause text not null check (cause in ('hosting-provider', 'planned-maintenance')),
  statement text not null,
  link text,
  said_by text not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz
);
create index availability_exclusion_contract on availability_exclusion (contract, begins)
  where withdrawn_at is null;

-- It is withdrawn, and stays on record.
revoke update, delete on availability_exclusion from sealward_service;
grant update (withdrawn_at) on availability_exclusion to sealward_service;
