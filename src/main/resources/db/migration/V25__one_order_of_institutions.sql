-- Whoever notes which conversations belong to which institutions does so in one statement, in the
-- order of the primary key, and after every row of conversation_member that it changes: two that note
-- the same ones wait for each other, and never in a circle. (Before, each row that was deleted noted
-- all conversations of its user, and a membership change could end in a deadlock with the sweep.)
--
-- Triggers are replaced rather than dropped, and in the order in which an account's deletion writes the
-- two tables: nodes go on working meanwhile, and a drop would wait for their readers too.

create function note_institutions_of_leavers() returns trigger language plpgsql as $$
begin
  insert into conversation_institution (conversation_id, institution_id)
    select distinct m.conversation_id, a.institution_id
      from gone m
      join affiliation a on a.user_id = m.user_id and a.role = 'specialist' and a.state = 'active'
     order by m.conversation_id, a.institution_id
    on conflict do nothing;
  return null;
end $$;

create or replace trigger member_leaves after delete on conversation_member
  referencing old table as gone
  for each statement execute function note_institutions_of_leavers();

create function note_institutions_of_specialists() returns trigger language plpgsql as $$
begin
  insert into conversation_institution (conversation_id, institution_id)
    select distinct m.conversation_id, a.institution_id
      from gone a
      join conversation_member m on m.user_id = a.user_id
     where a.role = 'specialist' and a.state = 'active'
     order by m.conversation_id, a.institution_id
    on conflict do nothing;
  return null;
end $$;

create or replace trigger specialist_leaves after delete on affiliation
  referencing old table as gone
  for each statement execute function note_institutions_of_specialists();

drop function note_institutions();
