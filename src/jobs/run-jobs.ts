import { setTimeout as pause } from 'node:timers/promises';
import type { CronItem } from 'graphile-worker';
import type { Job } from '../workflow/job-ports.ts';
import type { Log } from '../workflow/ports.ts';
import { type JobHandlers, type ObserveJob, taskListOf } from './handlers.ts';
import type { Pool } from './pool.ts';
import { runNow } from './run-now.ts';
import { type Schedule, schedules } from './schedules.ts';
import { startWorker, type Worker } from './worker.ts';

export interface JobsOptions {
  readonly database: { readonly pool: Pool };
  readonly handlers: JobHandlers;
  readonly log: Log;
  readonly observe?: ObserveJob | undefined;
  /** Jobs of this process at once; with 0 it leaves all to others. Two connections of the pool are held besides for as long as it runs. */
  readonly concurrency: number;
  /** Those of schedules.ts unless told otherwise. */
  readonly schedules?: readonly Schedule[];
  /** How long running jobs may take to end by themselves at `stop`; then their signal is aborted. 8 s unless told. */
  readonly abortAfterMs?: number;
}

export interface RunningJobs {
  /** Takes no more jobs, lets running ones end, aborts them after a while, and 1 s later gives them back. */
  stop(): Promise<void>;
  /** Adds a job and waits until it has run once, in whichever process. Throws what it failed with. */
  runNow(job: Job): Promise<void>;
}

const restartMs = 1000;

function cronOf({ name, cron }: Schedule): CronItem {
  return { task: name, match: cron, identifier: name, options: { jobKey: name, backfillPeriod: 0 } };
}

/** Runs jobs in this process, next to any number of others, until stopped. */
export async function startJobs(options: JobsOptions): Promise<RunningJobs> {
  const { database, handlers, log, concurrency, abortAfterMs = 8000 } = options;
  const { pool } = database;
  const tasks = taskListOf(handlers, log, options.observe);
  const crons = (options.schedules ?? schedules).map(cronOf);
  const start = (): Promise<Worker> => startWorker({ pool, tasks, crons, concurrency, abortAfterMs, log });
  const stopping = new AbortController();
  const adding = { runNow: (job: Job) => runNow(pool, job, stopping.signal) };
  if (concurrency === 0) return { ...adding, stop: async () => stopping.abort() };
  let worker = await start();

  // graphile-worker gives up when it cannot write down that a job is done. What it held is given back as after a crash.
  const supervise = async (): Promise<void> => {
    for (;;) {
      await worker.ended;
      if (stopping.signal.aborted) return;
      log.error({}, 'The workers ended by themselves; starting them again');
      await worker.stop();
      for (let started = false; !started && !stopping.signal.aborted; ) {
        await pause(restartMs);
        try {
          worker = await start();
          started = true;
          // Asked to stop in between: the one asking has stopped the worker before.
          if (stopping.signal.aborted) await worker.stop();
        } catch (err) {
          log.error({ err }, 'The workers could not be started');
        }
      }
    }
  };
  const supervised = supervise();

  return {
    ...adding,
    stop: async () => {
      stopping.abort();
      await worker.stop();
      await supervised;
    },
  };
}
