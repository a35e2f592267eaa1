import { DatabaseError } from 'pg';
import type { Database } from './database.ts';
import { migrations } from './migrations/all.ts';

/** Whether turns can be answered, part by part, in words that give nothing away. */
export interface Readiness {
  readonly ok: boolean;
  readonly database: 'there' | 'gone';
  /** `behind`: steps of this version are missing, as after an older backup was restored; restart, or `npm run migrate`. */
  readonly migrations: 'done' | 'behind' | 'unknown';
}

/** PostgreSQL's errcodes.txt: there is no such table, for nothing was ever migrated. */
const undefinedTable = '42P01';
const patienceMs = 3000;

/** Names of the migrations of this version that the database has not had, in order. Throws where it does not answer. */
export async function missingMigrations({ pool }: Pick<Database, 'pool'>): Promise<readonly string[]> {
  try {
    const { rows } = await pool.query<{ name: string }>('select name from kysely_migration');
    const had = new Set(rows.map(({ name }) => name));
    return Object.keys(migrations).filter((name) => !had.has(name));
  } catch (error) {
    if (error instanceof DatabaseError && error.code === undefinedTable) return Object.keys(migrations);
    throw error;
  }
}

/** What `/readyz` says of the database, after three seconds at most; `said` hears why it is gone. */
export async function readReadiness(
  database: Pick<Database, 'pool'>,
  said: (error: unknown) => void,
): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database took too long')), patienceMs);
  });
  try {
    const missing = await Promise.race([missingMigrations(database), late]);
    return { ok: missing.length === 0, database: 'there', migrations: missing.length === 0 ? 'done' : 'behind' };
  } catch (error) {
    said(error);
    return { ok: false, database: 'gone', migrations: 'unknown' };
  } finally {
    clearTimeout(timer);
  }
}
