import { EventEmitter } from 'node:events';
import { type CronItem, Logger, parseCronItems, run, type TaskList, type WorkerPool } from 'graphile-worker';
import type { Log } from '../workflow/ports.ts';
import { type Lease, takeLease } from './lease.ts';
import type { Pool } from './pool.ts';
import { recoverJobs } from './recover.ts';
import { wakeWorkers } from './wake.ts';

/** After the abort, until a job that does not heed it is given back. */
const giveBackMs = 1000;
/** Only a net: NOTIFY and wake.ts tell the workers when there is something to do. */
const pollMs = 5000;

/** Longest time that a job waits in the process that fetched it. */
const fetchedMs = 1000;

export interface WorkerOptions {
  readonly pool: Pool;
  readonly tasks: TaskList;
  readonly crons: readonly CronItem[];
  readonly concurrency: number;
  /** How long running jobs may take to end by themselves when the process stops; then their signal is aborted. */
  readonly abortAfterMs: number;
  readonly log: Log;
}

export interface Worker {
  /** Resolves when it has ended, asked or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** graphile-worker's lines in our log; a failed job is logged by its handler (handlers.ts). */
function graphileLog(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    if (meta?.['failure'] === true) return;
    const data = { message, err: meta?.['error'] };
    if (level === 'error') log.error(data, 'graphile-worker: error');
    else if (level === 'warning') log.warn(data, 'graphile-worker: warning');
    else log.debug(data, 'graphile-worker');
  });
}

/** Starts graphile-worker with all that it needs to lose no job of a killed process and to be on time. */
export async function startWorker({
  pool,
  tasks,
  crons,
  concurrency,
  abortAfterMs,
  log,
}: WorkerOptions): Promise<Worker> {
  const events = new EventEmitter();
  const created = Promise.withResolvers<{ workers: WorkerPool; lease: Lease }>();
  events.once('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => {
    takeLease({ pool, worker: workerPool.id, log }).then(
      (lease) => created.resolve({ workers: workerPool, lease }),
      created.reject,
    );
  });
  const runner = await run({
    pgPool: pool,
    taskList: tasks,
    parsedCronItems: parseCronItems([...crons]),
    concurrency,
    pollInterval: pollMs,
    noHandleSignals: true,
    logger: graphileLog(log),
    events,
    gracefulShutdownAbortTimeout: abortAfterMs,
    preset: {
      // Without batches, of however little time, a database that is away when a job ends is an unhandled rejection.
      worker: {
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        // A fetch locks every queue that is free, thousands in a burst: so one fetches for all workers. What none of
        // them has begun within the time goes back, for another process may be idle.
        localQueue: { size: concurrency, ttl: fetchedMs },
      },
      plugins: [
        // No job is taken before the lock is held that says this worker lives.
        {
          name: 'lease-first',
          version: '0.0.0',
          worker: { hooks: { startWorker: async () => void (await created.promise) } },
        },
      ],
    },
  });
  const ended = runner.promise.catch((err: unknown) => log.error({ err }, 'graphile-worker ended with an error'));
  const { workers, lease } = await created.promise;
  let active = true;
  events.once('pool:gracefulShutdown', () => {
    active = false;
  });
  // Workers that were told to stop may not be nudged.
  const wake = (count: number): void => {
    if (active) workers.nudge(count);
  };
  const waker = wakeWorkers({ pool, concurrency, wake, log });
  for (const change of ['pool:listen:notification', 'job:complete']) events.on(change, () => waker.changed());
  const recovery = recoverJobs({ pool, log, onRecovered: () => waker.changed() });

  const end = async (): Promise<void> => {
    await Promise.all([waker.stop(), recovery.stop()]);
    const giveBack = setTimeout(() => {
      Promise.resolve(workers.forcefulShutdown('the process stops')).catch((err: unknown) =>
        log.warn({ err }, 'Jobs that do not end could not be given back'),
      );
    }, abortAfterMs + giveBackMs);
    await runner.stop().catch((err: unknown) => log.debug({ err }, 'The workers were already stopping'));
    await ended;
    clearTimeout(giveBack);
    await lease.release();
  };
  let ending: Promise<void> | undefined;

  return {
    ended,
    stop: () => {
      ending ??= end();
      return ending;
    },
  };
}
