import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createStore } from '../../src/db/store.ts';
import type { Store } from '../../src/workflow/ports.ts';
import { atEndOfRun, testServerUrl } from './postgres.ts';
import { quietLog } from './quiet-log.ts';

/** Databases that failed or killed runs left are looked at within a day, or not at all. */
const keptFor = 24 * 3600;
const variable = 'TEST_DATABASE_TEMPLATE';

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** A name that says when it was made, so that it can be cleared away one day. */
function freshName(kind: 'template' | 'test'): string {
  return `${kind}_${Math.floor(Date.now() / 1000)}_${randomBytes(5).toString('hex')}`;
}

async function withServer<T>(action: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: urlOf(await testServerUrl(), 'postgres') });
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}

async function drop(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
}

async function dropOld(client: Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^(template|test)_\\d+_' and split_part(datname, '_', 2)::bigint < $1`,
    [Math.floor(Date.now() / 1000) - keptFor],
  );
  for (const { datname } of rows) await drop(client, datname);
}

let template: Promise<string> | undefined;

/** One migrated database per run, that the tests' own are copied from. */
async function makeTemplate(): Promise<string> {
  const name = freshName('template');
  await withServer(async (client) => {
    await dropOld(client);
    await client.query(`create database ${escapeIdentifier(name)}`);
  });
  atEndOfRun(() => withServer((client) => drop(client, name)));
  const database = await openDatabase({ url: urlOf(await testServerUrl(), name), log: quietLog });
  await migrate(database);
  await database.close();
  return name;
}

/** Has the processes that this one starts copy its template. */
export async function shareTemplate(): Promise<void> {
  process.env[variable] = await (template ??= makeTemplate());
}

/** Makes a database, migrated unless told otherwise. The caller drops it. */
export async function createTestDatabase({ empty = false } = {}): Promise<{ name: string; url: string }> {
  const from = empty ? 'template1' : (process.env[variable] ?? (await (template ??= makeTemplate())));
  const name = freshName('test');
  await withServer((client) =>
    client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(from)}`),
  );
  return { name, url: urlOf(await testServerUrl(), name) };
}

export async function dropTestDatabase(name: string): Promise<void> {
  await withServer((client) => drop(client, name));
}

export interface TestDatabase {
  readonly url: () => string;
  readonly database: () => Database;
  readonly store: () => Store;
}

/**
 * A migrated database of their own for the tests of one `describe`: call it inside, and its parts inside the tests.
 * Dropped when all of them passed, else kept and named.
 */
export function testDatabase(): TestDatabase {
  let made: { name: string; url: string; database: Database; store: Store } | undefined;
  let failed = false;

  before(async () => {
    const created = await createTestDatabase();
    const database = await openDatabase({ url: created.url, log: quietLog });
    made = { ...created, database, store: createStore(database) };
  });

  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });

  after(async () => {
    if (made === undefined) return;
    await made.database.close();
    if (failed)
      console.log(
        `    database kept for a look: ${made.name} (${(await testServerUrl()).replace(/:[^:@/]*@/, ':…@')})`,
      );
    else await dropTestDatabase(made.name);
  });

  const use = () => {
    if (made === undefined) throw new Error('The test database is there only while tests run.');
    return made;
  };
  return { url: () => use().url, database: () => use().database, store: () => use().store };
}
