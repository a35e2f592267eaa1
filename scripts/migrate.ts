// Brings the database of DATABASE_URL, or the one in DATA_DIR, to this version. The app does the same when it starts;
// this is for those who want it done before, by somebody with more rights.
import { z } from 'zod';
import { environment } from '../src/config.ts';
import { openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { migrate } from '../src/db/migrate.ts';
import { createLog } from '../src/log.ts';

const log = createLog({ level: 'warn' });
const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value?.trim() !== ''));
const parsed = environment.pick({ DATABASE_URL: true, DATA_DIR: true }).safeParse(given);
if (!parsed.success) {
  console.error(z.prettifyError(parsed.error));
  process.exit(1);
}
const { DATABASE_URL, DATA_DIR } = parsed.data;

try {
  const embedded = DATABASE_URL === undefined ? await startEmbeddedServer({ folder: DATA_DIR, log }) : undefined;
  const database = await openDatabase({ url: DATABASE_URL ?? embedded?.url ?? '', log, poolSize: 4 });
  const done = await migrate(database);
  console.log(done.length === 0 ? 'The database is up to date.' : `Done: ${done.join(', ')}.`);
  await database.close();
  await embedded?.stop();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
