/**
 * graphile-worker's add_job first takes the key from a running job, then adds or changes the one that waits. A worker
 * that takes the waiting job between the two leaves add_job with nothing to change: it adds no job and answers nulls. So
 * it is asked until it has one; the next time it sees the job running.
 */
export const addJobsSurely = `
create or replace function add_outbox_jobs(new_jobs json, threads text[]) returns void language plpgsql as $$
declare
  j record;
  added bigint;
begin
  for j in
    select * from (
      select name, payload, queue, run_at, coalesce(key, 'once:' || gen_random_uuid()) as key
      from json_to_recordset(new_jobs) as n (name text, payload json, queue text, run_at timestamptz, key text)
      union all
      select 'tell', json_build_object('thread', thread), 'thread:' || thread, null, 'tell:' || thread
      from (select distinct unnest(threads) as thread) as due
    ) as jobs
    order by key
  loop
    loop
      select id into added from graphile_worker.add_job(
        j.name, payload => j.payload, queue_name => j.queue, run_at => j.run_at, job_key => j.key);
      exit when added is not null;
    end loop;
  end loop;
end $$;
`;
