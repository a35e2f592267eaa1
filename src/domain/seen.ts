import { createHash } from 'node:crypto';
import { resourceKey } from './azure-resource.ts';
import type { Case } from './case.ts';
import type { Fact, UsageFacts } from './facts.ts';
import type { Gap, Looked } from './investigation.ts';
import type { MemoryDimension, Seen, SeenCreator, SeenResource } from './memory.ts';
import type { Creator } from './timeline.ts';

/** Of each list, as many as are kept: a journal entry holds them for good. More than that cannot be compared. */
export const mostSeen = 100;
/** Full days of which the highest cost is compared, and how many there must be: one day says too little. */
const costDays = 7;
const leastCostDays = 3;

/** What an investigation has to say of it. */
export interface AzureSeen {
  readonly readAt: string;
  readonly gaps: readonly Gap[];
  readonly regions: readonly string[];
  /** Suspects, at most `mostSeen` and one more. */
  readonly suspects: readonly SeenResource[];
  readonly creators: readonly Pick<Creator, 'key' | 'kind' | 'name' | 'suspects'>[];
}

/** What was read for a case so far; absent where nothing has tried yet. */
export interface ReadSoFar {
  readonly usage?: { readonly facts: Fact<UsageFacts>; readonly readAt: string };
  readonly azure?: AzureSeen;
}

/** What of an investigation each dimension rests on. */
const restsOn: Readonly<Partial<Record<MemoryDimension, readonly Looked[]>>> = {
  resource: ['resources', 'children'],
  size: ['resources', 'details'],
  region: ['resources'],
  creator: ['resources', 'activity'],
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const unique = (list: readonly string[]): readonly string[] =>
  [...new Set(list.map((one) => one.trim().toLowerCase()).filter((one) => one !== ''))].toSorted(byText);

/** What a case is about, by its alerts and by what was read; what was not is named in `unread`. */
export function seenIn(c: Pick<Case, 'detections' | 'signs'>, { usage, azure }: ReadSoFar): Seen {
  const signs = c.detections.map((d) => d.signs);
  const poolDomains = unique(signs.flatMap((s) => s.poolDomains));
  const poolAddresses = unique(signs.flatMap((s) => s.poolAddresses));
  const vmAddresses = unique(signs.flatMap((s) => s.vmAddresses));
  const named = [...new Set(c.detections.flatMap((d) => d.resources.map(({ id }) => resourceKey(id))))].toSorted(
    byText,
  );
  const resources = (azure?.suspects ?? []).toSorted((a, b) => byText(a.key, b.key));
  const regions = unique(azure?.regions ?? []).filter((region) => region !== 'global');
  const creators = creatorsIn(azure);
  const cost = costIn(usage?.facts);
  const isCut = (list: readonly unknown[]) => list.length > mostSeen;
  const gaps = new Set(azure?.gaps.map(({ what }) => what));
  const isUnread = (what: MemoryDimension) =>
    azure === undefined || c.signs?.unreadable === true || restsOn[what]?.some((looked) => gaps.has(looked)) === true;
  const unread: readonly MemoryDimension[] = [
    ...(isCut(poolDomains) || isCut(poolAddresses) ? (['pool'] as const) : []),
    ...(isCut(vmAddresses) ? (['address'] as const) : []),
    ...(isCut(resources) || isCut(named) || isUnread('resource') ? (['resource'] as const) : []),
    ...(isCut(resources) || isUnread('size') ? (['size'] as const) : []),
    ...(cost === undefined ? (['cost'] as const) : []),
    ...(isCut(regions) || isUnread('region') ? (['region'] as const) : []),
    ...(isCut(creators) || isUnread('creator') ? (['creator'] as const) : []),
  ];
  return {
    poolDomains: poolDomains.slice(0, mostSeen),
    poolAddresses: poolAddresses.slice(0, mostSeen),
    vmAddresses: vmAddresses.slice(0, mostSeen),
    named: named.slice(0, mostSeen),
    resources: resources.slice(0, mostSeen),
    ...(cost === undefined ? {} : { cost }),
    regions: regions.slice(0, mostSeen),
    creators: creators.slice(0, mostSeen),
    unread,
  };
}

/** An account of the partner's own is kept as a hash: "was it us" is for owners, and journals go into packs. */
function creatorsIn(azure: AzureSeen | undefined): readonly SeenCreator[] {
  const made = (azure?.creators ?? []).filter(({ suspects }) => suspects.length > 0);
  return made
    .map(({ key, kind, name }) =>
      kind === 'partner'
        ? { caller: `partner:${createHash('sha256').update(key.toLowerCase()).digest('hex').slice(0, 32)}` }
        : { caller: key.toLowerCase(), ...(name === undefined ? {} : { who: name }) },
    )
    .toSorted((a, b) => byText(a.caller, b.caller));
}

function costIn(usage: Fact<UsageFacts> | undefined): Seen['cost'] {
  if (usage?.state !== 'known') return undefined;
  const days = usage.value.days.slice(-costDays);
  if (days.length < leastCostDays) return undefined;
  return { highest: Math.max(...days.map(({ cost }) => cost)), currency: usage.value.currency };
}

/** Whether something was not even tried yet. */
export function isBeingRead({ usage, azure }: ReadSoFar): boolean {
  return usage === undefined || azure === undefined;
}

/** When the older of what was read was read. */
export function readAtOf({ usage, azure }: ReadSoFar): string | undefined {
  if (usage === undefined || azure === undefined) return undefined;
  return Date.parse(usage.readAt) < Date.parse(azure.readAt) ? usage.readAt : azure.readAt;
}
