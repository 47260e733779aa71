-- A conversation belongs to an institution for good once a confirmed specialist of it took part, also
-- when they came and went, or deleted their account, between two looks of the retention at all
-- conversations.
create function note_institutions() returns trigger language plpgsql as $$
begin
  insert into conversation_institution (conversation_id, institution_id)
    select m.conversation_id, a.institution_id
      from conversation_member m
      join affiliation a on a.user_id = m.user_id and a.role = 'specialist' and a.state = 'active'
     where m.user_id = old.user_id
    on conflict do nothing;
  return old;
end $$;

create trigger member_leaves before delete on conversation_member
  for each row execute function note_institutions();

create trigger specialist_leaves before delete on affiliation
  for each row execute function note_institutions();
