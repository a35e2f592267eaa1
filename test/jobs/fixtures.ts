import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../src/db/database.ts';
import type { JobHandlers } from '../../src/jobs/handlers.ts';
import { type RunningJobs, startJobs } from '../../src/jobs/run-jobs.ts';
import type { Job } from '../../src/workflow/job-ports.ts';
import { quietLog } from '../support/quiet-log.ts';

const nothing = async (): Promise<void> => undefined;

/** A handler for each job that does nothing. */
export const idle: JobHandlers = {
  poll: nothing,
  'look-at': nothing,
  'read-facts': nothing,
  report: nothing,
  'channel-closed': nothing,
  tell: nothing,
  investigate: nothing,
  'make-plan': nothing,
  'carry-out': nothing,
  'look-after': nothing,
  'send-mail': nothing,
  'track-support': nothing,
  'build-pack': nothing,
  'go-on': nothing,
  'read-score': nothing,
  recall: nothing,
  sweep: nothing,
};

export const partnerId = `ptr_${'a'.repeat(32)}` as const;

export function tell(thread: string, more: Partial<Extract<Job, { name: 'tell' }>> = {}): Job {
  return { name: 'tell', payload: { thread }, key: `tell:${thread}`, ...more };
}

/** A `tell` job that runs somewhere, by its number. */
export async function runningJob({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(`select id from graphile_worker.add_job('tell', '{}')`);
  const id = rows[0]?.id ?? '';
  await pool.query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'it' where id = $1`, [id]);
  return id;
}

/** Waits for something that comes in the end; mocha's own limit ends a test in which it does not. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(5);
}

/** Jobs run for the tests of one `describe`, each test beginning with none. */
export function jobsOf(database: () => Database) {
  const running: RunningJobs[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
    await database().pool.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null');
    await database().pool.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))');
  });

  return {
    start: async (handlers: Partial<JobHandlers>, more: { abortAfterMs?: number } = {}): Promise<RunningJobs> => {
      const jobs = await startJobs({
        database: database(),
        handlers: { ...idle, ...handlers },
        log: quietLog,
        concurrency: 4,
        ...more,
      });
      running.push(jobs);
      return jobs;
    },

    /** Jobs that are still there, but for those of schedules. */
    left: async (): Promise<number> => {
      const { rows } = await database().pool.query<{ count: number }>(
        'select count(*)::integer as count from graphile_worker.jobs where key is distinct from $1',
        ['sweep'],
      );
      return rows[0]?.count ?? 0;
    },
  };
}
