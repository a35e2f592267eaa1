/**
 * Jobs carry the trace of what caused them, under the name _trace in their payload: it comes as one more element of the
 * new jobs that has nothing but a trace (outbox.ts), because the jobs of threads are made here.
 */
export const carriedTrace = `
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
    select * from (
      select name, payload, queue, run_at, coalesce(key, 'once:' || gen_random_uuid()) as key, priority
      from json_to_recordset(new_jobs) as n (name text, payload json, queue text, run_at timestamptz, key text,
        priority integer)
      where name is not null
      union all
      select 'tell', json_build_object('thread', thread), 'thread:' || thread, null, 'tell:' || thread, null
      from (select distinct unnest(threads) as thread) as due
    ) as jobs
    order by key
    offset 0
  ) as j;
end $$;
`;
