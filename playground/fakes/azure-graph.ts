import { groupNameOf } from '../world/azure/resource-id.ts';
import { isJson } from '../world/messages.ts';
import type { Store, WorldResource } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import { azureError, badBody } from './azure-errors.ts';
import { listed, resourceJson } from './azure-lists.ts';
import { instanceView } from './azure-power.ts';
import type { Claims } from './login-tokens.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

const most = 1000;
const standard = 100;
/** 15 queries in 5 seconds (facts/azure.md 1.2). */
const quota = 15;
const span = 5000;

/** Resource Graph, by one that counts its callers' queries. It knows the table `resources` and columns, not KQL. */
export function resourceGraph(): (store: Store, claims: Claims, request: FakeRequest) => FakeAnswer {
  const seen = new Map<string, number[]>();
  return (store, claims, request) => {
    const now = Date.now();
    const recent = (seen.get(caller(claims)) ?? []).filter((at) => at > now - span);
    const resets = `00:00:0${Math.ceil(((recent[0] ?? now) + span - now) / 1000)}`;
    const headers = (left: number) => ({
      'x-ms-user-quota-remaining': String(left),
      'x-ms-user-quota-resets-after': resets,
    });
    if (recent.length >= quota) {
      // Assumption: the code; that Resource Graph answers 429 is documented.
      const refused = azureError(429, 'RateLimiting', 'Please provide below info when asking for support.');
      return { ...refused, headers: { ...headers(0), 'retry-after': '5' } };
    }
    recent.push(now);
    seen.set(caller(claims), recent);
    return { ...answer(store, claims, request.body), headers: headers(quota - recent.length) };
  };
}

function caller(claims: Claims): string {
  return `${claims.tid} ${claims.oid ?? claims.appid}`;
}

function answer(store: Store, claims: Claims, body: unknown): FakeAnswer {
  if (!isJson(body) || typeof body.query !== 'string') return badBody('The query is missing.');
  if (!Array.isArray(body.subscriptions)) return badBody('The local world asks for subscriptions.');
  const { query } = body;
  if (!/^\s*resources\s*(\||$)/i.test(query)) return badBody('The local world knows the table resources only.');
  const asked = body.subscriptions.map((id) => String(id).toLowerCase());
  const seen = asked.filter((id) => {
    const s = store.subscriptions.get(id);
    return s !== undefined && (claims.tid === s.customerTenantId || claims.tid === s.partnerTenantId);
  });
  // Assumption: a query that names a subscription which the caller may not see is refused as a whole.
  if (seen.length < asked.length)
    return azureError(403, 'AccessDenied', 'Access to one of the subscriptions is denied.');
  const options = isJson(body.options) ? body.options : {};
  const columns = columnsOf(query);
  const rows = seen
    .flatMap((id) => listed(store, id))
    .filter((r) => ofTypes(query, r))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const from = Number(options.$skipToken ?? options.$skip ?? 0);
  const size = Math.min(Number(options.$top ?? standard), most);
  const data = rows.slice(from, from + size).map((r) => row(store, r, columns));
  const more = from + size < rows.length;
  // Without `id` there is no mark to go on from.
  const marked = more && (columns === undefined || columns.includes('id'));
  return {
    status: 200,
    body: {
      totalRecords: rows.length,
      count: data.length,
      resultTruncated: more && !marked ? 'true' : 'false',
      ...(marked ? { $skipToken: String(from + size) } : {}),
      data,
      facets: [],
    },
  };
}

/** Names that the last `project` keeps: plain columns, and new ones before a `=`. */
function columnsOf(query: string): readonly string[] | undefined {
  const last = query.split('|').findLast((part) => /^\s*project\s/i.test(part));
  return last
    ?.replace(/^\s*project\s/i, '')
    .split(/,(?![^()]*\))/)
    .map((part) => part.split('=')[0]?.trim() ?? '');
}

function ofTypes(query: string, r: WorldResource): boolean {
  const list = /where\s+type\s+(?:in~?\s*\(([^)]*)\)|=~?\s*('[^']*'))/i.exec(query);
  if (list === null) return true;
  const types = (list[1] ?? list[2] ?? '').split(',').map((type) => type.trim().slice(1, -1).toLowerCase());
  return types.includes(r.type.toLowerCase());
}

function row(store: Store, r: WorldResource, columns: readonly string[] | undefined): Json {
  const s = store.subscriptions.get(r.subscriptionId);
  const { sku = null, kind = '', managedBy = '', properties, ...json } = resourceJson(store, r);
  const machine = r.type.toLowerCase() === 'microsoft.compute/virtualmachines';
  const view = machine ? { extended: { instanceView: { powerState: instanceState(r) } } } : {};
  const own: Json = isJson(properties) ? { ...properties, ...view } : view;
  const all: Json = {
    ...json,
    name: r.name,
    // Resource Graph writes types and groups in small letters.
    type: r.type.toLowerCase(),
    tenantId: s?.customerTenantId,
    subscriptionId: r.subscriptionId,
    resourceGroup: groupNameOf(r.id).toLowerCase(),
    kind,
    sku,
    managedBy,
    zones: null,
    identity: null,
    plan: null,
    properties: own,
    size: r.sku ?? '',
    made: r.createdAt,
  };
  if (columns === undefined) return all;
  return Object.fromEntries(columns.map((name) => [name, all[name] ?? null]));
}

function instanceState(r: WorldResource): unknown {
  const { statuses } = instanceView(r);
  return Array.isArray(statuses) ? statuses[1] : null;
}
