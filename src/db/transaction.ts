import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** PostgreSQL's errcodes.txt: of those that wait for each other one is undone, so that the others can go on. */
const deadlockDetected = '40P01';
const mostTries = 5;

/** Runs a transaction; `work` is run again when it was undone, so it may change nothing but the database. Throws what `work` throws. */
export function transaction<T>(db: Kysely<Schema>, work: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
  return undeadlocked(() => db.transaction().execute(work));
}

/**
 * Runs one statement or transaction again when PostgreSQL undid it to end a deadlock. Our own take their locks in one order;
 * graphile-worker, which gives back several jobs at once, takes them in any.
 */
export async function undeadlocked<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === mostTries || !isDeadlock(error)) throw error;
      await pause(tries * 20 * Math.random());
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === deadlockDetected;
}
