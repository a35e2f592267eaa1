import { audiences } from '../world/audiences.ts';
import type { Store, WorldResource, WorldSubscription } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import { costQuery } from './azure-costs.ts';
import { azureError } from './azure-errors.ts';
import { bearerOf } from './bearer.ts';
import type { LoginTokens } from './login-tokens.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

type Handler = (store: Store, subscription: WorldSubscription, request: FakeRequest) => FakeAnswer;

const resourcesPerPage = 5;
const expandable = ['createdTime', 'changedTime', 'provisioningState'] as const;

/** Azure Resource Manager, as far as a subscription's resources and costs go. */
export function azureRoutes(parts: { store: Store; tokens: LoginTokens }): readonly Route[] {
  const route = (method: string, path: string, handler: Handler): Route => ({
    method,
    path,
    handle: async (request) => await guarded(parts, request, handler),
  });
  const one = '/subscriptions/:subscriptionId';
  return [
    route('GET', one, getSubscription),
    route('GET', `${one}/resources`, listResources),
    route('POST', `${one}/providers/Microsoft.CostManagement/query`, costQuery),
  ];
}

async function guarded(
  { store, tokens }: { store: Store; tokens: LoginTokens },
  request: FakeRequest,
  handler: Handler,
): Promise<FakeAnswer> {
  const bearer = await bearerOf(request, tokens, audiences.azure);
  if (bearer.kind === 'missing') {
    return azureError(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
  }
  if (bearer.kind !== 'ok') return azureError(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
  if (!request.url.searchParams.has('api-version')) {
    return azureError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const id = request.params.subscriptionId ?? '';
  const subscription = store.subscriptions.get(id.toLowerCase());
  if (subscription === undefined)
    return azureError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  const { tid } = bearer.claims;
  // The customer's own tenant, or the partner's by delegated administration.
  if (tid !== subscription.customerTenantId && tid !== subscription.partnerTenantId) {
    return azureError(401, 'InvalidAuthenticationTokenTenant', 'The access token is from the wrong issuer.');
  }
  return handler(store, subscription, request);
}

function getSubscription(_store: Store, s: WorldSubscription): FakeAnswer {
  return {
    status: 200,
    body: {
      id: `/subscriptions/${s.id}`,
      subscriptionId: s.id,
      tenantId: s.customerTenantId,
      displayName: s.name,
      state: 'Enabled',
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

function listResources(store: Store, s: WorldSubscription, request: FakeRequest): FakeAnswer {
  const query = request.url.searchParams;
  if (query.has('$filter'))
    return azureError(400, 'InvalidFilterInQueryString', 'The local world does not filter resources.');
  const expand = (query.get('$expand') ?? '').split(',').filter(Boolean);
  const unknown = expand.find((e) => !expandable.some((known) => known === e));
  if (unknown !== undefined)
    return azureError(400, 'InvalidExpandInQueryString', `Invalid $expand query '${unknown}'.`);
  const from = Number(query.get('$skiptoken') ?? 0);
  const size = Math.min(Number(query.get('$top') ?? resourcesPerPage), resourcesPerPage);
  const all = [...store.resources.values()].filter((r) => r.subscriptionId === s.id);
  const next = new URL(request.url);
  next.searchParams.set('$skiptoken', String(from + size));
  const value = all.slice(from, from + size).map((r) => resource(r, expand));
  return { status: 200, body: from + size < all.length ? { value, nextLink: next.href } : { value } };
}

function resource(r: WorldResource, expand: readonly string[]): Json {
  const extras: Json = { createdTime: r.createdAt, changedTime: r.changedAt, provisioningState: 'Succeeded' };
  return {
    id: r.id,
    name: r.name,
    type: r.type,
    location: r.location,
    ...(r.sku === undefined ? {} : { sku: { name: r.sku } }),
    tags: {},
    ...Object.fromEntries(expand.map((name) => [name, extras[name]])),
  };
}
