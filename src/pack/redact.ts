import { verdictKinds } from '../domain/case.ts';
import { lookedAt } from '../domain/investigation.ts';
import type { PackProfile } from '../domain/pack.ts';
import { fieldProperties, type PackField, packFields, redaction } from '../domain/redaction.ts';
import type { Creator } from '../domain/timeline.ts';
import { patterns } from './patterns.ts';
import { staff, withheld } from './withheld.ts';

export interface Redactor {
  readonly leavesOut: (field: PackField) => boolean;
  /** Data of ours, in the same shape: texts are replaced, lists are emptied. */
  readonly ours: <T>(value: T) => T;
  /** What another service answered. */
  readonly outside: (value: unknown) => unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Words of our own that stand where elsewhere stands what people wrote. */
const vocabulary: ReadonlySet<string> = new Set([
  ...verdictKinds,
  ...lookedAt,
  'unknown',
  'actual',
  'prices',
  'none',
  'investigating',
]);

const fieldOf: ReadonlyMap<string, PackField> = new Map(
  packFields.flatMap((field) => (fieldProperties[field] ?? []).map((property) => [property, field] as const)),
);

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isPerson = (value: Fields) =>
  typeof value['objectId'] === 'string' && typeof value['tenantId'] === 'string' && typeof value['name'] === 'string';
const isCreator = (value: Fields) => Array.isArray(value['suspects']) && Array.isArray(value['siblings']);
const isClock = (value: Fields) => value['kind'] === 'clock';

/** The tenant of whoever did what an entry of Azure's activity log tells (facts/azure.md 4). */
const tenantClaim = 'http://schemas.microsoft.com/identity/claims/tenantid';

/** Accounts by their spellings, with the number that stands for each; shorter spellings could be anything. */
const shortest = 6;

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** What a profile leaves out of data, given the accounts that the case knows. */
export function createRedactor(
  profile: PackProfile,
  known: { readonly creators: readonly Creator[]; readonly partnerTenantId: string },
): Redactor {
  const treatments = redaction[profile];
  const leavesOut = (field: PackField) => treatments[field] !== undefined;
  if (Object.keys(treatments).length === 0) return { leavesOut, ours: (value) => value, outside: (value) => value };

  const numbers = new Map<string, string>();
  known.creators.forEach(({ key, name, kind }, index) => {
    if (!leavesOut('accounts') && !(leavesOut('ourAccounts') && kind === 'partner')) return;
    for (const spelling of [key, name]) if (spelling) numbers.set(spelling.toLowerCase(), `[account ${index + 1}]`);
  });
  if (leavesOut('ourAccounts')) numbers.set(known.partnerTenantId.toLowerCase(), withheld);
  const spellings = [...numbers.keys()]
    .filter(({ length }) => length >= shortest)
    .toSorted((a, b) => b.length - a.length);
  const accounts = spellings.length === 0 ? undefined : new RegExp(spellings.map(escaped).join('|'), 'gi');
  const active = patterns.filter(({ field }) => leavesOut(field));

  function text(value: string): string {
    const whole = numbers.get(value.toLowerCase());
    if (whole !== undefined) return whole;
    const named = accounts ? value.replace(accounts, (found) => numbers.get(found.toLowerCase()) ?? withheld) : value;
    return active.reduce(
      (all, { sign, form, instead }) => (all.includes(sign) ? all.replace(form, instead) : all),
      named,
    );
  }

  function ownText(value: string, property: string): string {
    const field = fieldOf.get(property);
    if (field === undefined || !leavesOut(field) || vocabulary.has(value)) return text(value);
    if (field === 'people') return staff;
    return field === 'accounts' ? (numbers.get(value.toLowerCase()) ?? withheld) : withheld;
  }

  function entries(value: Fields, each: (value: unknown, property: string) => unknown): Fields {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), each(inner, key)]));
  }

  function person(value: Fields): Fields {
    if (leavesOut('people')) return { ...value, tenantId: withheld, objectId: withheld, name: staff };
    return entries(value, (inner) => (typeof inner === 'string' ? text(inner) : inner));
  }

  /** "Was it us" is for the owner: an account of the partner's own looks like any other that has access. */
  function creator(value: Fields): Fields {
    const ours = value['kind'] === 'partner' && leavesOut('ourAccounts');
    if (!ours && !leavesOut('accounts')) return value;
    const { appId: _, tenantId: _tenant, ...rest } = value;
    return { ...rest, ...(ours ? { kind: 'foreign', addresses: [], tool: undefined } : {}) };
  }

  function own(value: unknown, property: string): unknown {
    if (typeof value === 'string') return ownText(value, property);
    const field = fieldOf.get(property);
    const hidden = field !== undefined && leavesOut(field);
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      return (hidden ? items.filter((item) => typeof item === 'string') : items).map((item) => own(item, property));
    }
    if (!isFields(value) || isClock(value)) return value;
    if (isPerson(value)) return person(value);
    if (isCreator(value)) return entries(creator(value), (inner, key) => own(inner, key === 'name' ? 'who' : key));
    return hidden ? {} : entries(value, own);
  }

  function outside(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(outside);
    if (!isFields(value)) return value;
    const tenant = isFields(value['claims']) ? value['claims'][tenantClaim] : undefined;
    const isOurs = typeof tenant === 'string' && tenant.toLowerCase() === known.partnerTenantId.toLowerCase();
    if (!isOurs || !leavesOut('ourAccounts')) return entries(value, outside);
    return { ...entries(value, outside), caller: withheld, claims: withheld, httpRequest: withheld };
  }

  return {
    leavesOut,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts for texts, shorter lists for lists: the shape stays
    ours: <T>(value: T) => own(value, '') as T,
    outside,
  };
}
