import { audiences } from '../world/audiences.ts';
import { groupIdOf, keyOf } from '../world/azure/resource-id.ts';
import type { Store } from '../world/store.ts';
import { activityLog } from './azure-activity.ts';
import { noResource, patchResource, postVerb, tagsOf } from './azure-acts.ts';
import { denyAssignments, locks, permissions } from './azure-authorization.ts';
import type { AzureCall } from './azure-call.ts';
import { costQuery } from './azure-costs.ts';
import { deleteAny } from './azure-delete.ts';
import { deleteLimit } from './azure-deletes.ts';
import { deployments, getAny, metrics } from './azure-details.ts';
import { azureError } from './azure-errors.ts';
import { resourceGraph } from './azure-graph.ts';
import { getGroup, getSubscription, listGroups, listResources } from './azure-lists.ts';
import { followOperation, operationResult } from './azure-operations.ts';
import { getProvider, listProviders } from './azure-providers.ts';
import { securityAlerts } from './azure-security.ts';
import { bearerOf } from './bearer.ts';
import type { Claims, LoginTokens } from './login-tokens.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

type Handler = (call: AzureCall) => FakeAnswer;
type Extension = (call: AzureCall, scope: string, name?: string) => FakeAnswer;

interface AzureParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
}

/** What any scope has below `providers`; a name may follow. */
const extensions: Readonly<Record<string, Extension>> = {
  'GET microsoft.authorization/locks': locks,
  'GET microsoft.authorization/denyassignments': denyAssignments,
  'GET microsoft.authorization/permissions': permissions,
  'GET microsoft.insights/metrics': metrics,
  'GET microsoft.resources/deployments': deployments,
  'GET microsoft.resources/tags': tagsOf,
  'PATCH microsoft.resources/tags': tagsOf,
  'POST microsoft.costmanagement/query': costQuery,
};
const extension = /^(.+)\/providers\/([^/]+\/[^/]+)(?:\/([^/]+))?$/i;

/** Azure Resource Manager and what answers under its name: all of facts/azure.md 8.7. */
export function azureRoutes(parts: AzureParts): readonly Route[] {
  const limit = deleteLimit();
  const graph = resourceGraph();
  const route = (method: string, path: string, handler: Handler): Route => ({
    method,
    path,
    handle: async (request) => identified(request, await guarded(parts, request, handler)),
  });
  const one = '/subscriptions/:subscriptionId';
  const operation = `${one}/providers/:namespace/locations/:location`;
  return [
    {
      method: 'POST',
      path: '/providers/Microsoft.ResourceGraph/resources',
      handle: async (request) => {
        const claims = await claimsOf(parts, request);
        return identified(request, 'status' in claims ? claims : graph(parts.store, claims, request));
      },
    },
    route('GET', one, getSubscription),
    route('GET', `${one}/resources`, listResources),
    route('GET', `${one}/resourcegroups`, listGroups),
    route('GET', `${one}/resourcegroups/:group`, getGroup),
    route('GET', `${one}/resourcegroups/:group/resources`, listResources),
    route('GET', `${one}/providers`, listProviders),
    route('GET', `${one}/providers/:namespace`, getProvider),
    route('GET', `${one}/providers/Microsoft.Insights/eventtypes/management/values`, activityLog),
    route('GET', `${one}/providers/Microsoft.Security/alerts`, securityAlerts),
    route('GET', `${operation}/operations/:operationId`, followOperation),
    route('GET', `${operation}/operationresults/:operationId`, operationResult),
    route('GET', `${one}/*rest`, (call) => extended(call) ?? getAny(call)),
    route('PATCH', `${one}/*rest`, (call) => extended(call) ?? patchResource(call)),
    route('PUT', `${one}/*rest`, patchResource),
    route('POST', `${one}/*rest`, (call) => extended(call) ?? postVerb(call)),
    route('DELETE', `${one}/*rest`, (call) => deleteAny(call, limit)),
  ];
}

/** The answer of an extension of a scope, e.g. its locks; undefined where the path names none. */
function extended(call: AzureCall): FakeAnswer | undefined {
  const [, scope = '', type = '', name] = extension.exec(call.path) ?? [];
  const handler = extensions[`${call.request.method} ${type.toLowerCase()}`];
  if (handler === undefined) return undefined;
  const key = keyOf(scope);
  const { resources, azure } = call.store;
  const there = groupIdOf(key) === undefined || azure.groups.has(key) || resources.has(key);
  return there ? handler(call, key, name) : noResource(scope);
}

async function guarded(parts: AzureParts, request: FakeRequest, handler: Handler): Promise<FakeAnswer> {
  const { store } = parts;
  const claims = await claimsOf(parts, request);
  if ('status' in claims) return claims;
  const id = request.params.subscriptionId ?? '';
  const subscription = store.subscriptions.get(id.toLowerCase());
  if (subscription === undefined)
    return azureError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  const { tid } = claims;
  // The customer's own tenant, or the partner's by delegated administration.
  if (tid !== subscription.customerTenantId && tid !== subscription.partnerTenantId) {
    return azureError(401, 'InvalidAuthenticationTokenTenant', 'The access token is from the wrong issuer.');
  }
  const path = `/${decodeURIComponent(request.url.pathname).split('/').filter(Boolean).join('/')}`;
  return handler({ store, claims, subscription, request, path });
}

/** Who calls, or why the call is refused before anything is looked at. */
async function claimsOf({ tokens }: AzureParts, request: FakeRequest): Promise<Claims | FakeAnswer> {
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
  return bearer.claims;
}

let answered = 0;

/** Every answer of Resource Manager carries ids that its support asks for. */
function identified(request: FakeRequest, answer: FakeAnswer): FakeAnswer {
  answered += 1;
  const id = `00000000-0000-4000-8000-${String(answered).padStart(12, '0')}`;
  const correlation = request.headers['x-ms-correlation-request-id'] ?? id;
  return {
    ...answer,
    headers: { 'x-ms-request-id': id, 'x-ms-correlation-request-id': correlation, ...answer.headers },
  };
}
