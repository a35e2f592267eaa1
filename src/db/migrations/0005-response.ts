/**
 * The second end of the journey: what an investigation found, frozen plans, runs with their items, and the evidence that
 * is kept before the first deletion. Living posts of two more kinds show them. What is hashed or proves something is
 * `json`, not `jsonb`: kept to the letter.
 */
export const response = `
alter table partners add column removal jsonb not null default '{}', add column time_zone text not null default 'UTC';
update partners set role_groups = '{"remover": []}' || role_groups;

-- The case is looked up when the transaction ends: rows are locked for as short as can be while thousands are written.
create table investigations (
  case_id text primary key references cases deferrable initially deferred,
  summary jsonb not null,
  read_at timestamptz not null
);

create table investigated_resources (
  case_id text not null references investigations,
  rank integer not null check (rank >= 0),
  key text not null,
  resource jsonb not null,
  primary key (case_id, key)
);
create index investigated_by_rank on investigated_resources (case_id, rank);

create table plans (
  id text primary key,
  case_id text not null references cases,
  hash text not null,
  plan json not null,
  made_at timestamptz not null
);
create index plans_of_case on plans (case_id);
create trigger plans_are_frozen before update or delete or truncate on plans
  for each statement execute function refuse_change();

create table kept_evidence (
  id bigint generated always as identity primary key,
  plan_id text not null references plans,
  kind text not null check (kind in ('activity-log', 'deployment', 'resource')),
  name text not null,
  content json not null,
  error text,
  kept_at timestamptz not null default now(),
  unique (plan_id, kind, name)
);
create trigger evidence_is_append_only before update or delete or truncate on kept_evidence
  for each statement execute function refuse_change();

create table runs (
  id text primary key,
  case_id text not null references cases,
  plan_id text references plans,
  run json not null,
  cancelled_at timestamptz,
  ended_at timestamptz,
  started_at timestamptz not null
);
create index runs_of_case on runs (case_id, started_at);

create table run_items (
  run_id text not null references runs,
  position integer not null,
  key text not null,
  state text not null,
  item jsonb not null,
  primary key (run_id, position),
  unique (run_id, key)
);

alter table posts
  add column plan_id text,
  add column sent_at timestamptz,
  drop constraint posts_kind_check,
  add constraint posts_kind_check check (kind in ('case', 'check', 'inventory', 'plan', 'fixed')),
  add constraint posts_plan_check check ((kind = 'plan') = (plan_id is not null));

create or replace function add_posts(new_posts json) returns setof text language plpgsql as $$
begin
  return query
  insert into posts (id, partner_id, channel_id, conversation_id, service_url, tenant_id, thread,
    kind, case_id, check_name, plan_id, activity, language, dedupe_key)
  select n.id, n.partner_id, n.channel_id, n.conversation_id, n.service_url, coalesce(c.tenant_id, n.tenant_id),
    coalesce(c.teams_channel_id, n.thread), n.kind, n.case_id, n.check_name, n.plan_id, n.activity, n.language, n.dedupe_key
  from rows from (json_to_recordset(new_posts) as (id text, partner_id text, channel_id text, conversation_id text,
    service_url text, tenant_id text, thread text, kind text, case_id text, check_name text, plan_id text, activity json,
    language text, dedupe_key text)) with ordinality as n
  left join channels c on c.id = n.channel_id
  -- The ordinal of a post is given in this order: several answers to one message are shown as they were said.
  order by n.ordinality
  on conflict (dedupe_key) do nothing
  returning thread;
end $$;

-- The job that sends one post at its time: its key is its own, so that what brings the thread's job forward leaves it.
create function tell_job(thread text, post_id text, at timestamptz) returns json language sql stable as $$
  select json_build_object('name', 'tell', 'payload', json_build_object('thread', thread), 'queue', 'thread:' || thread,
    'key', 'tell:' || thread || ':' || post_id, 'run_at', at)
$$;

-- Each post no sooner than 2 s after it was last sent. One that is due has its job; one that is being sent gets its own
-- when that has ended and it is seen to be old. Answers the jobs of the others, for add_outbox_jobs.
create function draw_paced(changed_kind text, changed_case text, changed_plan text) returns json language sql as $$
  with changed as (
    select id, state from posts
    where case_id = changed_case and kind = changed_kind and plan_id is not distinct from changed_plan and state <> 'failed'
    for update
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

create function draw_inventory_again(changed_case text) returns json language sql as $$
  select draw_paced('inventory', changed_case, null)
$$;

create function draw_plan_again(changed_case text, changed_plan text) returns json language sql as $$
  select draw_paced('plan', changed_case, changed_plan)
$$;

-- The posts that show a run: those of its plan, or where it has none the inventory. The case's row is locked first, as a
-- commit does: both then take the posts in turn.
create function draw_run_again(changed_run text) returns void language plpgsql as $$
declare
  drawn runs;
begin
  select * into strict drawn from runs where id = changed_run;
  perform from cases where id = drawn.case_id for no key update;
  perform add_outbox_jobs(
    case when drawn.plan_id is null then draw_inventory_again(drawn.case_id)
      else draw_plan_again(drawn.case_id, drawn.plan_id) end, '{}');
end $$;

create function is_over(item_state text) returns boolean language sql immutable as $$
  select item_state in ('done', 'failed', 'skipped', 'unknown')
$$;

create function begin_run(new_run json, written json, items json) returns void language plpgsql as $$
declare
  run_id constant text := new_run->>'id';
begin
  insert into runs (id, case_id, plan_id, run, cancelled_at, ended_at, started_at)
  select id, case_id, plan_id, written, cancelled_at, ended_at, started_at from json_populate_record(null::runs, new_run)
  on conflict do nothing;
  if not found then return; end if;
  insert into run_items (run_id, position, key, state, item)
  select run_id, n.ordinality, n.key, n.state, n.item
  from rows from (json_to_recordset(items) as (key text, state text, item jsonb)) with ordinality as n;
  perform draw_run_again(run_id);
end $$;

-- What is over stays: where two go on with one run, the first to see the end of an item is believed.
create function save_run_items(changed_run text, items json) returns void language plpgsql as $$
declare
  known integer;
begin
  update run_items set
    state = case when is_over(run_items.state) then run_items.state else n.state end,
    item = case when is_over(run_items.state) then run_items.item else n.item end
  from json_to_recordset(items) as n (key text, state text, item jsonb)
  where run_items.run_id = changed_run and run_items.key = n.key;
  get diagnostics known = row_count;
  if known < json_array_length(items) then raise exception 'a run was to save an item that it does not have'; end if;
  perform draw_run_again(changed_run);
end $$;

-- The first end and the first cancelling stay; what has ended is not cancelled any more.
create function mark_run(changed_run text, cancelled timestamptz, ended timestamptz) returns void language plpgsql as $$
begin
  update runs set cancelled_at = coalesce(cancelled_at, cancelled), ended_at = ended
  where id = changed_run and ended_at is null;
  if found then perform draw_run_again(changed_run); end if;
end $$;
`;
