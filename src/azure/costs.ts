import type { DayCost } from '../domain/facts.ts';
import type { Partner } from '../domain/partner.ts';
import { urlPath } from '../http/url-path.ts';
import { type AzureDeps, readAll } from './client.ts';
import { toDailyCost } from './daily-cost.ts';
import { CostTable, ResourceList } from './schema.ts';

interface NewResource {
  readonly id: string;
  readonly type: string;
  readonly location: string;
  readonly createdAt: string;
}

/** Costs and resources of an Azure subscription, read by the app in the customer's tenant. All calls throw OutsideError. */
export function createCostReader(deps: AzureDeps) {
  return {
    /** Total cost per full UTC day of `[from, to]` (yyyy-mm-dd), oldest first, by Cost Management (facts/azure.md 5.1). */
    async dailyCost(
      _partner: Partner,
      customerTenantId: string,
      subscriptionId: string,
      from: string,
      to: string,
    ): Promise<{ readonly currency: string; readonly days: readonly DayCost[] }> {
      const rows = await readAll(
        deps,
        customerTenantId,
        {
          path: urlPath`/subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/query`,
          query: { 'api-version': '2022-10-01' },
          question: {
            type: 'ActualCost',
            timeframe: 'Custom',
            timePeriod: { from: `${from}T00:00:00Z`, to: `${to}T23:59:59Z` },
            dataset: { granularity: 'Daily', aggregation: { totalCost: { name: 'Cost', function: 'Sum' } } },
          },
        },
        (body) => {
          const table = CostTable.parse(body);
          return { items: table.rows, next: table.nextLink };
        },
      );
      return toDailyCost(rows, from, to);
    },

    /** Resources created at or after `since` (ISO 8601), newest first; those that tell no time of creation are left out. */
    async newResources(
      _partner: Partner,
      customerTenantId: string,
      subscriptionId: string,
      since: string,
    ): Promise<{ readonly state: 'known'; readonly value: readonly NewResource[] }> {
      const resources = await readAll(
        deps,
        customerTenantId,
        {
          path: urlPath`/subscriptions/${subscriptionId}/resources`,
          query: { 'api-version': '2021-04-01', $expand: 'createdTime' },
        },
        (body) => {
          const page = ResourceList.parse(body);
          return { items: page.value, next: page.nextLink };
        },
      );
      const start = new Date(since).toISOString();
      const value = resources
        .flatMap((one) =>
          one?.createdTime !== undefined && one.createdTime >= start
            ? [{ id: one.id, type: one.type, location: one.location ?? '', createdAt: one.createdTime }]
            : [],
        )
        .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
      return { state: 'known', value };
    },
  };
}
