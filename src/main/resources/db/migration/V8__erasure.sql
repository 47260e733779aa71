-- Erasure: docs/adr/0070-erasure-by-order.md.

-- Objects whose images are gone; a row goes when the object has been deleted.
create table doomed_object (
  object_key uuid primary key,
  since timestamptz not null
);

create index image_unclaimed on image (stored_at) where stored_at is not null;
create index image_owner on image (owner_id);
create index image_conversation on image (conversation_id, stored_at);

-- Users who deleted their account: their tokens count for nothing, and their id is not taken again.
create table erased_account (
  user_id uuid primary key,
  at timestamptz not null
);

-- Carries out what an event of the log orders: takes the bodies away that it names, in its own
-- stream. So nothing is erased without an event that says so, which nobody can take back. Answers
-- how many bodies there were; again, none.
create function erase_as_ordered(of_stream uuid, order_seq bigint) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ordered text;
  told jsonb;
  erased bigint := 0;
begin
  select kind, convert_from(body, 'UTF8')::jsonb into ordered, told
    from event
   where stream = of_stream and seq = order_seq
     and kind in ('messages-erased', 'image-erased', 'account-erased');
  case ordered
    when 'messages-erased' then
      update event set body = null
       where stream = of_stream and kind = 'message' and body is not null
         and seq between (told->>'fromSeq')::bigint
                     and least((told->>'toSeq')::bigint, order_seq - 1)
         and (told->>'senderId' is null or actor = (told->>'senderId')::uuid);
      get diagnostics erased = row_count;
    when 'image-erased' then
      update event set body = null
       where stream = of_stream and body is not null and seq < order_seq
         and case kind
               when 'image-granted' then
                 convert_from(body, 'UTF8')::jsonb #>> '{grant,imageId}' = told->>'imageId'
               when 'image-uploaded' then
                 convert_from(body, 'UTF8')::jsonb ->> 'imageId' = told->>'imageId'
               else false
             end;
      get diagnostics erased = row_count;
    when 'account-erased' then
      -- Public keys stay, since others check old signatures by them; entries and messages are of
      -- conversations, never of a user's own stream.
      update event set body = null
       where stream = of_stream and body is not null and seq < order_seq
         and kind not in ('bundle', 'membership', 'message');
      get diagnostics erased = row_count;
    else
      null;
  end case;
  return erased;
end $$;

grant select (kind, actor) on event to sealward_eraser;
grant execute on function erase_as_ordered(uuid, bigint) to sealward_service;
grant create on schema public to sealward_eraser; -- an owner needs it for the moment of the change
alter function erase_as_ordered(uuid, bigint) owner to sealward_eraser;
revoke create on schema public from sealward_eraser;

-- How many days an institution keeps messages and images; null: for ever.
alter table institution add column retention_days int check (retention_days between 1 and 36500);

-- A conversation belongs to every institution whose confirmed specialist has been seen in it.
create table conversation_institution (
  conversation_id uuid not null references conversation,
  institution_id uuid not null references institution,
  primary key (conversation_id, institution_id)
);

-- Up to where a conversation's messages have been erased because of their age.
create table conversation_sweep (
  conversation_id uuid primary key references conversation,
  swept_seq bigint not null
);
