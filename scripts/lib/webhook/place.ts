import { randomUUID } from 'node:crypto';
import { ConfigError, readConfig } from '../../../src/config.ts';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import { runningEmbeddedServer } from '../../../src/db/embedded-server.ts';
import { missingMigrations } from '../../../src/db/readiness.ts';
import { createStore } from '../../../src/db/store.ts';
import { idMaker } from '../../../src/domain/ids.ts';
import { createLog } from '../../../src/log.ts';
import { createWebhookRegistrar } from '../../../src/partner-center/webhook-registration.ts';
import { createServices, publicAudience, scopeOf } from '../../../src/services.ts';
import { openOutside } from '../doctor/outside.ts';
import { RefusedError } from '../partner-told.ts';

const timeoutMs = 15_000;

/** The installation is configured in a way that cannot be used; its words say what is wrong. */
export class NotConfigured extends Error {}

/** What commands on callbacks work with: this installation's database, and Partner Center by its rights. */
export async function withPlace<T>(
  env: Readonly<Record<string, string | undefined>>,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const config = configOf(env);
  const database = await opened(config.database);
  try {
    const missing = await missingMigrations(database);
    if (missing.length > 0)
      throw new RefusedError(`The database lacks ${missing.join(', ')}: npm run migrate, or start the bot anew.`);
    return await work(placeOf(config, database));
  } finally {
    await database.close();
  }
}

function placeOf(config: ReturnType<typeof readConfig>, database: Database) {
  const store = createStore(database);
  const outside = openOutside({ config, timeoutMs });
  const services = createServices({
    config,
    log: createLog({ level: 'error' }),
    store,
    timeoutMs,
    now: () => new Date(),
    observe: undefined,
    newId: idMaker(randomUUID),
  });
  const registrar = createWebhookRegistrar({
    http: outside.http,
    baseUrl: config.urls.partnerCenter,
    tokens: { app: (tenantId) => outside.token(tenantId, 'partnerCenter') },
    reading: services.backgroundSignIn.reading,
    scope: scopeOf(publicAudience.partnerCenter),
    newId: randomUUID,
  });
  return { config, store, outside, registrar, publicUrl: config.web.publicUrl };
}

export type Place = ReturnType<typeof placeOf>;

function configOf(env: Readonly<Record<string, string | undefined>>) {
  try {
    return readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) throw new NotConfigured(error.message);
    throw error;
  }
}

async function opened({ url, folder }: ReturnType<typeof readConfig>['database']): Promise<Database> {
  const given = url ?? (await runningEmbeddedServer(folder));
  if (given === undefined)
    throw new RefusedError('No database runs in DATA_DIR: start the bot (npm run serve), or set DATABASE_URL.');
  return openDatabase({ url: given, log: createLog({ level: 'error' }), poolSize: 4 });
}
