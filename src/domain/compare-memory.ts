import type { ResourceKey } from './azure-resource.ts';
import { type MemoryDimension, memoryDimensions, type Seen } from './memory.ts';

/** From when on something counts as changed. Everything else compared is changed by any new member. */
export const memoryRule = {
  /** A third more than the dearest day of the week that was confirmed: weeks of the same work differ by less. */
  costRatio: 1.3,
  /** Units of currency per day: below that, a ratio says nothing, and a machine that mines costs more. */
  costFloor: 5,
  /** A scale set or pool that has grown by a third is more than it was confirmed for. */
  instancesRatio: 1.3,
  /** What was read longer ago than Microsoft's own limit is no longer the present. */
  freshHours: 24,
} as const;

/** What is not as it was; names, pools, regions and accounts are outside text. */
export type MemoryChange =
  | { readonly what: 'pool'; readonly poolDomains: readonly string[] }
  | { readonly what: 'address'; readonly vmAddresses: readonly string[] }
  | { readonly what: 'resource'; readonly keys: readonly ResourceKey[] }
  | { readonly what: 'size'; readonly key: ResourceKey; readonly was: string; readonly is: string }
  | { readonly what: 'cost'; readonly was: number; readonly is: number; readonly currency: string }
  | { readonly what: 'region'; readonly regions: readonly string[] }
  /** `who` has a name for each, as far as one is known. */
  | { readonly what: 'creator'; readonly count: number; readonly caller: readonly string[] };

export interface Comparison {
  readonly changes: readonly MemoryChange[];
  /** What could not be compared, and did not visibly change. */
  readonly unchecked: readonly MemoryDimension[];
}

const without = (list: readonly string[], known: readonly string[]): readonly string[] => {
  const were = new Set(known);
  return list.filter((one) => !were.has(one));
};

/**
 * What changed between what was confirmed and what is seen now. Fewer pools, resources, regions or less cost is no
 * change. What either side could not read is unchecked, never unchanged.
 */
export function compare(was: Seen, is: Seen): Comparison {
  const pools = [...without(is.poolDomains, was.poolDomains), ...without(is.poolAddresses, was.poolAddresses)];
  const addresses = without(is.vmAddresses, was.vmAddresses);
  const resources = newResources(was, is);
  const regions = without(is.regions, was.regions);
  const creators = is.creators.filter(({ caller }) => !was.creators.some((one) => one.caller === caller));
  // Against what was not read, a member is not new.
  const isKnown = (what: MemoryDimension) => !was.unread.includes(what);
  const changes: readonly MemoryChange[] = [
    ...(pools.length > 0 && isKnown('pool') ? [{ what: 'pool', poolDomains: pools } as const] : []),
    ...(addresses.length > 0 && isKnown('address') ? [{ what: 'address', vmAddresses: addresses } as const] : []),
    ...(resources.length > 0 ? [{ what: 'resource', keys: resources } as const] : []),
    ...sizes(was, is),
    ...costs(was, is),
    ...(regions.length > 0 && isKnown('region') ? [{ what: 'region', regions } as const] : []),
    ...(creators.length > 0 && isKnown('creator')
      ? [{ what: 'creator', count: creators.length, caller: creators.flatMap(({ who }) => who ?? []) } as const]
      : []),
  ];
  const changed = new Set<MemoryDimension>(changes.map(({ what }) => what));
  const unread = new Set<MemoryDimension>([...was.unread, ...is.unread, ...incomparable(was, is)]);
  return { changes, unchecked: memoryDimensions.filter((what) => unread.has(what) && !changed.has(what)) };
}

/** A resource that the alerts name now and did not then is new whatever was read; a suspect only where suspects were read. */
function newResources(was: Seen, is: Seen): readonly ResourceKey[] {
  const known = [...was.named, ...was.resources.map(({ key }) => key)];
  const suspects = was.unread.includes('resource') ? [] : is.resources.map(({ key }) => key);
  return [...new Set(without([...is.named, ...suspects], known))];
}

function sizes(was: Seen, is: Seen): readonly MemoryChange[] {
  if (was.unread.includes('size') || is.unread.includes('size')) return [];
  const before = new Map(was.resources.map((one) => [one.key, one]));
  return is.resources.flatMap((now) => {
    const then = before.get(now.key);
    if (then === undefined) return [];
    const isOther = (now.size ?? '').toLowerCase() !== (then.size ?? '').toLowerCase();
    const hasGrown = (now.instances ?? 0) > (then.instances ?? 0) * memoryRule.instancesRatio;
    return isOther || hasGrown ? [{ what: 'size', key: now.key, was: sizeText(then), is: sizeText(now) } as const] : [];
  });
}

function sizeText({ size, instances }: Seen['resources'][number]): string {
  return [...(instances === undefined ? [] : [`${instances} ×`]), size ?? '?'].join(' ');
}

function costs(was: Seen, is: Seen): readonly MemoryChange[] {
  if (was.cost === undefined || is.cost === undefined || was.cost.currency !== is.cost.currency) return [];
  const [then, now] = [was.cost.highest, is.cost.highest];
  const isMore = now - then >= memoryRule.costFloor && now >= then * memoryRule.costRatio;
  return isMore ? [{ what: 'cost', was: then, is: now, currency: is.cost.currency }] : [];
}

/** What both sides read, and says nothing all the same. */
function incomparable(was: Seen, is: Seen): readonly MemoryDimension[] {
  const pools = ({ poolDomains, poolAddresses }: Seen) => poolDomains.length + poolAddresses.length;
  const isNothing = pools(is) + is.vmAddresses.length + is.named.length === 0;
  return [
    ...(pools(was) > 0 && pools(is) === 0 ? (['pool'] as const) : []),
    ...(isNothing ? (['resource'] as const) : []),
    ...(was.cost !== undefined && is.cost !== undefined && was.cost.currency !== is.cost.currency
      ? (['cost'] as const)
      : []),
  ];
}
