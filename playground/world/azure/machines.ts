import type { Store, WorldResource, WorldSubscription } from '../store.ts';
import { intruder, usualPerson } from './callers.ts';
import { logDeed, logDeployment } from './events.ts';
import { machineOf, networkOf, putGroup, putResource } from './parts.ts';
import type { Attacker, AzureCaller } from './state.ts';
import type { AttackerKind } from './types.ts';
import { isType } from './users.ts';

interface Size {
  readonly sku: string;
  /** Rough retail price; only the fake's own costs come of it. */
  readonly perHour: number;
}

const minute = 60_000;
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
  asked: { subscription: WorldSubscription; count: number | undefined; since: number; as?: AttackerKind },
): readonly WorldResource[] {
  const there = minersOf(store, asked.subscription.id);
  if (asked.count === undefined && there.length > 0) return there;
  const made = makeWave(store, { ...asked, count: asked.count ?? 3 });
  return made.filter((r) => r.mines);
}

export function minersOf(store: Store, subscriptionId: string): readonly WorldResource[] {
  return [...store.resources.values()].filter((r) => r.subscriptionId === subscriptionId && r.mines);
}

/** Who attacks a subscription: the same one each time. */
export function attackerOf(store: Store, subscription: WorldSubscription, as: AttackerKind = 'person'): Attacker {
  return store.azure.attackers.get(subscription.id) ?? { by: intruder(store, subscription, as), on: false, waves: 0 };
}

/** One deployment of machines in a group and region of their own, with all that the activity log says of it. */
export function makeWave(
  store: Store,
  asked: { subscription: WorldSubscription; count: number; since: number; as?: AttackerKind },
): readonly WorldResource[] {
  const { subscription, count, since } = asked;
  const attacker = attackerOf(store, subscription, asked.as);
  const { beatenAt: _beatenAt, ...unbeaten } = attacker;
  store.azure.attackers.set(subscription.id, { ...unbeaten, waves: attacker.waves + 1 });
  if (count === 0) return [];
  const { ids } = store;
  const batch = `${subscription.id}/${attacker.waves}`;
  const size = pick(sizes, ids.chance(`${batch}/size`)) ?? { sku: 'Standard_NC24s_v3', perHour: 12.24 };
  const first = Math.floor(ids.chance(`${subscription.id}/region`) * oddRegions.length);
  const region = oddRegions[(first + attacker.waves) % oddRegions.length] ?? 'brazilsouth';
  const apart = Math.min(4 * minute, (store.clock.now().getTime() - since) / count);
  const placeAt = (at: number) => ({
    subscriptionId: subscription.id,
    group: `rg-${ids.letters(`${batch}/group`, 6)}`,
    location: region,
    createdAt: new Date(at).toISOString(),
  });
  const groupId = putGroup(store, placeAt(since));
  const net = networkOf(placeAt(since), ids.letters(`${batch}/net`, 4));
  const machines = Array.from({ length: count }, (_, i) =>
    machineOf(placeAt(since + i * apart), net, {
      name: `vm-${ids.letters(`${batch}/vm${i}`, 10)}`,
      size: size.sku,
      perHour: size.perHour,
      mines: true,
      vmId: ids.uuid(`${batch}/vm${i}/id`),
    }),
  );
  const made = [net.guard, net.network, ...machines.flat()].map((r) => putResource(store, r));
  if (attacker.waves === 0) logPreparation(store, subscription, { by: attacker.by, since, region });
  logDeed(store, {
    resourceId: groupId,
    by: attacker.by,
    at: since,
    correlationId: ids.next(),
    operation: 'Microsoft.Resources/subscriptions/resourcegroups/write',
    short: true,
  });
  const correlationId = logDeployment(store, {
    groupId,
    name: `deploy-${ids.letters(`${batch}/deployment`, 8)}`,
    by: attacker.by,
    at: since,
    resourceIds: made.map((r) => r.id),
  });
  for (const resource of made) logCreation(store, resource, attacker.by, correlationId);
  store.changed();
  return made;
}

function logCreation(store: Store, resource: WorldResource, by: AzureCaller, correlationId: string): void {
  // Disks come with their machine and have no row of their own.
  if (isType(resource, 'Microsoft.Compute/disks')) return;
  const { location } = resource;
  const vmSize = resource.mines ? { properties: { hardwareProfile: { vmSize: resource.sku } } } : {};
  logDeed(store, {
    resourceId: resource.id,
    by,
    at: Date.parse(resource.createdAt),
    correlationId,
    request: { location, ...vmSize },
    response: { id: resource.id, name: resource.name, location, ...vmSize },
    short: !resource.mines,
  });
}

/** Some hours before: rights for the account, then more quota for itself (facts/azure.md 4.1). */
function logPreparation(
  store: Store,
  subscription: WorldSubscription,
  of: { by: AzureCaller; since: number; region: string },
): void {
  const scope = `/subscriptions/${subscription.id}`;
  const role = `${scope}/providers/Microsoft.Authorization`;
  logDeed(store, {
    resourceId: `${role}/roleAssignments/${store.ids.next()}`,
    by: usualPerson(store, subscription),
    at: of.since - 5 * 60 * minute,
    correlationId: store.ids.next(),
    request: {
      Id: store.ids.next(),
      Properties: {
        PrincipalId: of.by.objectId,
        PrincipalType: of.by.displayName === undefined ? 'ServicePrincipal' : 'User',
        // The built-in role Contributor.
        RoleDefinitionId: `${role}/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`,
        Scope: scope,
      },
    },
    short: true,
  });
  logDeed(store, {
    resourceId: `${scope}/providers/Microsoft.Compute/locations/${of.region}/providers/Microsoft.Quota/quotas/lowPriorityCores`,
    by: of.by,
    at: of.since - 3 * 60 * minute,
    correlationId: store.ids.next(),
    operation: 'Microsoft.Quota/quotas/write',
    request: { properties: { limit: { limitObjectType: 'LimitValue', value: 960 } } },
  });
}

function pick<T>(from: readonly T[], chance: number): T | undefined {
  return from[Math.floor(chance * from.length)];
}
