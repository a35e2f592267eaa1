import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../workflow/job-ports.ts';
import type { Pool } from './pool.ts';

const lookMs = 20;

/**
 * Adds a job and waits until it has run once, in whichever process. Throws what it failed with; it is repeated all the
 * same. `until` ends the waiting.
 */
export async function runNow(pool: Pool, job: Job, until: AbortSignal): Promise<void> {
  const added = { ...job, key: job.key ?? `once:${randomUUID()}`, runAt: undefined };
  await pool.query("select add_outbox_jobs($1, '{}')", [JSON.stringify([added])]);
  await pool.query(`select pg_notify('jobs:insert', '{"count":1}')`);
  for (;;) {
    const { rows } = await pool.query<{ locked: boolean; error: string | null }>(
      'select locked_at is not null as locked, last_error as error from graphile_worker.jobs where key = $1',
      [added.key],
    );
    const [row] = rows;
    if (row === undefined) return;
    if (!row.locked && row.error !== null) throw new Error(row.error);
    await pause(lookMs, undefined, { signal: until });
  }
}
