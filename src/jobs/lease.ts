import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../workflow/ports.ts';
import type { Pool } from './pool.ts';

/** First half of the advisory locks' numbers; the second is the hash of a worker's name. */
const lockClass = 7_202_613;
const retryMs = 500;

export interface Lease {
  release(): Promise<void>;
}

/**
 * Says to all processes that this worker lives: a lock of a session of its own, which the database frees when the
 * process dies in whatever way. Taken again where the session breaks.
 */
export async function takeLease({ pool, worker, log }: { pool: Pool; worker: string; log: Log }): Promise<Lease> {
  const state = { released: false, drop: (): void => undefined };

  const take = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query('select pg_advisory_lock($1, hashtext($2))', [lockClass, worker]);
    } catch (error) {
      client.release(true);
      throw error;
    }
    const onEnd = (): void => {
      client.release(true);
      void takeAgain();
    };
    client.once('end', onEnd);
    state.drop = () => {
      client.removeListener('end', onEnd);
      client.release(true);
    };
  };

  const takeAgain = async (): Promise<void> => {
    state.drop = () => undefined;
    while (!state.released) {
      log.warn({ worker }, 'The lock that says this worker lives was lost; taking it again');
      try {
        await take();
        if (state.released) state.drop();
        return;
      } catch {
        // The database is away; what it does to jobs meanwhile is at least once, as always.
        await pause(retryMs);
      }
    }
  };

  await take();
  return {
    release: async () => {
      state.released = true;
      state.drop();
    },
  };
}

/** Workers that hold jobs or queues although no living session says so. */
export async function deadWorkers(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ worker: string }>({
    name: 'dead-workers',
    text: `select worker from (
        select locked_by as worker from graphile_worker._private_jobs where locked_by is not null
        union select locked_by from graphile_worker._private_job_queues where locked_by is not null
      ) as holders
      where not exists (
        select from pg_locks
        where locktype = 'advisory' and classid = $1::oid and objsubid = 2 and granted
          and objid = (hashtext(worker)::bigint & 4294967295)::oid
          and database = (select oid from pg_database where datname = current_database()))`,
    values: [lockClass],
  });
  return rows.map((row) => row.worker);
}
