import type { Pool } from 'pg';
import type { Log } from '../workflow/ports.ts';

/** Milliseconds between two announcements of one process. */
const pauseMs = 10;

const announce = {
  name: 'announce-jobs',
  text: `select pg_notify('jobs:insert', '{"count":1}')`,
};

export interface Announcer {
  /** Jobs were committed: tells the workers of all processes, at once or together with others that come meanwhile. */
  readonly jobsAdded: () => void;
  readonly stop: () => void;
}

/**
 * Wakes the workers after a commit and outside of it (see add_outbox_job). An announcement that is lost costs
 * a second: workers look for due jobs by themselves.
 */
export function createAnnouncer({ pool, log }: { readonly pool: Pool; readonly log: Log }): Announcer {
  const state = { busy: false, again: false, stopped: false };

  const run = async (): Promise<void> => {
    state.busy = true;
    state.again = false;
    try {
      await pool.query(announce);
    } catch (err) {
      if (!state.stopped) log.warn({ err }, 'Jobs could not be announced; the workers find them all the same');
    }
    setTimeout(() => {
      state.busy = false;
      if (state.again && !state.stopped) void run();
    }, pauseMs).unref();
  };

  return {
    jobsAdded: () => {
      if (state.busy) state.again = true;
      else if (!state.stopped) void run();
    },
    stop: () => {
      state.stopped = true;
    },
  };
}
