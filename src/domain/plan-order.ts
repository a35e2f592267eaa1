import type { AzureResource, ResourceKey } from './azure-resource.ts';

/*
 * The order in which resources can go (facts/azure.md 2.6): what uses something goes before what it uses. Types come in
 * tiers, because references lead both ways (an interface names its machine, the machine its interface).
 */
const tiers: readonly (readonly string[])[] = [
  [
    'microsoft.compute/virtualmachines',
    'microsoft.compute/virtualmachinescalesets',
    'microsoft.containerinstance/containergroups',
    'microsoft.containerservice/managedclusters',
    'microsoft.batch/batchaccounts/pools',
    'microsoft.machinelearningservices/workspaces/computes',
    'microsoft.app/containerapps',
    'microsoft.web/sites',
  ],
  [
    'microsoft.batch/batchaccounts',
    'microsoft.machinelearningservices/workspaces',
    'microsoft.web/serverfarms',
    'microsoft.app/managedenvironments',
  ],
  ['microsoft.network/networkinterfaces'],
  ['microsoft.compute/disks', 'microsoft.compute/snapshots', 'microsoft.compute/images', 'microsoft.compute/galleries'],
  [
    'microsoft.network/bastionhosts',
    'microsoft.network/natgateways',
    'microsoft.network/loadbalancers',
    'microsoft.network/applicationgateways',
  ],
  ['microsoft.network/publicipaddresses', 'microsoft.network/publicipprefixes'],
  ['microsoft.network/networksecuritygroups', 'microsoft.network/routetables', 'microsoft.compute/availabilitysets'],
  ['microsoft.network/virtualnetworks'],
];
/** Types that are not in the list use more than they are used. */
const others = 1;
const byType: ReadonlyMap<string, number> = new Map(
  tiers.flatMap((types, tier) => types.map((type) => [type, tier] as const)),
);

export function tierOf(type: string): number {
  return byType.get(type) ?? others;
}

/** Keys of the resources that must be gone before a resource can go: those that use it, are part of it, or that it is managed by. */
export type UsersOf = (key: ResourceKey) => readonly ResourceKey[];

/** Who uses whom among the resources, found once for all. */
export function usersAmong(resources: readonly AzureResource[]): UsersOf {
  const byKey = new Map(resources.map((one) => [one.key, one]));
  const users = new Map<ResourceKey, Set<ResourceKey>>();
  const note = (used: ResourceKey, user: ResourceKey) => {
    if (used === user || !byKey.has(used) || !byKey.has(user)) return;
    const known = users.get(used) ?? new Set();
    users.set(used, known.add(user));
  };
  for (const one of resources) {
    if (one.managedBy !== undefined) note(one.key, one.managedBy);
    if (one.parent !== undefined) note(one.parent, one.key);
    for (const ref of one.refs) {
      const used = byKey.get(ref);
      if (used && tierOf(one.type) <= tierOf(used.type)) note(ref, one.key);
    }
  }
  return (key) => [...(users.get(key) ?? [])];
}

interface Placed {
  readonly resource: Pick<AzureResource, 'type' | 'key'>;
  readonly goesWith?: ResourceKey;
  readonly waitsFor: readonly ResourceKey[];
}

/** Sorted so that nothing comes before what has to go first: else by tier, then by name. */
export function inOrder<T extends Placed>(items: readonly T[]): readonly T[] {
  const byKey = new Map(items.map((item) => [item.resource.key, item]));
  const placed = new Set<T>();
  const place = (item: T): void => {
    if (placed.has(item)) return;
    for (const key of item.goesWith === undefined ? item.waitsFor : [item.goesWith]) {
      const before = byKey.get(key);
      if (before !== undefined) place(before);
    }
    placed.add(item);
  };
  for (const item of items.toSorted((a, b) => byTier(a.resource, b.resource))) place(item);
  return [...placed];
}

export function byTier(a: Pick<AzureResource, 'type' | 'key'>, b: Pick<AzureResource, 'type' | 'key'>): number {
  return tierOf(a.type) - tierOf(b.type) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
