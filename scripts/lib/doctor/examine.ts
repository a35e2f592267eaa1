import { type Config, ConfigError, readConfig } from '../../../src/config.ts';
import { createTokenSafe } from '../../../src/consent/seal.ts';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import { runningEmbeddedServer } from '../../../src/db/embedded-server.ts';
import { createStore } from '../../../src/db/store.ts';
import type { PartnerId } from '../../../src/domain/ids.ts';
import type { Partner } from '../../../src/domain/partner.ts';
import type { Log } from '../../../src/workflow/ports.ts';
import { isWanted } from '../wanted-partner.ts';
import { arrivalChecks } from './arrival-checks.ts';
import { botChecks, clockCheck } from './bot-checks.ts';
import { consentCheck } from './consent-check.ts';
import { type Check, type Finding, fault, notRun, type Outcome, runChecks } from './finding.ts';
import { ledgerChecks } from './ledger-checks.ts';
import { openOutside } from './outside.ts';
import { databaseChecks, nodeCheck } from './own-checks.ts';
import { type PartnerCheck, partnerChecks } from './partner-checks.ts';
import { readingToken } from './reading.ts';
import { readPartnerLedger, readPartnerRecords } from './records.ts';
import { sayFault } from './say-fault.ts';
import { webhookChecks } from './webhook-checks.ts';

export interface ExamineOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Tenant id or part of the name of the partner to look at; all where left out. */
  readonly partner?: string | undefined;
  /** Milliseconds for one question outside; 10,000 by default. */
  readonly timeoutMs?: number;
}

export type Examined =
  | { readonly kind: 'examined'; readonly findings: readonly Finding[] }
  /** `problems` say why nothing could be looked at. */
  | { readonly kind: 'not-examined'; readonly problems: readonly string[] };

class NoDatabase extends Error {}

const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => silent };
function nothing(): void {}

/** Looks at everything that the product needs, changes nothing, and goes on where something fails. Never throws. */
export async function examine({ env, partner: wanted, timeoutMs = 10_000 }: ExamineOptions): Promise<Examined> {
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    return { kind: 'not-examined', problems: error instanceof ConfigError ? error.problems : [String(error)] };
  }
  let outside: ReturnType<typeof openOutside>;
  try {
    outside = openOutside({ config, timeoutMs });
  } catch {
    return { kind: 'not-examined', problems: ['BOT_APP_CERTIFICATE_FILE cannot be read'] };
  }
  let opening: Promise<Database> | undefined;
  const open = () => (opening ??= openGiven(config));
  /** For checks that do not report it. */
  const opened = () =>
    open().catch(() => {
      throw new NoDatabase();
    });

  try {
    const { partners, note } = await partnersOf(config, opened);
    const chosen = partners.filter((one) => isWanted(one, wanted));
    if (wanted !== undefined && chosen.length === 0)
      return {
        kind: 'not-examined',
        problems: [`No partner is ${wanted}: give the id of its tenant, or a part of its name.`],
      };
    const first: readonly PartnerCheck[] = [
      configurationCheck(chosen.length, note),
      nodeCheck(process.version),
      ...databaseChecks(open),
      ...botChecks(config, outside),
      ...chosen.flatMap((partner) => {
        const known = async () => {
          if (partner.id === unknownId) throw new NoDatabase();
          return opened();
        };
        const records = async () => readPartnerRecords(await known(), partner);
        const held = async () => createStore(await known()).consents.held(partner.id);
        const safe = createTokenSafe(config.tokenKeys);
        const reading = (api: 'graph' | 'partnerCenter') =>
          readingToken({ outside, safe, held: () => held().catch(() => undefined) }, partner, api);
        const parts = { config, outside, partner, records, reading, botId: `28:${config.bot.appId}` };
        const ledger = async () => readPartnerLedger(await known(), partner, new Date());
        return [
          ...partnerChecks(parts),
          consentCheck({ partner, held, safe }),
          ...webhookChecks({ config, outside, partner, opened: known, reading }),
          ...arrivalChecks(parts),
          ...ledgerChecks({ partner, read: ledger }),
        ];
      }),
    ];
    const faultOf = (error: unknown, check: PartnerCheck): Outcome => {
      if (error instanceof NoDatabase) return notRun('the database does not say: see its line');
      if (check.place === 'database' || check.place === 'records') return databaseFault(error, config);
      return sayFault(error, check, check.mending ?? {}, outside.lastAttempt(config.urls.login));
    };
    // Each question has its own limit; a check may ask three.
    const limit = { ms: timeoutMs * 4, faultOf };
    const findings = await runChecks(first, limit);
    return { kind: 'examined', findings: [...findings, ...(await runChecks([clockCheck(outside)], limit))] };
  } finally {
    await opening?.then((database) => database.close()).catch(nothing);
  }
}

async function openGiven({ database: { url, folder } }: Config): Promise<Database> {
  const given = url ?? (await runningEmbeddedServer(folder));
  if (given === undefined) throw new Error(`no server runs in ${folder}`);
  return openDatabase({ url: given, log: silent, poolSize: 4 });
}

/** Stands for a partner that is only in the file. */
const unknownId: PartnerId = 'ptr_00000000000000000000000000000000';

/** The partners that are served; those of the file where the database does not say. */
async function partnersOf(
  config: Config,
  opened: () => Promise<Database>,
): Promise<{ readonly partners: readonly Partner[]; readonly note?: string }> {
  const filed = config.partners.map((partner): Partner => ({ ...partner, id: unknownId }));
  try {
    const stored = await createStore(await opened()).partners.all();
    const known = new Set(stored.map(({ tenantId }) => tenantId));
    return { partners: [...stored, ...filed.filter(({ tenantId }) => !known.has(tenantId))] };
  } catch {
    return { partners: filed, note: 'only those of the partners file: the database does not say' };
  }
}

function configurationCheck(partners: number, note: string | undefined): Check {
  return {
    id: 'configuration',
    place: 'configuration',
    title: 'Configuration',
    why: 'The bot does not start with a wrong one.',
    run: async () =>
      partners === 0
        ? fault('no partner is served', 'Add one with npm run partners -- add, or name them in PARTNERS_FILE.')
        : {
            state: 'ok',
            said: `${partners} ${partners === 1 ? 'partner' : 'partners'}${note === undefined ? '' : `, ${note}`}`,
          },
  };
}

/** Words of PostgreSQL's client may hold the address, and never the password; only its code is shown. */
function databaseFault(error: unknown, { database: { url } }: Config): Outcome {
  const codes = codesOf(error);
  if (codes.includes('42P01'))
    return fault('its tables are not there', 'Run npm run migrate, or start the bot, which does the same.');
  if (url === undefined)
    return fault('no server runs in DATA_DIR', 'Start the bot (npm run serve), or set DATABASE_URL.');
  const code = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
  return fault(
    `${URL.parse(url)?.host ?? 'the given address'} does not answer${code}`,
    'Check DATABASE_URL: host, port, user, password, name, TLS; and that the server runs and lets this machine in.',
  );
}

function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' && /^\w+$/.test(error.code) ? [error.code] : [];
  return [...own, ...codesOf(error.cause)];
}
