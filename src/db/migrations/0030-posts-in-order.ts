/**
 * Whatever changes several posts locks them in the order of their ids, as sends that go together do (0028): a commit that
 * took a case's posts as they came and a send of the same posts waited for each other until PostgreSQL ended that after a
 * second, and all sends of the process with them. The functions are otherwise those of 0002, 0005 and 0017.
 */
export const postsInOrder = `
create or replace function draw_case_again(changed_case text, new_seq integer) returns setof text language plpgsql as $$
declare
  lists constant text[] := array(
    select distinct listed_in from posts where case_id = changed_case and state <> 'failed' and listed_in is not null
  );
begin
  perform from posts where id = any(lists || array(select id from posts where case_id = changed_case and state <> 'failed'))
    order by id for no key update;
  return query
  update posts set
    state = case
      when state = 'sent' then 'due'
      when state = 'listed' and exists (
        select from journal where case_id = changed_case and actor->>'kind' = 'person'
      ) then 'due'
      else state end,
    due_at = case when state in ('sent', 'listed') then now() else due_at end,
    wanted_seq = greatest(wanted_seq, new_seq)
  where case_id = changed_case and state <> 'failed'
  returning thread;
  if cardinality(lists) > 0 then perform draw_lists_again(lists); end if;
end $$;

create or replace function draw_check_again(changed_case text, changed_check text) returns setof text language plpgsql as $$
begin
  perform from posts where case_id = changed_case and check_name = changed_check and state <> 'failed'
    order by id for no key update;
  return query
  update posts set
    state = case when state = 'sent' then 'due' else state end,
    due_at = case when state = 'sent' then now() else due_at end,
    facts_version = facts_version + 1
  where case_id = changed_case and check_name = changed_check and state <> 'failed'
  returning thread;
end $$;

create or replace function draw_paced(changed_kind text, changed_case text, changed_plan text) returns json language sql as $$
  with changed as (
    select id, state from posts
    where case_id = changed_case and kind = changed_kind and plan_id is not distinct from changed_plan and state <> 'failed'
    order by id for update
  ), drawn as (
    update posts set
      state = case when posts.state = 'sent' then 'due' else posts.state end,
      due_at = case when posts.state = 'sent' then greatest(now(), posts.sent_at + interval '2 s') else posts.due_at end,
      facts_version = posts.facts_version + 1
    from changed where posts.id = changed.id
    returning posts.id, posts.thread, posts.due_at, changed.state as was
  )
  select coalesce(json_agg(tell_job(thread, id, due_at)), '[]') from drawn where was = 'sent'
$$;
`;
