import type { Store, WorldResource, WorldSubscription } from './store.ts';

interface Size {
  readonly sku: string;
  /** Rough retail price; only the fake's own costs come of it. */
  readonly perHour: number;
}

const sizes: readonly Size[] = [
  { sku: 'Standard_NC24ads_A100_v4', perHour: 3.67 },
  { sku: 'Standard_NC64as_T4_v3', perHour: 4.35 },
  { sku: 'Standard_ND40rs_v2', perHour: 22.03 },
  { sku: 'Standard_NC24s_v3', perHour: 12.24 },
];
/** Where nobody of these customers works. */
const oddRegions = ['brazilsouth', 'koreacentral', 'southafricanorth', 'uaenorth', 'centralindia', 'jioindiawest'];

/**
 * The machines of a subscription that mine: those it has, or `count` new ones (3 when neither is said), made a few
 * minutes apart from `since` (ms) on.
 */
export function miningMachines(
  store: Store,
  asked: { subscription: WorldSubscription; count: number | undefined; since: number },
): readonly WorldResource[] {
  const { subscription } = asked;
  const there = [...store.resources.values()].filter((r) => r.subscriptionId === subscription.id && r.mines);
  if (asked.count === undefined && there.length > 0) return there;
  const batch = `${subscription.id}/${there.length}`;
  const group = `rg-${store.ids.letters(`${batch}/group`, 6)}`;
  const region = oddRegions[Math.floor(store.ids.chance(`${batch}/region`) * oddRegions.length)] ?? 'brazilsouth';
  const size = sizes[Math.floor(store.ids.chance(`${batch}/size`) * sizes.length)] ?? {
    sku: 'Standard_NC24s_v3',
    perHour: 12.24,
  };
  const made = Array.from({ length: asked.count ?? 3 }, (_, i): WorldResource => {
    const name = `vm-${store.ids.letters(`${batch}/vm${i}`, 10)}`;
    const createdAt = new Date(asked.since + i * 4 * 60_000).toISOString();
    return {
      id: `/subscriptions/${subscription.id}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
      name,
      type: 'Microsoft.Compute/virtualMachines',
      location: region,
      subscriptionId: subscription.id,
      sku: size.sku,
      createdAt,
      changedAt: createdAt,
      costPerHour: size.perHour,
      serviceName: 'Virtual Machines',
      mines: true,
    };
  });
  for (const machine of made) store.resources.set(machine.id.toLowerCase(), machine);
  return made;
}
