-- What probers saw of the service (docs/adr/0400-availability-from-observations.md, protocol §19).

-- A prober is a key at a location; another key there is another prober, with a chain of its own.
create table prober (
  id int generated always as identity primary key,
  location text not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  next bigint not null default 1 check (next > 0), -- the number that is awaited
  previous bytea not null check (octet_length(previous) = 32), -- which it has to name
  last_at bigint not null default -1, -- of the last one
  unique (location, public_key)
);

-- With the location and the hash of the one before, that is what was signed. Times are milliseconds since 1970.
create table observation (
  prober int not null references prober,
  number bigint not null,
  at bigint not null,
  steps bytea not null check (octet_length(steps) % 6 = 0),
  hash bytea not null check (octet_length(hash) = 32), -- of its record, which the next one names
  signature bytea not null check (octet_length(signature) = 64),
  primary key (prober, number),
  unique (prober, at)
);

-- Nothing of it is changed or taken away.
revoke all on prober, observation from sealward_service;
grant select, insert on prober, observation to sealward_service;
grant update (next, previous, last_at) on prober to sealward_service;
