import { createHash } from 'node:crypto';
import { minute } from '../domain/clocks.ts';
import { isId, type PackId } from '../domain/ids.ts';
import { codeMinutes } from '../domain/pack.ts';
import { hasRole, type Person } from '../domain/people.ts';
import { fetchRoles } from '../domain/redaction.ts';
import type { PackStore } from './asking-ports.ts';
import type { CaseStore } from './case-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { RoleReader } from './ports.ts';

/** Crockford's base 32: no letter that is easily taken for a digit or another letter. */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeBytes = 16;
const codeSigns = 26;
const readable = new RegExp(`^[${signs}]{${codeSigns}}$`);

/** A secret of 128 bits as people can type it: `7Q2KD-0VN3X-8R5TA-C1YMB-4HJ6PS`. */
function written(secret: Uint8Array): string {
  let rest = secret.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let code = '';
  for (let i = 0; i < codeSigns; i++) {
    code = (signs[Number(rest & 31n)] ?? '') + code;
    rest >>= 5n;
  }
  return code.replace(/^(.{5})(.{5})(.{5})(.{5})/, '$1-$2-$3-$4-');
}

/** A code as it was typed or pasted, without what people add or mistake; undefined for what can be none. */
function readCode(typed: string): string | undefined {
  if (typed.length > 200) return undefined;
  const code = typed
    .toUpperCase()
    .replaceAll(/[\s\-‐-―]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return readable.test(code) ? code : undefined;
}

function hashOf(packId: PackId, code: string): string {
  return createHash('sha256').update(`${packId}:${code}`).digest('hex');
}

/**
 * A new code that opens the pack once, for that person, for 15 minutes. Undefined where the pack is not ready. Whether
 * the person may have it is the caller's to check (domain/redaction.ts `fetchRoles`).
 */
export async function codeFor(
  deps: {
    readonly packs: PackStore;
    readonly now: () => Date;
    /** That many bytes which nobody can foretell. */
    readonly randomBytes: (count: number) => Uint8Array;
  },
  packId: PackId,
  person: Person,
): Promise<string | undefined> {
  if ((await deps.packs.load(packId))?.state !== 'ready') return undefined;
  const code = written(deps.randomBytes(codeBytes));
  const expiresAt = new Date(deps.now().getTime() + codeMinutes * minute).toISOString();
  await deps.packs.giveCode({ packId, codeHash: hashOf(packId, code.replaceAll('-', '')), by: person, expiresAt });
  return code;
}

export type OpenedPack =
  | {
      readonly kind: 'opened';
      readonly fileName: string;
      readonly bytes: number;
      /** In hexadecimal. */
      readonly sha256: string;
      readonly parts: AsyncIterable<Uint8Array>;
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'too-many' };

export interface OpenPackDeps {
  readonly packs: PackStore;
  readonly cases: Pick<CaseStore, 'load'>;
  readonly now: () => Date;
  /** Whether the person may fetch the pack now: their role is read again, because a code outlives it. */
  readonly mayFetch: (packId: PackId, person: Person) => Promise<boolean>;
}

/** Whether the person may fetch the pack, by the role that their groups give them at this moment. */
export async function mayFetchPack(
  deps: {
    readonly packs: Pick<PackStore, 'load'>;
    readonly cases: Pick<CaseStore, 'load'>;
    readonly partners: PartnerStore;
    readonly roles: RoleReader;
  },
  packId: PackId,
  person: Person,
): Promise<boolean> {
  const pack = await deps.packs.load(packId);
  const stored = pack && (await deps.cases.load(pack.caseId));
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  if (!pack || !partner) return false;
  const { role } = await deps.roles.roleOf(partner, person, 'now');
  return hasRole(role, fetchRoles[pack.profile]);
}

/**
 * Takes a code and opens the pack with it. Wrong, used, foreign and expired codes, unknown packs and people who lost
 * their role are told apart by nobody.
 */
export async function openPack(deps: OpenPackDeps, packId: string, typed: string): Promise<OpenedPack> {
  if (!isId('pack', packId)) return { kind: 'refused' };
  const code = readCode(typed);
  // What can be no code is counted as a wrong one.
  const taken = await deps.packs.takeCode(packId, hashOf(packId, code ?? ''), deps.now().toISOString());
  if (taken.kind === 'too-many') return { kind: 'too-many' };
  if (taken.kind === 'no') return { kind: 'refused' };
  const pack = await deps.packs.load(packId);
  const stored = pack && (await deps.cases.load(pack.caseId));
  if (pack?.state !== 'ready' || stored === undefined || !(await deps.mayFetch(packId, taken.by)))
    return { kind: 'refused' };
  return {
    kind: 'opened',
    fileName: `mining-watch-case-${stored.case.number}.zip`,
    bytes: pack.bytes,
    sha256: pack.sha256,
    parts: deps.packs.read(packId),
  };
}
