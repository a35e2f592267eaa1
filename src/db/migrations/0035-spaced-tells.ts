/**
 * A change with posts for more conversations than Teams takes at once has their jobs come one after another, as the limits
 * will let them. Before, all came at once, only to be told when to come again, and those whose moment it was waited behind
 * them; so did other tenants.
 */
export const spacedTells = `
/*
 * The job that tells what is due in each of these conversations of a tenant. The first 50 come now, each further 50 as many
 * seconds later as a tenant's window takes, 10 ms apart (see earliest_in_tenant). None of them is later than it was before.
 */
create function add_tell_jobs(threads text[], carried text) returns void language plpgsql as $$
declare
  tell integer;
  busy text;
begin
  loop
    select id into tell from graphile_worker._private_tasks where identifier = 'tell';
    exit when found;
    insert into graphile_worker._private_tasks (identifier) values ('tell') on conflict do nothing;
  end loop;
  for busy in
    with due as (
      select thread, 'tell:' || thread as key, row_number() over () - 1 as nth from (select distinct unnest(threads) as thread) as d
    ), added as (
      insert into graphile_worker._private_jobs as jobs (task_id, payload, run_at, max_attempts, key, priority)
      select tell, json_strip_nulls(json_build_object('thread', thread, '_trace', carried)),
        now() + case when nth < 50 then interval '0' else interval '1.03 s' * (nth / 50) + interval '0.01 s' * (nth % 50) end,
        25, key, 0
      from due order by key
      on conflict (key) do update set
        job_queue_id = excluded.job_queue_id, task_id = excluded.task_id, payload = excluded.payload,
        run_at = case when jobs.attempts = 0 then least(jobs.run_at, excluded.run_at) else excluded.run_at end,
        max_attempts = excluded.max_attempts, priority = excluded.priority,
        revision = jobs.revision + 1, flags = excluded.flags, attempts = 0, last_error = null, updated_at = now()
      where jobs.is_available
      returning key
    )
    select thread from due where key not in (select key from added) order by key
  loop
    -- That job runs, or has failed for good; see add_outbox_job.
    perform add_outbox_job('tell', json_strip_nulls(json_build_object('thread', busy, '_trace', carried)), null, null, 'tell:' || busy, null);
  end loop;
end $$;

create or replace function add_outbox_jobs(new_jobs json, threads text[]) returns void language plpgsql as $$
declare
  carried text;
begin
  -- Where nobody draws traces, not even the list is read twice.
  if position('"trace"' in new_jobs::text) > 0 then
    carried := (select trace from json_to_recordset(new_jobs) as n (trace text) where trace is not null limit 1);
  end if;
  perform add_outbox_job(
    j.name,
    case when carried is null then j.payload
      else (coalesce(j.payload::jsonb, '{}') || jsonb_build_object('_trace', carried))::json end,
    j.queue, j.run_at, j.key, j.priority
  )
  from (
    select name, payload, queue, run_at, coalesce(key, 'once:' || gen_random_uuid()) as key, priority
    from json_to_recordset(new_jobs) as n (name text, payload json, queue text, run_at timestamptz, key text, priority integer)
    where name is not null
    order by key
    offset 0
  ) as j;
  -- Not a thread was named in most changes.
  if cardinality(threads) > 0 then perform add_tell_jobs(threads, carried); end if;
end $$;
`;
