import { deletionOf } from '../world/azure/operations.ts';
import { groupIdOf, holds, keyOf } from '../world/azure/resource-id.ts';
import type { AzureGroup } from '../world/azure/state.ts';
import { managerOf, propertiesOf } from '../world/azure/users.ts';
import type { Store, WorldResource } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import { type AzureCall, nextLink } from './azure-call.ts';
import { azureError } from './azure-errors.ts';
import { powerFields } from './azure-power.ts';
import type { FakeAnswer } from './server.ts';

const expandable = ['createdTime', 'changedTime', 'provisioningState'] as const;
const standardPage = 40;
/** Children that no list of resources shows: they are read by their own routes (facts/azure.md 1.1). */
const unlisted: ReadonlySet<string> = new Set([
  'microsoft.machinelearningservices/workspaces/computes',
  'microsoft.batch/batchaccounts/pools',
  'microsoft.containerservice/managedclusters/agentpools',
]);

export function getSubscription({ subscription: s }: AzureCall): FakeAnswer {
  return {
    status: 200,
    body: {
      id: `/subscriptions/${s.id}`,
      subscriptionId: s.id,
      tenantId: s.customerTenantId,
      displayName: s.name,
      state: s.cancelledAt === undefined ? 'Enabled' : 'Disabled',
      authorizationSource: 'RoleBased',
      subscriptionPolicies: {
        locationPlacementId: 'Public_2014-09-01',
        quotaId: 'CSP_2015-05-01',
        spendingLimit: 'Off',
      },
      managedByTenants: [{ tenantId: s.partnerTenantId }],
    },
  };
}

/** The resources of a subscription that lists show. */
export function listed(store: Store, subscriptionId: string): readonly WorldResource[] {
  return [...store.resources.values()].filter(
    (r) => r.subscriptionId === subscriptionId && !unlisted.has(r.type.toLowerCase()),
  );
}

/** `GET /subscriptions/{s}/resources` and `…/resourcegroups/{g}/resources`, in pages. */
export function listResources(call: AzureCall): FakeAnswer {
  const { store, subscription, request } = call;
  const query = request.url.searchParams;
  if (query.has('$filter'))
    return azureError(400, 'InvalidFilterInQueryString', 'The local world does not filter resources.');
  const expand = (query.get('$expand') ?? '').split(',').filter(Boolean);
  const unknown = expand.find((e) => !expandable.some((known) => known === e));
  if (unknown !== undefined)
    return azureError(400, 'InvalidExpandInQueryString', `Invalid $expand query '${unknown}'.`);
  const group = groupIdOf(call.path);
  if (group !== undefined && !store.azure.groups.has(keyOf(group))) return noGroup(group);
  const all = listed(store, subscription.id).filter((r) => group === undefined || holds(keyOf(group), keyOf(r.id)));
  return page(call, all, (r) => listItem(store, r, expand));
}

export function listGroups(call: AzureCall): FakeAnswer {
  const all = [...call.store.azure.groups.values()].filter((g) => g.subscriptionId === call.subscription.id);
  // Assumption: groups take $expand=createdTime as resources do.
  const times = call.request.url.searchParams.get('$expand')?.includes('createdTime') === true;
  return page(call, all, (g) => ({ ...groupJson(call.store, g), ...(times ? { createdTime: g.createdAt } : {}) }));
}

export function getGroup(call: AzureCall): FakeAnswer {
  const group = call.store.azure.groups.get(keyOf(call.path));
  return group === undefined ? noGroup(call.path) : { status: 200, body: groupJson(call.store, group) };
}

/** A resource as its own provider answers a GET. */
export function resourceJson(store: Store, r: WorldResource): Json {
  const managedBy = managerOf(store, r);
  const deleting = deletionOf(store, keyOf(r.id)) === undefined ? {} : { provisioningState: 'Deleting' };
  return {
    id: r.id,
    name: r.name.split('/').at(-1),
    type: r.type,
    location: r.location,
    ...(r.kind === undefined ? {} : { kind: r.kind }),
    ...(r.sku === undefined || isMachine(r) ? {} : { sku: { name: r.sku } }),
    ...(managedBy === undefined ? {} : { managedBy }),
    tags: r.tags ?? {},
    properties: { ...propertiesOf(store, r), ...powerFields(r), ...deleting },
  };
}

export function noGroup(id: string): FakeAnswer {
  return azureError(404, 'ResourceGroupNotFound', `Resource group '${id.split('/')[4] ?? ''}' could not be found.`);
}

function listItem(store: Store, r: WorldResource, expand: readonly string[]): Json {
  const deleting = deletionOf(store, keyOf(r.id)) !== undefined;
  const extras: Json = {
    createdTime: r.createdAt,
    changedTime: r.changedAt,
    provisioningState: deleting ? 'Deleting' : 'Succeeded',
  };
  const managedBy = managerOf(store, r);
  return {
    id: r.id,
    name: r.name,
    type: r.type,
    location: r.location,
    ...(r.kind === undefined ? {} : { kind: r.kind }),
    ...(r.sku === undefined || isMachine(r) ? {} : { sku: { name: r.sku } }),
    ...(managedBy === undefined ? {} : { managedBy }),
    tags: r.tags ?? {},
    ...Object.fromEntries(expand.map((name) => [name, extras[name]])),
  };
}

function groupJson(store: Store, g: AzureGroup): Json {
  const deleting = deletionOf(store, keyOf(g.id)) !== undefined;
  return {
    id: g.id,
    name: g.name,
    type: 'Microsoft.Resources/resourceGroups',
    location: g.location,
    ...(g.managedBy === undefined ? {} : { managedBy: g.managedBy }),
    tags: g.tags,
    properties: { provisioningState: deleting ? 'Deleting' : 'Succeeded' },
  };
}

function page<T>(call: AzureCall, all: readonly T[], json: (one: T) => Json): FakeAnswer {
  const query = call.request.url.searchParams;
  const most = call.store.azure.options.pageSize ?? standardPage;
  const from = Number(query.get('$skiptoken') ?? 0);
  const size = Math.min(Number(query.get('$top') ?? most), most);
  const value = all.slice(from, from + size).map(json);
  const more = from + size < all.length;
  return {
    status: 200,
    body: more ? { value, nextLink: nextLink(call.request, '$skiptoken', from + size) } : { value },
  };
}

/** A machine's size is in its properties; the resource itself has no SKU. */
function isMachine(r: WorldResource): boolean {
  return r.type.toLowerCase() === 'microsoft.compute/virtualmachines';
}
