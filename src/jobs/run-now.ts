import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AddJobFunction } from 'graphile-worker';
import type { Job } from '../workflow/ports.ts';
import type { Pool } from './pool.ts';

const lookMs = 20;

/**
 * Adds a job and waits until it has run once, in whichever process. Throws what it failed with; it is repeated all the
 * same. `until` ends the waiting.
 */
export async function runNow(
  { pool, addJob, until }: { pool: Pool; addJob: AddJobFunction; until: AbortSignal },
  { name, payload, key = `once:${randomUUID()}`, queue }: Job,
): Promise<void> {
  const { id } = await addJob(name, payload, { jobKey: key, ...(queue === undefined ? {} : { queueName: queue }) });
  for (;;) {
    const { rows } = await pool.query<{ locked: boolean; error: string | null }>(
      'select locked_at is not null as locked, last_error as error from graphile_worker.jobs where id = $1',
      [id],
    );
    const [row] = rows;
    if (row === undefined) return;
    if (!row.locked && row.error !== null) throw new Error(row.error);
    await pause(lookMs, undefined, { signal: until });
  }
}
