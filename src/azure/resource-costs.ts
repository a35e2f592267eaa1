import { type ResourceKey, resourceKey } from '../domain/azure-resource.ts';
import type { ResourceCost } from '../domain/investigation.ts';
import { OutsideError } from '../domain/outside.ts';
import { asText } from '../http/loose.ts';
import type { Arm } from './client.ts';
import { costCall, costPage } from './cost-query.ts';
import { daysOf, readCostRow } from './daily-cost.ts';
import type { CostRow } from './schema.ts';

const days = 7;
const dayMs = 86_400_000;

/**
 * What each resource cost on each of the last 7 full UTC days, oldest first (facts/azure.md 5.1). Rows without
 * resource are left out. Throws OutsideError: `not-ready` where there is no row at all, `unreadable` for rows without
 * day or cost, or in several currencies.
 */
export async function readResourceCosts(
  arm: Arm,
  subscriptionId: string,
  now: Date,
  signal?: AbortSignal,
): Promise<{ readonly currency: string; readonly costs: readonly ResourceCost[] }> {
  const to = new Date(now.getTime() - dayMs).toISOString().slice(0, 10);
  const from = new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10);
  const dates = daysOf(from, to);
  const sums = new Map<ResourceKey, number[]>();
  let currency: string | undefined;
  const grouping = [{ type: 'Dimension', name: 'ResourceId' }];
  const add = (row: CostRow): void => {
    const cost = readCostRow(row);
    currency ??= cost.currency;
    if (cost.currency !== currency)
      throw new OutsideError('the costs are in several currencies', { why: 'unreadable' });
    const id = asText(row.get('resourceid'));
    const day = dates.indexOf(cost.date);
    if (id === undefined || day < 0) return;
    const key = resourceKey(id);
    const known = sums.get(key) ?? dates.map(() => 0);
    known[day] = (known[day] ?? 0) + cost.cost;
    sums.set(key, known);
  };
  for await (const rows of arm.pages(costCall(subscriptionId, from, to, grouping), costPage, signal)) rows.forEach(add);
  if (currency === undefined) throw new OutsideError('no cost has been recorded yet', { why: 'not-ready' });
  const costs = [...sums].map(([key, all]) => ({ key, days: dates.map((date, i) => ({ date, cost: all[i] ?? 0 })) }));
  return { currency, costs };
}
