/**
 * Whoever sends in a thread claims it by the number of its job, instead of a named queue for each thread: each fetch of
 * graphile-worker locks every queue that is free, and there were as many as threads
 * (docs/decisions/0028-thread-claims.md).
 */
export const threadClaims = `
/*
 * A claim holds while its job runs. 'again': somebody else came for the thread meanwhile. Claims are of running processes, so
 * nothing is lost when PostgreSQL empties the table after a crash.
 */
create unlogged table thread_claims (
  thread text primary key,
  job bigint not null,
  again boolean not null default false
);

-- The job of whoever was turned away.
create function tell_again(thread text, at timestamptz) returns void language sql as $$
  select add_outbox_job('tell', json_build_object('thread', thread), null, at, 'tell:' || thread || ':again', null)
$$;

/*
 * Answers the jobs that have their thread now. Whoever is turned away comes again as soon as the thread is given up, and
 * after 3 s in any case: the one that has it may have died just now, which the queue is told of by then (recover.ts).
 */
create function claim_threads(threads text[], jobs bigint[]) returns setof bigint language plpgsql as $$
declare
  wish record;
  holder bigint;
begin
  -- All lock in the same order.
  for wish in select * from unnest(threads, jobs) as w (thread, job) order by thread, job loop
    loop
      insert into thread_claims (thread, job) values (wish.thread, wish.job) on conflict do nothing;
      if found then
        return next wish.job;
        exit;
      end if;
      select job into holder from thread_claims where thread = wish.thread for update;
      continue when not found;
      -- A statement of its own: the holder may have begun while this one waited for it.
      if holder = wish.job or not exists (select from graphile_worker._private_jobs where id = holder and locked_at is not null) then
        update thread_claims set job = wish.job, again = false where thread = wish.thread;
        return next wish.job;
      else
        update thread_claims set again = true where thread = wish.thread;
        perform tell_again(wish.thread, now() + interval '3 s');
      end if;
      exit;
    end loop;
  end loop;
end $$;

-- What is no claim any more may have been asked for, too.
create function release_threads(threads text[], jobs bigint[]) returns void language plpgsql as $$
declare
  held record;
  asked boolean;
begin
  for held in select * from unnest(threads, jobs) as h (thread, job) order by thread, job loop
    delete from thread_claims where thread = held.thread and job = held.job returning again into asked;
    if asked is not false then perform tell_again(held.thread, now()); end if;
  end loop;
end $$;

create or replace function tell_job(thread text, post_id text, at timestamptz) returns json language sql stable as $$
  select json_build_object('name', 'tell', 'payload', json_build_object('thread', thread),
    'key', 'tell:' || thread || ':' || post_id, 'run_at', at)
$$;

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
      select 'tell', json_build_object('thread', thread), null, null, 'tell:' || thread, null
      from (select distinct unnest(threads) as thread) as due
    ) as jobs
    order by key
    offset 0
  ) as j;
end $$;
`;
