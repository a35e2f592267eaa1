import { parseArgs } from 'node:util';
import type { Partner } from '../../../src/domain/partner.ts';
import { UsageError } from '../partner-arguments.ts';
import { RefusedError } from '../partner-told.ts';
import { isWanted } from '../wanted-partner.ts';
import { NotConfigured, type Place, withPlace } from './place.ts';
import { type Done, register } from './register.ts';
import { sendTest, usualPatienceMs } from './send-test.ts';
import { readStatus, statusJson, statusText } from './status.ts';

type Env = Readonly<Record<string, string | undefined>>;

const usage = `npm run webhook -- <command>

  status                  what is registered with Partner Center, whose it is, and what came
  register                registers PUBLIC_URL for the events that are used; another tool's registration stays
    --replace             puts ours into the place of another tool's, which gets nothing any more
    --new-key             exchanges the key in the address; the old one is good until the new one is registered
  test                    has Partner Center send a test event, and waits until it has come
    --wait <seconds>      at most so long (${usualPatienceMs / 1000})

  --partner <tenant>      the partner: id of its tenant, or a part of its name; status shows all without it
  --json                  the answer as JSON, for scripts
Exit code 0: done, and all is well; 1: not done, or not well, and it is said why; 2: it cannot be understood, or is not configured.`;

const options = {
  partner: { type: 'string' },
  replace: { type: 'boolean', default: false },
  'new-key': { type: 'boolean', default: false },
  wait: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const [command, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`I do not know what to do with "${more.join(' ')}".`);
    return { command, flags: values };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Flags = ReturnType<typeof readArguments>['flags'];

async function chosen({ store }: Place, wanted: string | undefined): Promise<readonly Partner[]> {
  const all = await store.partners.all();
  const found = all.filter((partner) => isWanted(partner, wanted));
  if (found.length > 0) return found;
  throw new RefusedError(
    wanted === undefined
      ? 'Nobody is served yet. npm run partners -- add'
      : `No partner is ${wanted}: give the id of its tenant, or a part of its name.`,
  );
}

async function onlyOne(place: Place, wanted: string | undefined): Promise<Partner> {
  const [first, ...more] = await chosen(place, wanted);
  if (first === undefined || more.length > 0)
    throw new UsageError('Which partner? Give --partner with the id of its tenant, or a part of its name.');
  return first;
}

async function status(place: Place, { partner }: Flags): Promise<Done> {
  const all = await Promise.all((await chosen(place, partner)).map((one) => readStatus(place, one)));
  return {
    ok: all.every(({ problems }) => problems.length === 0),
    text: all.map(statusText).join('\n\n'),
    json: { partners: all.map(statusJson) },
  };
}

function patienceOf({ wait }: Flags): number {
  if (wait === undefined) return usualPatienceMs;
  const seconds = Number(wait);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw new UsageError('--wait is a number of seconds, 1 to 3600.');
  return seconds * 1000;
}

async function run(env: Env, command: string, flags: Flags): Promise<Done> {
  const { partner, replace, 'new-key': newKey } = flags;
  const patienceMs = patienceOf(flags);
  switch (command) {
    case 'status':
      return withPlace(env, (place) => status(place, flags));
    case 'register':
      return withPlace(env, async (place) => register(place, await onlyOne(place, partner), { replace, newKey }));
    case 'test':
      return withPlace(env, async (place) => sendTest(place, await onlyOne(place, partner), patienceMs));
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

/** Runs `npm run webhook` as the arguments say; answers what it prints and how it ends. Never throws. */
export async function webhookCommand(
  env: Env,
  args: readonly string[],
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  try {
    const { command, flags } = readArguments(args);
    if (command === undefined || flags.help) return { code: 0, out: `${usage}\n`, err: '' };
    const { ok, text, json } = await run(env, command, flags);
    const out = flags.json ? JSON.stringify({ ok, ...json }, null, 2) : text;
    return { code: ok ? 0 : 1, out: `${out}\n`, err: '' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof UsageError || error instanceof NotConfigured ? 2 : 1;
    if (args.includes('--json')) return { code, out: `${JSON.stringify({ ok: false, error: message })}\n`, err: '' };
    return { code, out: '', err: error instanceof UsageError ? `${message}\n\n${usage}\n` : `${message}\n` };
  }
}
