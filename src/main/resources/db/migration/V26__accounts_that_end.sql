-- As before, and who sends has to be a member still, for the service asked before this had the log's
-- lock. So a message of somebody who deletes the account (docs/adr/0072-deleting-an-account.md) is
-- either there before the order that takes its body away, or refused.
create or replace function append_messages(
  conversations uuid[], senders uuid[], ids uuid[], memberships bytea[],
  occurred timestamptz, digests bytea[], bodies bytea[])
returns table (at_position bigint, at_seq bigint, of_message bytea)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  perform event_log_lock();
  return query
    with claimed as (
      insert into message_index (conversation_id, sender_id, message_id, message_hash)
        select m.conversation, m.sender, m.id, m.digest
          from unnest(conversations, senders, ids, memberships, digests)
                 as m (conversation, sender, id, membership, digest)
         where m.membership = (select membership_hash from conversation
                                where id = m.conversation and not leaving)
           and exists (select from conversation_member
                        where conversation_id = m.conversation and user_id = m.sender)
        on conflict do nothing
        returning conversation_id, sender_id, message_id),
    moved as (
      insert into stream as s (id, seq)
        select conversation_id, count(*) from claimed group by 1 order by 1
        on conflict (id) do update set seq = s.seq + excluded.seq
        returning s.id, s.seq)
    insert into event (stream, seq, kind, actor, at, digest, body)
      select m.conversation,
             s.seq + 1 - row_number() over (partition by m.conversation order by m.ordinal desc),
             'message', m.sender, occurred, m.digest, m.body
        from unnest(conversations, senders, ids, digests, bodies)
               with ordinality as m (conversation, sender, id, digest, body, ordinal)
        join claimed as c
          on (c.conversation_id, c.sender_id, c.message_id) = (m.conversation, m.sender, m.id)
        join moved as s on s.id = m.conversation
       order by m.ordinal
      returning event.position, event.seq, event.digest;
end $$;
