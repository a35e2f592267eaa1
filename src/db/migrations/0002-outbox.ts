/**
 * What a change causes: posts and jobs, written in the change's own transaction. Jobs are added one by one in the order
 * of their keys, so that two transactions that add the same jobs wait for each other and never deadlock.
 */
export const outbox = `
create function add_posts(new_posts json) returns setof text language plpgsql as $$
begin
  return query
  insert into posts (id, partner_id, channel_id, conversation_id, service_url, tenant_id, thread,
    kind, case_id, check_name, activity, language, dedupe_key)
  select n.id, n.partner_id, n.channel_id, n.conversation_id, n.service_url, coalesce(c.tenant_id, n.tenant_id),
    coalesce(c.teams_channel_id, n.thread), n.kind, n.case_id, n.check_name, n.activity, n.language, n.dedupe_key
  from rows from (json_to_recordset(new_posts) as (id text, partner_id text, channel_id text, conversation_id text,
    service_url text, tenant_id text, thread text, kind text, case_id text, check_name text, activity json,
    language text, dedupe_key text)) with ordinality as n
  left join channels c on c.id = n.channel_id
  -- The ordinal of a post is given in this order: several answers to one message are shown as they were said.
  order by n.ordinality
  on conflict (dedupe_key) do nothing
  returning thread;
end $$;

-- What a post must show is on its own row too: a statement that waited for the row sees it there, but no news of the case.
create function draw_case_again(changed_case text, new_seq integer) returns setof text language plpgsql as $$
begin
  return query
  update posts set
    state = case when state = 'sent' then 'due' else state end,
    due_at = case when state = 'sent' then now() else due_at end,
    wanted_seq = greatest(wanted_seq, new_seq)
  where case_id = changed_case and state <> 'failed'
  returning thread;
end $$;

create function draw_check_again(changed_case text, changed_check text) returns setof text language plpgsql as $$
begin
  return query
  update posts set
    state = case when state = 'sent' then 'due' else state end,
    due_at = case when state = 'sent' then now() else due_at end,
    facts_version = facts_version + 1
  where case_id = changed_case and check_name = changed_check and state <> 'failed'
  returning thread;
end $$;

create function add_outbox_jobs(new_jobs json, threads text[]) returns void language plpgsql as $$
begin
  perform graphile_worker.add_job(j.name, payload => j.payload, queue_name => j.queue, run_at => j.run_at, job_key => j.key)
  from (
    select * from (
      select name, payload, queue, run_at, coalesce(key, 'once:' || gen_random_uuid()) as key
      from json_to_recordset(new_jobs) as n (name text, payload json, queue text, run_at timestamptz, key text)
      union all
      select 'tell', json_build_object('thread', thread), 'thread:' || thread, null, 'tell:' || thread
      from (select distinct unnest(threads) as thread) as due
    ) as jobs
    order by key
    offset 0
  ) as j;
end $$;
`;
