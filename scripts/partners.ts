import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { environment, readPartner } from '../src/config.ts';
import { type Database, openDatabase } from '../src/db/database.ts';
import { startEmbeddedServer } from '../src/db/embedded-server.ts';
import { migrate } from '../src/db/migrate.ts';
import { createPartnerAdmin, type KnownPartner } from '../src/db/partner-admin.ts';
import type { Partner } from '../src/domain/partner.ts';
import { createLog } from '../src/log.ts';
import { entryOfFile, type Flags, fieldsOf, laidOver, readCommandLine, UsageError } from './lib/partner-arguments.ts';
import { consentLink, consentState, forgetConsent, rekeyAll } from './lib/partner-consent.ts';
import { asJson, listText, partnerText, usage } from './lib/partner-text.ts';
import { RefusedError, type Told } from './lib/partner-told.ts';

/*
 * npm run partners -- list | show | add | change | remove | consent | forget | new-key | rekey
 * The partners that this installation serves, in the database of DATABASE_URL or DATA_DIR. Without a command: how it is used.
 */

const settings = environment.pick({ DATABASE_URL: true, DATA_DIR: true });

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const log = createLog({ level: 'error' });
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value?.trim() !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) throw new RefusedError(z.prettifyError(parsed.error));
  const { DATABASE_URL: url, DATA_DIR: folder } = parsed.data;
  const embedded = url === undefined ? await startEmbeddedServer({ folder, log }) : undefined;
  try {
    const database = await openDatabase({ url: url ?? embedded?.url ?? '', log, poolSize: 4 });
    try {
      await migrate(database);
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}

function tenantOf(about: string | undefined, flags: Flags): string {
  const tenant = about ?? flags.tenant;
  if (tenant === undefined) throw new UsageError('Which partner? Give the id of its tenant.');
  return tenant;
}

function checked(entry: unknown) {
  const read = readPartner(entry);
  if (read.kind === 'partner') return read.partner;
  const isReseller =
    typeof entry === 'object' && entry !== null && /reseller/i.test(String(Reflect.get(entry, 'kind')));
  throw new RefusedError(
    [
      'The partner cannot be taken:',
      ...read.problems.map((problem) => `  - ${problem}`),
      ...(isReseller
        ? ['Indirect resellers have no Partner Center API and no alerts of their own: add their distributor.']
        : []),
    ].join('\n'),
  );
}

async function known(database: Database, tenant: string): Promise<KnownPartner> {
  const found = await createPartnerAdmin(database).find(tenant);
  if (found === undefined) throw new RefusedError(`No partner has the tenant ${tenant}. npm run partners -- list`);
  return found;
}

async function served(database: Database, tenant: string): Promise<Partner> {
  const { partner, removedAt } = await known(database, tenant);
  if (removedAt !== undefined) throw new RefusedError(`No partner of the tenant ${tenant} is served.`);
  return partner;
}

async function add(database: Database, flags: Flags): Promise<Told> {
  const partner = checked(laidOver(flags.file === undefined ? {} : entryOfFile(flags.file), fieldsOf(flags)));
  const outcome = await createPartnerAdmin(database).add(partner);
  if (outcome === 'exists')
    throw new RefusedError(`The tenant ${partner.tenantId} is served already. npm run partners -- change, or show.`);
  const added = await known(database, partner.tenantId);
  return {
    text: `${outcome === 'added' ? 'Added.' : 'Taken back, with its cases.'}\n\n${partnerText(added)}`,
    json: { outcome, partner: asJson(added) },
  };
}

async function change(database: Database, tenant: string, flags: Flags): Promise<Told> {
  const fields = { ...(flags.file === undefined ? {} : entryOfFile(flags.file)), ...fieldsOf(flags) };
  if (Object.keys(fields).length === 0) throw new UsageError('What shall be changed? Give at least one setting.');
  const changed = await createPartnerAdmin(database).change(tenant, (partner) => {
    const { id: _, ...entry } = partner;
    const wanted = checked(laidOver(entry, fields));
    if (wanted.tenantId !== partner.tenantId) throw new RefusedError('A partner is its tenant: add the other one.');
    return wanted;
  });
  if (changed === undefined) throw new RefusedError(`No partner of the tenant ${tenant} is served.`);
  const now = await known(database, tenant);
  return { text: `Changed.\n\n${partnerText(now)}`, json: { outcome: 'changed', partner: asJson(now) } };
}

async function remove(database: Database, tenant: string, flags: Flags): Promise<Told> {
  const { partner } = await known(database, tenant);
  if (flags.yes !== true) throw new UsageError(`${partner.name} would be served no more. Say it again with --yes.`);
  const removed = await createPartnerAdmin(database).remove(tenant, new Date().toISOString());
  if (!removed) throw new RefusedError(`No partner of the tenant ${tenant} is served.`);
  return {
    text: 'Removed: its source is not looked at any more, and its people are strangers. Cases and journals stay.',
    json: { outcome: 'removed', partner: asJson(await known(database, tenant)) },
  };
}

function newKey(): Told {
  const key = `${new Date().toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')}:${randomBytes(32).toString('base64')}`;
  return { text: key, json: { key } };
}

async function run(command: string, about: string | undefined, flags: Flags): Promise<Told> {
  switch (command) {
    case 'list':
      return withDatabase(async (database) => {
        const all = await createPartnerAdmin(database).list();
        return { text: listText(all), json: { partners: all.map(asJson) } };
      });
    case 'show':
      return withDatabase(async (database) => {
        const one = await known(database, tenantOf(about, flags));
        const consent = await consentState(database, one.partner);
        return {
          text: `${partnerText(one)}\n${consent.text}`,
          json: { partner: asJson(one), ...consent.json },
        };
      });
    case 'add':
      return withDatabase((database) => add(database, about === undefined ? flags : { ...flags, tenant: about }));
    case 'change':
      return withDatabase((database) => change(database, tenantOf(about, flags), flags));
    case 'remove':
      return withDatabase((database) => remove(database, tenantOf(about, flags), flags));
    case 'consent':
      return withDatabase(async (database) => consentLink(database, await served(database, tenantOf(about, flags))));
    case 'forget':
      return withDatabase(async (database) => {
        const partner = await served(database, tenantOf(about, flags));
        if (flags.yes !== true)
          throw new UsageError(`${partner.name} would be read with the app's own token. Say it again with --yes.`);
        return forgetConsent(database, partner);
      });
    case 'rekey':
      return withDatabase(rekeyAll);
    case 'new-key':
      return newKey();
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const wantsJson = args.includes('--json');
  try {
    const { command, about, flags } = readCommandLine(args);
    if (command === undefined || flags.help === true) {
      console.log(usage);
      return;
    }
    const told = await run(command, about, flags);
    console.log(wantsJson ? JSON.stringify(told.json, null, 2) : told.text);
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const message = error instanceof Error ? error.message : String(error);
    if (wantsJson) console.log(JSON.stringify({ error: message }));
    else console.error(isUsage ? `${message}\n\nnpm run partners -- --help` : message);
    process.exitCode = isUsage ? 2 : 1;
  }
}

await main(process.argv.slice(2));
