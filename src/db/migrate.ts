import { Logger, runMigrations } from 'graphile-worker';
import { Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { migrations } from './migrations/all.ts';

/** Any number of our own; the lock makes other processes wait while one migrates. */
const lockKey = 7_202_612;

/** Faults are thrown; what graphile-worker says besides is not worth a line. */
const silent = new Logger(() => () => undefined);

/** Brings the database to this version: our tables, then graphile-worker's. Safe to run twice and by many at once. */
export async function migrate(database: Database): Promise<readonly string[]> {
  const locked = await database.pool.connect();
  try {
    await locked.query('select pg_advisory_lock($1)', [lockKey]);
    const migrator = new Migrator({ db: database.sql, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw new Error('The database could not be migrated.', { cause: error });
    await runMigrations({ pgPool: database.pool, logger: silent });
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    // Ending the session frees the lock in every case.
    locked.release(true);
  }
}
