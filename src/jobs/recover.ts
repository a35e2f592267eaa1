import type { Log } from '../workflow/ports.ts';
import { deadWorkers } from './lease.ts';
import type { Pool } from './pool.ts';
import { type Repeated, repeat } from './repeat.ts';
import { tidyJobs } from './tidy.ts';

const lookMs = 1500;
/** Looks between two removals of what superseded jobs and empty queues leave behind. */
const tidyEvery = 200;

export interface RecoverOptions {
  readonly pool: Pool;
  readonly log: Log;
  readonly onRecovered: () => void;
  readonly everyMs?: number;
}

/**
 * Gives the jobs of killed processes back within seconds; graphile-worker itself waits four hours. A worker counts as
 * dead when it is found so at two looks in a row, because a living one may be just taking its lock again.
 */
export function recoverJobs({ pool, log, onRecovered, everyMs = lookMs }: RecoverOptions): Repeated {
  let suspects: ReadonlySet<string> = new Set();
  let looksUntilTidy = 0;

  return repeat({
    everyMs,
    log,
    action: async () => {
      const found = await deadWorkers(pool);
      const dead = found.filter((worker) => suspects.has(worker));
      suspects = new Set(found);
      if (dead.length > 0) {
        await pool.query('select graphile_worker.force_unlock_workers($1)', [dead]);
        log.warn({ workers: dead }, 'Jobs of processes that died were given back');
        onRecovered();
      }
      if (looksUntilTidy-- <= 0 && (await tidyJobs(pool))) looksUntilTidy = tidyEvery;
    },
  });
}
