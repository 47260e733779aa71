-- Legal holds (docs/adr/0330-holds-by-what-belongs.md), and erasures that outlast a restore
-- (docs/adr/0331-erasures-are-repeated.md).

-- What an institution forbids to delete of a person's. Kept after it was lifted.
create table legal_hold (
  id uuid primary key,
  institution_id uuid not null references institution,
  user_id uuid not null, -- the person
  reason text not null check (reason in ('LITIGATION', 'AUTHORITY', 'COMPLAINT', 'INCIDENT', 'OTHER')),
  set_by uuid not null,
  set_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  lift_reason text check (lift_reason in ('CLOSED', 'MISTAKE')),
  check ((lifted_by is null) = (lifted_at is null) and (lifted_by is null) = (lift_reason is null))
);
create index legal_hold_institution on legal_hold (institution_id, id);
create index legal_hold_in_force on legal_hold (user_id) where lifted_at is null;

-- A hold ends by being lifted, and says for good who did that.
revoke update, delete on legal_hold from sealward_service;
grant update (lifted_by, lifted_at, lift_reason) on legal_hold to sealward_service;

-- Whoever took part in a conversation has wraps of it, also when they were removed later.
create index epoch_wrap_recipient on epoch_wrap (recipient_id, conversation_id);
create view conversation_participant as
  select conversation_id, user_id from conversation_member
  union
  select conversation_id, recipient_id from epoch_wrap;

-- A conversation belongs to every institution whose confirmed specialist has been seen in it, or is
-- in it now.
create view institution_conversation as
  select institution_id, conversation_id from conversation_institution
  union
  select a.institution_id, m.conversation_id
    from conversation_member m
    join affiliation a on a.user_id = m.user_id and a.role = 'specialist' and a.state = 'active';

-- What a hold in force covers: conversations of the institution in which the person took part, with
-- their images, and images that the person owns or is shown on, in any conversation of the institution.
create view held_conversation as
  select h.id as hold_id, c.conversation_id
    from legal_hold h
    join institution_conversation c on c.institution_id = h.institution_id
    join conversation_participant p
      on p.conversation_id = c.conversation_id and p.user_id = h.user_id
   where h.lifted_at is null;

create view held_image as
  select h.id as hold_id, i.id as image_id
    from legal_hold h
    join institution_conversation c on c.institution_id = h.institution_id
    join image i on i.conversation_id = c.conversation_id and i.stored_at is not null
   where h.lifted_at is null
     and (i.owner_id = h.user_id or i.subject_id = h.user_id
          or exists (select from conversation_participant p
                      where p.conversation_id = i.conversation_id and p.user_id = h.user_id));

-- Whom a hold in force concerns: the person, whoever took part in a conversation that it covers, and
-- whoever owns an image that it covers or is shown on it.
create view legal_hold_concern as
  select id as hold_id, user_id from legal_hold where lifted_at is null
  union
  select h.hold_id, p.user_id
    from held_conversation h
    join conversation_participant p on p.conversation_id = h.conversation_id
  union
  select h.hold_id, i.owner_id from held_image h join image i on i.id = h.image_id
  union
  select h.hold_id, i.subject_id from held_image h join image i on i.id = h.image_id;

-- How many records of the journal of erasures this state of the database knows of.
create table erasure_journal (
  only_row boolean primary key default true check (only_row),
  records bigint not null check (records >= 0)
);
insert into erasure_journal (records) values (0);
revoke insert, delete on erasure_journal from sealward_service;

-- Receipts of deletions, by ids that only who deleted was told.
create table erasure_receipt (
  id uuid primary key,
  leaf bytea not null references audit_record (leaf)
);
revoke update, delete on erasure_receipt from sealward_service;

-- What has to go before the receipt is given out.
alter table doomed_object add column receipt_id uuid;
create view erasure_unfinished as
  select receipt_id from doomed_object where receipt_id is not null;
