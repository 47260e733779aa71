-- Images whose grants, or some of them, went with the accounts of who had them. An image that nobody was
-- ever given the key of is deleted after a while; these are not of that kind, though none may be left.
create table image_formerly_granted (
  image_id uuid primary key references image on delete cascade
);

-- Taking a grant back orders to erase what the recipient's stream tells of it: the wrap. The order
-- names the grant, and what it takes away are the bytes of the grant that is taken back, no others.
grant select (grant_hash, body, revoked_at) on image_grant to sealward_eraser;

-- Its owner alone replaces the function, and needs the right to create for that moment.
grant create on schema public to sealward_eraser;
set local role sealward_eraser;

create or replace function erase_as_ordered(of_stream uuid, order_seq bigint) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ordered text;
  told jsonb;
  erased bigint := 0;
begin
  select kind, convert_from(body, 'UTF8')::jsonb into ordered, told
    from event
   where stream = of_stream and seq = order_seq
     and kind in ('messages-erased', 'image-erased', 'image-revoked', 'account-erased');
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
    when 'image-revoked' then
      update event set body = null
       where stream = of_stream and kind = 'image-granted' and seq < order_seq
         and body = (select g.body from image_grant g
                      where g.revoked_at is not null
                        and g.grant_hash = decode(
                              translate(told #>> '{revocation,grantHash}', '-_', '+/') || '=',
                              'base64'));
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

reset role;
revoke create on schema public from sealward_eraser;
