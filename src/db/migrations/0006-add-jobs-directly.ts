/**
 * Jobs are written into graphile-worker's tables (0.18) as its add_job would, by statements that find a job by its key.
 * Its own cost five times as much, and up to fifty times when thousands of jobs wait, because they look through all of
 * them; and they notify in the change's transaction, which makes all commits wait for each other, since PostgreSQL lets
 * only one transaction that notifies commit at a time. The workers are told after the commit (announce-jobs.ts).
 */
export const addJobsDirectly = `
create function add_outbox_job(
  job_name text, job_payload json, job_queue text, job_run_at timestamptz, job_key text, job_priority integer
) returns void language plpgsql as $$
declare
  task integer;
  queue integer;
  added bigint;
begin
  loop
    select id into task from graphile_worker._private_tasks where identifier = job_name;
    exit when found;
    insert into graphile_worker._private_tasks (identifier) values (job_name) on conflict do nothing;
  end loop;
  loop
    exit when job_queue is null;
    select id into queue from graphile_worker._private_job_queues where queue_name = job_queue;
    exit when found;
    insert into graphile_worker._private_job_queues (queue_name) values (job_queue) on conflict do nothing;
  end loop;
  -- A job that runs, or failed for good, keeps nothing but its place; a worker may take the waiting one in between.
  loop
    update graphile_worker._private_jobs set key = null, attempts = max_attempts, updated_at = now()
    where key = job_key and is_available is not true;
    insert into graphile_worker._private_jobs as jobs (job_queue_id, task_id, payload, run_at, max_attempts, key, priority)
    values (queue, task, coalesce(job_payload, '{}'), coalesce(job_run_at, now()), 25, job_key, coalesce(job_priority, 0))
    on conflict (key) do update set
      job_queue_id = excluded.job_queue_id, task_id = excluded.task_id, payload = excluded.payload,
      run_at = excluded.run_at, max_attempts = excluded.max_attempts, priority = excluded.priority,
      revision = jobs.revision + 1, flags = excluded.flags, attempts = 0, last_error = null, updated_at = now()
    where jobs.locked_at is null
    returning id into added;
    exit when added is not null;
  end loop;
end $$;

create or replace function add_outbox_jobs(new_jobs json, threads text[]) returns void language plpgsql as $$
begin
  -- Many may add at once, but none while tidy_jobs removes queues: see 0002-outbox.ts.
  perform pg_advisory_xact_lock_shared(7202614);
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
