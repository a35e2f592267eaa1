import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { SubscriptionView } from '../../playground/world/azure/types.ts';
import type { WorldOptions } from '../../playground/world/options-types.ts';
import { asJson, asList, type Called, type OpenWorld, openWorld } from './open-world.ts';

export interface AzurePlace {
  readonly open: OpenWorld;
  readonly subscriptionId: string;
  /** The subscription's own path. */
  readonly root: string;
  /** A token of the one who owns at the partner. */
  readonly owner: string;
  readonly ownerId: string;
  /** The app's own, in the customer's tenant. */
  readonly app: string;
  personToken(name: string): Promise<string>;
  get(path: string, token?: string): Promise<Called>;
  /** Any method on a path of Azure, as the owner. */
  send(method: string, path: string, body?: unknown, token?: string): Promise<Called>;
  /** DELETE as the owner. */
  remove(path: string, token?: string): Promise<Called>;
  /** Follows what a 202 links to until it is over; the last answer. */
  follow(begun: Called): Promise<Called>;
  /** Waits until a path answers a status. */
  until(path: string, status: number): Promise<void>;
  view(): SubscriptionView;
  /** Paths of the resources of a type, of those that an attacker made. */
  made(type: string): readonly string[];
  burn(): number;
}

/** A world whose first subscription is mined by three machines, with operations that are over soon. */
export async function azurePlace(
  options: Omit<WorldOptions, 'folder'> & { readonly machines?: number } = {},
): Promise<AzurePlace> {
  const { machines = 3, ...rest } = options;
  const open = await openWorld({
    now: new Date('2026-03-12T09:00:00Z'),
    ...rest,
    azure: { operationMs: 20, pollAfter: 0, ...rest.azure },
  });
  const { world } = open;
  const { partners, customers, people } = world.snapshot();
  const customer = customers.find((c) => c.name === 'Alpine Ski House') ?? assert.fail();
  const subscriptionId = customer.subscriptions[0]?.id ?? assert.fail();
  const partnerTenantId = partners[0]?.tenantId ?? assert.fail();
  if (machines > 0) world.addDetection({ partnerTenantId, subscriptionId, machines });
  const idOf = (name: string): string => people.find((p) => p.name === name)?.id ?? assert.fail();
  const ownerId = idOf('Megan Bowen');
  const owner = await open.personToken(ownerId, 'azure');
  const app = await open.appToken(customer.tenantId, 'azure');
  const url = (path: string): string =>
    path.startsWith('http')
      ? path
      : `${world.urls.azure}${path}${path.includes('?') ? '&' : '?'}api-version=2025-04-01`;
  const send: AzurePlace['send'] = (method, path, body, token = owner) =>
    open.call(url(path), { method, token, ...(body === undefined ? {} : { body }) });
  const get: AzurePlace['get'] = (path, token) => send('GET', path, undefined, token);
  const view = (): SubscriptionView => world.snapshot().azure.find((s) => s.id === subscriptionId) ?? assert.fail();
  return {
    open,
    subscriptionId,
    root: `/subscriptions/${subscriptionId}`,
    owner,
    ownerId,
    app,
    async personToken(name) {
      world.setSignedIn(idOf(name), true);
      return open.personToken(idOf(name), 'azure');
    },
    get,
    send,
    remove: (path, token) => send('DELETE', path, undefined, token),
    async follow(begun) {
      const link = begun.headers.get('azure-asyncoperation') ?? begun.headers.get('location') ?? assert.fail();
      for (;;) {
        const answer = await get(link);
        const runs = answer.status === 202 || answer.body.status === 'InProgress';
        if (!runs) return answer;
        await pause(5);
      }
    },
    async until(path, status) {
      while ((await get(path)).status !== status) await pause(5);
    },
    view,
    made: (type) => {
      const wanted = type.toLowerCase();
      return view()
        .resources.filter(
          (r) => r.goneAt === undefined && r.location !== 'westeurope' && r.type.toLowerCase() === wanted,
        )
        .map((r) => `/subscriptions/${subscriptionId}/resourceGroups/${r.group}/providers/${r.type}/${r.name}`);
    },
    burn: () => view().burnPerHour,
  };
}

/** All pages of a list. */
export async function allOf(place: AzurePlace, path: string): Promise<ReturnType<typeof asList>> {
  const all = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: Called = await place.get(next);
    assert.equal(page.status, 200);
    all.push(...asList(page.body.value));
    next = nextOf(page);
  }
  return all;
}

/** The link to the next page, where there is one. */
export function nextOf(page: Called): string | undefined {
  const { nextLink } = page.body;
  return typeof nextLink === 'string' ? nextLink : undefined;
}

export function propertiesOf(called: Called): ReturnType<typeof asJson> {
  return asJson(called.body.properties);
}

export const types = {
  machine: 'Microsoft.Compute/virtualMachines',
  disk: 'Microsoft.Compute/disks',
  nic: 'Microsoft.Network/networkInterfaces',
  address: 'Microsoft.Network/publicIPAddresses',
  guard: 'Microsoft.Network/networkSecurityGroups',
  network: 'Microsoft.Network/virtualNetworks',
} as const;
