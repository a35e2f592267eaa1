import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { Log } from '../workflow/ports.ts';
import { type Announcer, createAnnouncer } from './announce-jobs.ts';
import { preparedPool } from './prepared-pool.ts';
import type { Schema } from './schema.ts';

/** A new session costs milliseconds of CPU before it knows its statements; a burst that pauses for some seconds pays that once. */
const idleTimeoutMillis = 300_000;

export interface Database {
  readonly sql: Kysely<Schema>;
  readonly pool: Pool;
  readonly jobsAdded: Announcer['jobsAdded'];
  /** Ends all connections; those that are lent are waited for. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly log: Log;
  /** Most connections at once. */
  readonly poolSize?: number;
}

/** Opens the database and proves that it answers. Throws with the host, never with the password, where it does not. */
export async function openDatabase({ url, log, poolSize = 20 }: DatabaseOptions): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'mining-watch',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis,
    keepAlive: true,
    // Each statement has its index. A plan that is kept from when a table was empty would go on reading all of it.
    options: '-c enable_seqscan=off',
  });
  const onBroken = (error: Error) => log.warn({ error: error.message }, 'A database connection broke');
  pool.on('error', onBroken);
  // A lent connection tells only its own listeners; without one its break would end the process.
  pool.on('connect', (client) => client.on('error', onBroken));
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    throw new Error(`The database at ${URL.parse(url)?.host ?? 'the given address'} does not answer.`, { cause });
  }
  const sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: preparedPool(pool) }) });
  const { jobsAdded, stop } = createAnnouncer({ pool, log });
  const close = async (): Promise<void> => {
    stop();
    await sql.destroy();
  };
  return { sql, pool, jobsAdded, close };
}
