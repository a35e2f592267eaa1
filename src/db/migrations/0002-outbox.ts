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

/*
 * Adds a job as graphile-worker's add_job (0.18) does, but finds it by its key. Its own looks through all jobs, so that
 * with thousands of them waiting each costs milliseconds; and it notifies in the change's own transaction, of which
 * PostgreSQL lets only one commit at a time. The workers are told after the commit (announce-jobs.ts). Reading the
 * queues keeps them from being tidied away until the commit (tidy.ts).
 */
create function add_outbox_job(
  job_name text, job_payload json, job_queue text, job_run_at timestamptz, job_key text, job_priority integer
) returns void language plpgsql as $$
declare
  task integer;
  queue integer;
  added bigint;
begin
  loop
    select t.id, q.id into task, queue from graphile_worker._private_tasks t
    left join graphile_worker._private_job_queues q on q.queue_name = job_queue where t.identifier = job_name;
    exit when task is not null and (queue is not null or job_queue is null);
    insert into graphile_worker._private_tasks (identifier) values (job_name) on conflict do nothing;
    if job_queue is not null then
      insert into graphile_worker._private_job_queues (queue_name) values (job_queue) on conflict do nothing;
    end if;
  end loop;
  -- A job that runs, or has failed for good, keeps nothing but its place, and the new one stands beside it. A worker may
  -- take the one that waits at any moment.
  loop
    insert into graphile_worker._private_jobs as jobs (job_queue_id, task_id, payload, run_at, max_attempts, key, priority)
    values (queue, task, coalesce(job_payload, '{}'), coalesce(job_run_at, now()), 25, job_key, coalesce(job_priority, 0))
    on conflict (key) do update set
      job_queue_id = excluded.job_queue_id, task_id = excluded.task_id, payload = excluded.payload,
      run_at = excluded.run_at, max_attempts = excluded.max_attempts, priority = excluded.priority,
      revision = jobs.revision + 1, flags = excluded.flags, attempts = 0, last_error = null, updated_at = now()
    where jobs.is_available
    returning id into added;
    exit when added is not null;
    update graphile_worker._private_jobs set key = null, attempts = max_attempts, updated_at = now()
    where key = job_key and is_available is not true;
  end loop;
end $$;

create function add_outbox_jobs(new_jobs json, threads text[]) returns void language plpgsql as $$
begin
  perform add_outbox_job(j.name, j.payload, j.queue, j.run_at, j.key, j.priority)
  from (
    select * from (
      select name, payload, queue, run_at, coalesce(key, 'once:' || gen_random_uuid()) as key, priority
      from json_to_recordset(new_jobs) as n (name text, payload json, queue text, run_at timestamptz, key text,
        priority integer)
      union all
      select 'tell', json_build_object('thread', thread), 'thread:' || thread, null, 'tell:' || thread, null
      from (select distinct unnest(threads) as thread) as due
    ) as jobs
    order by key
    offset 0
  ) as j;
end $$;
`;
