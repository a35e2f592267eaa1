import { rm, stat } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/db/embedded-server.ts';
import { quietLog } from './quiet-log.ts';

/** Runs at once on this machine that get a server each; the folders are reused from run to run. */
const mostRuns = 16;
const variable = 'TEST_DATABASE_URL';

let server: Promise<EmbeddedServer> | undefined;
const endings: (() => Promise<unknown>)[] = [];

/** What no test's data needs to outlive: that is the power of the machine. Those of embedded-server.test.ts have servers of their own. */
const withoutDisk = ['fsync = off', 'full_page_writes = off', 'synchronous_commit = off'];

async function neverWaitForDisk(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const setting of withoutDisk) await client.query(`alter system set ${setting}`);
  await client.query('select pg_reload_conf()');
  await client.end();
}

/** A server that never waited for the disk cannot be trusted when it was not stopped before the machine was. */
async function removeAfterPowerCut(folder: string): Promise<void> {
  const left = await stat(join(folder, 'cluster', 'data', 'postmaster.pid')).catch(() => undefined);
  if (left !== undefined && left.mtimeMs < Date.now() - uptime() * 1000)
    await rm(folder, { recursive: true, force: true });
}

async function startInFreeFolder(): Promise<EmbeddedServer> {
  for (let index = 0; ; index++) {
    const folder = join(tmpdir(), `mining-watch-test-postgres-${index}`);
    try {
      await removeAfterPowerCut(folder);
      const started = await startEmbeddedServer({ folder, log: quietLog });
      await neverWaitForDisk(started.url);
      return started;
    } catch (error) {
      const inUse = error instanceof Error && error.message.includes('in use');
      if (!inUse || index + 1 === mostRuns) throw error;
    }
  }
}

/**
 * Connection string of a PostgreSQL server for this run: TEST_DATABASE_URL, else an embedded one, started when the first
 * test asks for it.
 */
export async function testServerUrl(): Promise<string> {
  const given = process.env[variable];
  if (given !== undefined && given !== '') return given;
  server ??= startInFreeFolder();
  return (await server).url;
}

/** Has the processes that this one starts use its server. */
export async function shareServer(): Promise<void> {
  process.env[variable] = await testServerUrl();
}

/** What is to be done once, after all tests and while the server still runs. */
export function atEndOfRun(ending: () => Promise<unknown>): void {
  endings.push(ending);
}

/** Ends what `atEndOfRun` was told, and then the server. */
export async function endServer(): Promise<void> {
  for (const ending of endings) await ending();
  await (await server)?.stop();
}
