import type { Pool } from './pool.ts';

export interface DeadJob {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly attempts: number;
  readonly error: string;
  /** ISO 8601. */
  readonly failedAt: string;
}

/** Jobs that failed at every try and are not tried again: somebody must look at them. Newest first. */
export async function deadJobs(pool: Pool): Promise<readonly DeadJob[]> {
  const { rows } = await pool.query<{ [K in keyof DeadJob]: K extends 'failedAt' ? Date : DeadJob[K] }>(`
    select id, task_identifier as name, key, attempts, coalesce(last_error, '') as error, updated_at as "failedAt"
    from graphile_worker.jobs
    where attempts >= max_attempts and locked_at is null and key is not null
    order by updated_at desc`);
  return rows.map((row) => ({ ...row, failedAt: row.failedAt.toISOString() }));
}
