import { costOn, daysBetween } from '../world/azure/costs.ts';
import { holds, keyOf } from '../world/azure/resource-id.ts';
import { isJson } from '../world/messages.ts';
import type { Store, WorldResource, WorldSubscription } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import type { AzureCall } from './azure-call.ts';
import { azureError, badBody } from './azure-errors.ts';
import type { FakeAnswer } from './server.ts';

const types: ReadonlySet<unknown> = new Set(['Usage', 'ActualCost', 'AmortizedCost']);
const aggregates = ['Cost', 'PreTaxCost', 'CostUSD', 'PreTaxCostUSD'] as const;
const rowsPerPage = 1000;

const dimensions: Readonly<Record<string, (r: WorldResource) => string>> = {
  ServiceName: (r) => r.serviceName,
  // Cost Management writes resource ids in small letters.
  ResourceId: (r) => r.id.toLowerCase(),
  ResourceLocation: (r) => r.location,
  ResourceType: (r) => r.type.toLowerCase(),
  ResourceGroupName: (r) => (r.id.split('/')[4] ?? '').toLowerCase(),
};

/** `POST …/providers/Microsoft.CostManagement/query`: cost by day and up to two dimensions, in pages. */
export function costQuery({ store, subscription, request }: AzureCall, scope: string): FakeAnswer {
  // Assumption: the code of this refusal; that cost is hidden where the partner has not opened it is documented.
  if (!subscription.costVisible) {
    return azureError(403, 'RBACAccessDenied', 'The client does not have authorization to view cost data.');
  }
  const query = readQuery(store, request.body);
  if (typeof query === 'string') return badBody(query);
  const rows = rowsOf(store, subscription, query, scope);
  const from = Number(request.url.searchParams.get('$skiptoken') ?? 0);
  const next = new URL(request.url);
  next.searchParams.set('$skiptoken', String(from + rowsPerPage));
  const id = store.ids.next();
  return {
    status: 200,
    body: {
      id: `subscriptions/${subscription.id}/providers/Microsoft.CostManagement/query/${id}`,
      name: id,
      type: 'Microsoft.CostManagement/query',
      properties: {
        nextLink: from + rowsPerPage < rows.length ? next.href : null,
        columns: [
          ...query.aggregates.map((name) => ({ name, type: 'Number' })),
          ...(query.daily ? [{ name: 'UsageDate', type: 'Number' }] : []),
          ...query.groups.map((name) => ({ name, type: 'String' })),
          { name: 'Currency', type: 'String' },
        ],
        rows: rows.slice(from, from + rowsPerPage),
      },
    },
  };
}

interface Query {
  readonly days: readonly string[];
  readonly daily: boolean;
  readonly aggregates: readonly string[];
  readonly groups: readonly string[];
}

function readQuery(store: Store, body: unknown): Query | string {
  if (!isJson(body) || !isJson(body.dataset)) return 'The query is missing its dataset.';
  if (!types.has(body.type)) return 'Invalid query type.';
  const { dataset } = body;
  const asked = isJson(dataset.aggregation) ? Object.values(dataset.aggregation) : [];
  const names = asked.map((a) => (isJson(a) && a.function === 'Sum' ? String(a.name) : ''));
  if (names.length === 0 || names.length > 2) return 'Between one and two aggregations are allowed.';
  if (!names.every((n) => aggregates.some((a) => a === n))) return 'Invalid aggregation.';
  const grouping = Array.isArray(dataset.grouping) ? dataset.grouping : [];
  const groups = grouping.map((g) => (isJson(g) && g.type === 'Dimension' ? String(g.name) : ''));
  if (groups.length > 2) return 'At most two groupings are allowed.';
  if (!groups.every((g) => dimensions[g] !== undefined)) return 'Invalid dimension.';
  if (dataset.granularity !== undefined && dataset.granularity !== 'Daily' && dataset.granularity !== 'None') {
    return 'Invalid granularity.';
  }
  if (dataset.filter !== undefined) return 'The local world does not filter costs.';
  const period = periodOf(store, body);
  if (typeof period === 'string') return period;
  return {
    days: daysBetween(store, period.from, period.to),
    daily: dataset.granularity === 'Daily',
    aggregates: names,
    groups,
  };
}

function periodOf(store: Store, body: Json): { from: string; to: string } | string {
  const now = store.clock.now().toISOString();
  if (body.timeframe === 'MonthToDate') return { from: `${now.slice(0, 8)}01`, to: now };
  if (body.timeframe !== 'Custom') return 'Invalid timeframe.';
  const { from, to } = isJson(body.timePeriod) ? body.timePeriod : {};
  if (
    typeof from !== 'string' ||
    typeof to !== 'string' ||
    Number.isNaN(Date.parse(from)) ||
    Number.isNaN(Date.parse(to))
  ) {
    return 'A custom timeframe needs a time period.';
  }
  return Date.parse(from) > Date.parse(to) ? 'The time period ends before it begins.' : { from, to };
}

function rowsOf(
  store: Store,
  subscription: WorldSubscription,
  query: Query,
  scope: string,
): readonly (readonly (string | number)[])[] {
  const sums = new Map<string, { day: string; groups: readonly string[]; cost: number }>();
  const resources = [...store.resources.values(), ...store.azure.gone].filter(
    (r) => r.subscriptionId === subscription.id && holds(scope, keyOf(r.id)),
  );
  for (const day of query.days) {
    for (const resource of resources) {
      const cost = costOn(store, resource, day);
      if (cost === 0) continue;
      const groups = query.groups.map((g) => dimensions[g]?.(resource) ?? '');
      const key = [query.daily ? day : '', ...groups].join('|');
      sums.set(key, { day, groups, cost: (sums.get(key)?.cost ?? 0) + cost });
    }
  }
  return [...sums.values()].map(({ day, groups, cost }) => [
    ...query.aggregates.map(() => Math.round(cost * 10_000) / 10_000),
    ...(query.daily ? [Number(day.replaceAll('-', ''))] : []),
    ...groups,
    subscription.currency,
  ]);
}
