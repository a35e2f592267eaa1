import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/db/embedded-server.ts';
import { quietLog } from './quiet-log.ts';

/** Runs at once on this machine that get a server each; the folders are reused from run to run. */
const mostRuns = 16;
const variable = 'TEST_DATABASE_URL';

let server: Promise<EmbeddedServer> | undefined;
const endings: (() => Promise<unknown>)[] = [];

async function startInFreeFolder(): Promise<EmbeddedServer> {
  for (let index = 0; ; index++) {
    const folder = join(tmpdir(), `mining-watch-test-postgres-${index}`);
    try {
      return await startEmbeddedServer({ folder, log: quietLog });
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

/** What is to be done once, after all tests and while the server still runs. */
export function atEndOfRun(ending: () => Promise<unknown>): void {
  endings.push(ending);
}

/** Mocha's hooks for the whole run (.mocharc.json requires this file). Parallel workers share the server of their parent. */
export async function mochaGlobalSetup(): Promise<void> {
  if (process.argv.includes('--parallel') || process.argv.includes('-p')) process.env[variable] = await testServerUrl();
}

export async function mochaGlobalTeardown(): Promise<void> {
  for (const ending of endings) await ending();
  await (await server)?.stop();
}
