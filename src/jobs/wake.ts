import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../workflow/ports.ts';
import type { Pool } from './pool.ts';

/** Longest time without a look: back-offs and lost notifications are noticed by then. */
const longestMs = 1000;
/** A burst of changes causes one look in this time. */
const shortestMs = 5;
/** Jobs that fall due one after another are looked for together, when so much time has passed. */
const timelyMs = 25;
/** Longest time without a look while a due job waits for a worker or for its queue. */
const impatientMs = 160;

/**
 * How many jobs could be taken now, up to a number; where there are fewer, whether any waits for its queue, and milliseconds
 * until the next one falls due. Nobody asks for the rest while all workers have enough, and then it would cost most.
 */
const nextDue = {
  name: 'next-due',
  text: `with free as materialized (
      select count(*)::integer as jobs from (
        select from graphile_worker._private_jobs j left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
        where j.is_available and j.run_at <= now() and (j.job_queue_id is null or q.is_available) limit $1
      ) as free
    )
    select jobs as due,
      jobs < $1 and exists (
        select from graphile_worker._private_jobs j join graphile_worker._private_job_queues q on q.id = j.job_queue_id
        where j.is_available and j.run_at <= now() and not q.is_available
      ) as blocked,
      case when jobs < $1 then (
        select extract(epoch from min(run_at) - now())::float8 * 1000
        from graphile_worker._private_jobs where is_available and run_at > now()
      ) end as wait
    from free`,
};

interface Look {
  readonly due: number;
  readonly blocked: boolean;
  readonly wait: number | null;
}

export interface Waker {
  /** Jobs were added or ended: look soon. */
  changed(): void;
  stop(): Promise<void>;
}

export interface WakeOptions {
  readonly pool: Pool;
  readonly concurrency: number;
  /** Has so many of the idle workers look for a job. */
  readonly wake: (count: number) => void;
  readonly log: Log;
}

/**
 * Wakes the workers when a job falls due, and when a queue becomes free: graphile-worker looks for the next job of a
 * queue while it still writes down that the last one is done, finds nothing, and would sleep until its next poll. With
 * a short poll instead, each of its workers would ask all the time; this asks once a second, and after each change.
 */
export function wakeWorkers({ pool, concurrency, wake, log }: WakeOptions): Waker {
  const stopping = new AbortController();
  let nap = new AbortController();
  let looksInVain = 0;

  /** Wakes workers for what is due; answers when to look again, and whether a job falls due then. */
  const look = async (): Promise<{ readonly ms: number; readonly forJob: boolean }> => {
    try {
      const { rows } = await pool.query<Look>({ ...nextDue, values: [concurrency] });
      const { due = 0, blocked = false, wait = null } = rows[0] ?? {};
      if (due > 0) wake(due);
      // The end of a job brings the next look, but it may come before that end is written down.
      looksInVain = due > 0 || blocked ? looksInVain + 1 : 0;
      const patience = looksInVain === 0 ? longestMs : Math.min(shortestMs * 2 ** looksInVain, impatientMs);
      return wait !== null && wait < patience
        ? { ms: Math.max(Math.ceil(wait), timelyMs), forJob: true }
        : { ms: patience, forJob: false };
    } catch (err) {
      log.warn({ err }, 'The next due job could not be looked up');
      return { ms: longestMs, forJob: false };
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nap = new AbortController();
      const { ms, forJob } = await look();
      try {
        await pause(ms, undefined, { signal: nap.signal });
        if (forJob) wake(1);
      } catch {
        await pause(shortestMs);
      }
    }
  };
  const running = run();

  return {
    changed: () => {
      looksInVain = 0;
      nap.abort();
    },
    stop: async () => {
      stopping.abort();
      nap.abort();
      await running;
    },
  };
}
