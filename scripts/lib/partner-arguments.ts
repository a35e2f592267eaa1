import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** What the command line says in a way that cannot be used; its words say how it is done. */
export class UsageError extends Error {}

const options = {
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  file: { type: 'string' },
  tenant: { type: 'string' },
  name: { type: 'string' },
  kind: { type: 'string' },
  source: { type: 'string' },
  language: { type: 'string' },
  'viewer-group': { type: 'string', multiple: true },
  'responder-group': { type: 'string', multiple: true },
  'remover-group': { type: 'string', multiple: true },
  'approver-group': { type: 'string', multiple: true },
  viewer: { type: 'string', multiple: true },
  responder: { type: 'string', multiple: true },
  remover: { type: 'string', multiple: true },
  approver: { type: 'string', multiple: true },
  owner: { type: 'string', multiple: true },
  'owner-group': { type: 'string', multiple: true },
  'alert-type': { type: 'string', multiple: true },
  'poll-minutes': { type: 'string' },
  'time-zone': { type: 'string' },
  'digest-at': { type: 'string' },
  'memory-days': { type: 'string' },
  'two-person-above': { type: 'string' },
  'most-resources': { type: 'string' },
  'most-percent': { type: 'string' },
  'protected-tag': { type: 'string', multiple: true },
  'tag-stopped': { type: 'string' },
} as const;

export type Flags = ReturnType<typeof readCommandLine>['flags'];

/** The command, what it is about, and its flags. Throws UsageError. */
export function readCommandLine(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const [command, about, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`I do not know what to do with "${more.join(' ')}".`);
    return { command, about, flags: values };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a partner as flags give them, in the shape of the partners file; those that are not given are absent. */
export function fieldsOf(flags: Flags): Fields {
  return without({
    tenantId: flags.tenant,
    name: flags.name,
    kind: flags.kind,
    source: flags.source,
    language: flags.language,
    roleGroups: orAbsent({
      viewer: flags['viewer-group'],
      responder: flags['responder-group'],
      remover: flags['remover-group'],
      approver: flags['approver-group'],
      owner: flags['owner-group'],
    }),
    rolePeople: orAbsent({
      viewer: flags.viewer,
      responder: flags.responder,
      remover: flags.remover,
      approver: flags.approver,
      owner: flags.owner,
    }),
    extraAlertTypes: flags['alert-type'],
    pollMinutes: numberOf(flags['poll-minutes']),
    timeZone: flags['time-zone'],
    digestAt: flags['digest-at'],
    memoryDays: numberOf(flags['memory-days']),
    removal: orAbsent({
      twoPersonAbove: numberOf(flags['two-person-above']),
      mostResources: numberOf(flags['most-resources']),
      mostPercent: numberOf(flags['most-percent']),
      protectedTags: flags['protected-tag'],
      tagStopped: switchOf(flags['tag-stopped']),
    }),
  });
}

/** One partner as JSON, from a file or from standard input ("-"). Throws UsageError. */
export function entryOfFile(path: string): Fields {
  try {
    const json: unknown = JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return Object.fromEntries(Object.entries(json));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError(`${path} must hold one partner, as an entry of the partners file.`);
}

/** The fields laid over a partner as it is; groups and limits one by one. */
export function laidOver(partner: Fields, fields: Fields): Fields {
  const nested = (name: string) => ({ ...recordOf(partner[name]), ...recordOf(fields[name]) });
  return {
    ...partner,
    ...fields,
    roleGroups: nested('roleGroups'),
    rolePeople: nested('rolePeople'),
    removal: nested('removal'),
  };
}

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** What is no number stays as it is: the rules of a partner say then what is wrong. */
function numberOf(text: string | undefined): number | string | undefined {
  return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function switchOf(text: string | undefined): boolean | string | undefined {
  return text === 'on' ? true : text === 'off' ? false : text;
}

function without(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function orAbsent(fields: Fields): Fields | undefined {
  const given = without(fields);
  return Object.keys(given).length === 0 ? undefined : given;
}
