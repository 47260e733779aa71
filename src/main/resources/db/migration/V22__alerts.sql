-- Alerts on budgets, and the incidents that they open (docs/adr/0404-alerts-of-our-own.md).

-- When something was wrong with a contract's service, as the ledger says.
create table availability_incident (
  id uuid primary key,
  contract text not null,
  title text not null,
  begins timestamptz not null,
  ends timestamptz check (ends > begins),
  opened_at timestamptz not null
);
create unique index availability_incident_open on availability_incident (contract)
  where ends is null;
create index availability_incident_contract on availability_incident (contract, begins);

-- Whom to tell of is decided by what is here, so that a node which starts tells nothing again.
create table availability_alert (
  id uuid primary key,
  contract text not null,
  rate text not null,
  incident uuid not null references availability_incident,
  raised_at timestamptz not null,
  ended_at timestamptz
);
create unique index availability_alert_open on availability_alert (contract, rate)
  where ended_at is null;

revoke delete on availability_incident, availability_alert from sealward_service;
