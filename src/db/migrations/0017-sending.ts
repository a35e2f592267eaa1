/**
 * Alerts that come in a burst share one card in their channel (docs/decisions/0017-alert-lists.md): a post of the kind
 * `list`, and posts of cases that are `listed` in it. A listed case gets a card of its own when somebody asks for one, or
 * works on it; its row on the list stays.
 */
export const sending = `
alter table posts
  add column alerted_at timestamptz,
  add column listed_in text references posts,
  drop constraint posts_kind_check,
  add constraint posts_kind_check check (kind in ('case', 'check', 'inventory', 'plan', 'list', 'fixed')),
  drop constraint posts_state_check,
  add constraint posts_state_check check (state in ('due', 'sending', 'sent', 'failed', 'listed')),
  drop constraint posts_check1,
  add constraint posts_content_check
    check ((kind = 'fixed') = (activity is not null) and (kind in ('fixed', 'list')) = (case_id is null)),
  add constraint posts_listed_check check (listed_in is null or (kind = 'case' and channel_id is not null)),
  add constraint posts_state_listed_check check (state <> 'listed' or listed_in is not null);
create index posts_alerted on posts (thread, alerted_at) where alerted_at is not null and listed_in is null;
create index posts_listed on posts (listed_in) where listed_in is not null;
create index posts_lists on posts (channel_id, ordinal) where kind = 'list';

-- Lists of open cases are read in the order in which they are shown.
create index cases_listed on cases (partner_id, (verdict <> 'none'), deadline_at, number) where stage <> 'closed';
create index cases_of_owner on cases (partner_id, owner_object_id, (verdict <> 'none'), deadline_at, number)
  where stage <> 'closed';

-- Lists are drawn again 2 s after they were last sent at the earliest, as what runs show (draw_paced). Their rows are
-- locked in the order of their ids, after those of the cases on them.
create function draw_lists_again(lists text[]) returns void language sql as $$
  with changed as (
    select id, state from posts where id = any(lists) and state <> 'failed' order by id for update
  ), drawn as (
    update posts set
      state = case when posts.state = 'sent' then 'due' else posts.state end,
      due_at = case when posts.state = 'sent' then greatest(now(), posts.sent_at + interval '2 s') else posts.due_at end,
      facts_version = posts.facts_version + 1
    from changed where posts.id = changed.id
    returning posts.id, posts.thread, posts.due_at, changed.state as was
  )
  select add_outbox_jobs(coalesce(json_agg(tell_job(thread, id, due_at)), '[]'), '{}') from drawn where was = 'sent'
$$;

-- A listed case that a person works on has its own card from then on.
create or replace function draw_case_again(changed_case text, new_seq integer) returns setof text language plpgsql as $$
declare
  changed record;
  lists text[] := '{}';
begin
  for changed in
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
    returning thread, listed_in
  loop
    if changed.listed_in is not null then lists := lists || changed.listed_in; end if;
    return next changed.thread;
  end loop;
  if cardinality(lists) > 0 then perform draw_lists_again(lists); end if;
end $$;

/*
 * Puts alerts that wait in a channel on a list, but for as many as may still have cards of their own: most in span,
 * counted by those that were posted so. Only what was never tried is listed: what was may be posted
 * already. The list of a burst that goes on is used on, up to 500 rows.
 */
create function list_alerts(asked_thread text, most integer, span interval) returns void language plpgsql as $$
declare
  place channels;
  room integer;
  waiting text[];
  list text;
begin
  for place in select * from channels where teams_channel_id = asked_thread order by id for update loop
    room := most - (
      select count(*) from posts
      where thread = asked_thread and channel_id = place.id and listed_in is null and alerted_at > now() - span
    );
    waiting := array(
      select id from posts
      where thread = asked_thread and channel_id = place.id and kind = 'case' and state = 'due' and attempt = 0
        and alerted_at is null and dedupe_key like 'alert:%'
      order by due_at, ordinal offset greatest(room, 0)
    );
    continue when cardinality(waiting) = 0;
    select l.id into list from posts l
    where l.channel_id = place.id and l.kind = 'list' and l.state <> 'failed'
      and exists (select from posts p where p.listed_in = l.id and p.alerted_at > now() - span)
      and (select count(*) from posts p where p.listed_in = l.id) < 500
    order by l.ordinal desc limit 1;
    if list is null then
      insert into posts (id, partner_id, channel_id, tenant_id, thread, kind, language)
      values ('post_' || replace(gen_random_uuid()::text, '-', ''), place.partner_id, place.id, place.tenant_id,
        asked_thread, 'list', place.language)
      returning id into list;
    end if;
    update posts set state = 'listed', listed_in = list, alerted_at = now() where id = any(waiting) and state = 'due';
    perform draw_lists_again(array[list]);
  end loop;
end $$;

-- Gives a listed case a card of its own, in the channel of its list. Answers whether it has one now that it had not.
create function give_card(asked_list text, asked_case text) returns boolean language plpgsql as $$
declare
  given text;
begin
  update posts set state = 'due', due_at = now()
  where listed_in = asked_list and case_id = asked_case and state = 'listed' returning thread into given;
  if given is null then return false; end if;
  perform draw_lists_again(array[asked_list]);
  perform add_outbox_jobs('[]', array[given]);
  return true;
end $$;
`;
