import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../workflow/ports.ts';
import type { Pool } from './pool.ts';

const lookMs = 20;

/**
 * Adds a job and waits until it has run once, in whichever process. Throws what it failed with; it is repeated all the
 * same. `until` ends the waiting.
 */
export async function runNow(pool: Pool, { name, payload, key, queue }: Job, until: AbortSignal): Promise<void> {
  const added = await pool.query<{ id: string }>(
    'select id from graphile_worker.add_job($1, payload => $2, queue_name => $3, job_key => $4)',
    [name, JSON.stringify(payload), queue ?? null, key ?? `once:${randomUUID()}`],
  );
  for (;;) {
    const { rows } = await pool.query<{ locked: boolean; error: string | null }>(
      'select locked_at is not null as locked, last_error as error from graphile_worker.jobs where id = $1',
      [added.rows[0]?.id],
    );
    const [row] = rows;
    if (row === undefined) return;
    if (!row.locked && row.error !== null) throw new Error(row.error);
    await pause(lookMs, undefined, { signal: until });
  }
}
