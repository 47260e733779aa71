-- Institutions, who belongs to them, and the connections between patients and specialists.

create table institution (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null
);
create unique index institution_name on institution (lower(name));

-- A user's place at an institution; a user belongs to one institution only.
create table affiliation (
  id uuid primary key,
  user_id uuid not null,
  institution_id uuid not null references institution,
  role text not null check (role in ('specialist', 'institution-admin')),
  state text not null check (state in ('pending', 'active')),
  since timestamptz not null,
  confirmed_by uuid,
  unique (user_id, role)
);
create index affiliation_institution on affiliation (institution_id, user_id);

create table invitation (
  id uuid primary key,
  institution_id uuid not null references institution,
  role text not null check (role in ('specialist', 'institution-admin')),
  code_hash bytea not null unique check (length(code_hash) = 32),
  invited_by uuid not null,
  expires_at timestamptz not null,
  accepted_by uuid,
  accepted_at timestamptz
);

-- What specialists tell patients about themselves: public to every logged-in user.
create table specialist_profile (
  user_id uuid primary key,
  display_name text not null,
  specialty text not null,
  languages text not null,
  about text not null,
  accepting boolean not null,
  updated_at timestamptz not null
);
create index specialist_profile_specialty on specialist_profile (specialty, user_id);

create table connection (
  id uuid primary key,
  patient_id uuid not null,
  specialist_id uuid not null,
  state text not null check (state in ('requested', 'accepted', 'declined')),
  requested_at timestamptz not null,
  decided_at timestamptz,
  check (patient_id <> specialist_id)
);
-- A declined request may be repeated; an open or accepted one is unique.
create unique index connection_pair on connection (patient_id, specialist_id) where state <> 'declined';
create index connection_specialist on connection (specialist_id, id);
create index connection_patient on connection (patient_id, id);
