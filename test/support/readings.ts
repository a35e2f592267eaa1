import type { ActivityCaller, ActivityEvent } from '../../src/domain/activity.ts';
import { type AzureResource, groupOf, resourceKey } from '../../src/domain/azure-resource.ts';
import { day } from '../../src/domain/clocks.ts';
import type { InvestigationContext, ResourceCost, SubscriptionReading } from '../../src/domain/investigation.ts';
import { typeOfKey } from '../../src/domain/key-parts.ts';
import { homeTenant } from './people.ts';

/** When the samples are read; Microsoft saw mining twelve hours before. */
export const readAt = '2026-11-20T12:00:00.000Z';
export const firstSeenAt = '2026-11-20T00:00:00.000Z';
export const customerTenant = '33333333-aaaa-4bbb-8ccc-000000000003';
export const someTenant = '55555555-aaaa-4bbb-8ccc-000000000005';
const subscription = '44444444-aaaa-4bbb-8ccc-000000000004';

/** So long before `readAt`, as ISO 8601. */
export function ago(milliseconds: number): string {
  return new Date(Date.parse(readAt) - milliseconds).toISOString();
}

/** A key in the sample subscription: `vm/w-1` in a short form, or provider, type and name as Azure has them. */
export function keyOf(path: string, group = 'rg1'): string {
  const short = /^(vm|vmss|disk|nic|ip|aks)\/(.+)$/.exec(path);
  const full = short ? `${shortTypes[short[1] ?? ''] ?? ''}/${short[2] ?? ''}` : path;
  return resourceKey(`/subscriptions/${subscription}/resourceGroups/${group}/providers/${full}`);
}

const shortTypes: Readonly<Record<string, string>> = {
  vm: 'microsoft.compute/virtualmachines',
  vmss: 'microsoft.compute/virtualmachinescalesets',
  disk: 'microsoft.compute/disks',
  nic: 'microsoft.network/networkinterfaces',
  ip: 'microsoft.network/publicipaddresses',
  aks: 'microsoft.containerservice/managedclusters',
};

/** A machine of the customer's unless told otherwise: old, small, in the usual region. */
export function resource(path: string, change: Partial<AzureResource> = {}): AzureResource {
  const key = path.startsWith('/') ? path : keyOf(path, change.group);
  return {
    id: key,
    key,
    name: key.split('/').at(-1) ?? '',
    type: typeOfKey(key),
    location: 'westeurope',
    group: groupOf(key),
    tags: {},
    createdAt: ago(400 * day),
    refs: [],
    texts: [],
    ...change,
  };
}

export const dana: ActivityCaller = {
  name: 'dana@contoso.example',
  objectId: '30a60000-0000-4000-8000-000000000001',
  tenantId: customerTenant,
  address: '203.0.113.77',
  appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  mfa: 'yes',
};

let events = 0;

/** A write of the resource by Dana that made it, unless told otherwise. */
export function event(key: string, at: string, change: Partial<ActivityEvent> = {}): ActivityEvent {
  events++;
  return {
    id: `event-${String(events).padStart(6, '0')}`,
    at,
    operation: `${typeOfKey(key)}/write`,
    status: 'Accepted',
    subStatus: 'Created',
    resource: key,
    group: groupOf(key),
    correlationId: `correlation-${events}`,
    caller: dana,
    ...change,
  };
}

/** A subscription that was read whole, with nothing in it. */
export function reading(change: Partial<SubscriptionReading> = {}): SubscriptionReading {
  return {
    readAt,
    subscriptionName: 'Contoso production',
    resources: [],
    locks: [],
    denyAssignments: [],
    events: [],
    eventsSince: ago(90 * day),
    costs: [],
    power: {},
    cpu: {},
    defender: [],
    gaps: [],
    ...change,
  };
}

export function context(change: Partial<InvestigationContext> = {}): InvestigationContext {
  return {
    now: readAt,
    partnerTenantId: homeTenant,
    customerTenantId: customerTenant,
    named: [],
    signs: { vmAddresses: [], poolAddresses: [], poolDomains: [] },
    firstSeenAt,
    confirmed: [],
    protectedTags: ['do-not-delete'],
    ...change,
  };
}

/** Costs of full days, the last of them yesterday. */
export function costs(key: string, ...amounts: readonly number[]): ResourceCost {
  const days = amounts.map((cost, index) => ({
    date: ago((amounts.length - index) * day).slice(0, 10),
    cost,
  }));
  return { key, days };
}
