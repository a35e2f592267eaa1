import { setTimeout as pause } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import type { Log } from '../../workflow/ports.ts';

/** Any number that nothing else in this server locks. */
const lockKey = 7_202_611;
/** A killed process's connection is noticed by the server within milliseconds, or as soon as a busy machine lets it; a living one keeps it for good. */
const lockAttempts = 30;
const lockPauseMs = 100;

export async function connectTo(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5000, keepAlive: true });
  // Without a listener a connection that breaks would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export async function createDatabase(url: string, name: string): Promise<void> {
  const client = await connectTo(url);
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function lockedClient(url: string): Promise<Client | undefined> {
  const client = await connectTo(url);
  for (let attempt = 0; attempt < lockAttempts; attempt++) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockKey]);
    if (rows[0]?.held === true) return client;
    await pause(lockPauseMs);
  }
  await client.end();
  return undefined;
}

/** Another living process uses the data folder. */
export class FolderInUse extends Error {}

interface HoldOptions {
  readonly url: string;
  readonly folder: string;
  readonly log: Log;
}

export interface FolderLock {
  /** The server is about to stop: its end is not mourned. Until then no other process gets the folder. */
  letGo(): void;
  close(): Promise<void>;
}

/**
 * Holds the folder for the life of this process by a lock of a session of its own, which the server frees when the
 * process dies in whatever way. Throws where another process holds it.
 */
export async function holdFolder({ url, folder, log }: HoldOptions): Promise<FolderLock> {
  const held: { client: Client | undefined; released: boolean } = { client: await lockedClient(url), released: false };
  if (held.client === undefined) {
    throw new FolderInUse(
      `The data folder ${folder} is in use by another Mining Watch process. Stop that one, or give this one its own folder or DATABASE_URL.`,
    );
  }
  const watch = (client: Client): void => {
    client.once('end', () => void takeAgain());
  };
  // The server drops all sessions when one of its processes crashes, and goes on.
  const takeAgain = async (): Promise<void> => {
    while (!held.released) {
      log.error({ folder }, 'The lock on the data folder was lost; taking it again');
      const client = await lockedClient(url).catch(() => undefined);
      if (client !== undefined && held.released) return client.end();
      held.client = client;
      if (client !== undefined) return watch(client);
      await pause(1000);
    }
  };
  watch(held.client);
  return {
    letGo: () => {
      held.released = true;
    },
    close: async () => {
      await held.client?.end();
    },
  };
}
