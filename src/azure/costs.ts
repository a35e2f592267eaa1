import type { DayCost } from '../domain/facts.ts';
import type { Partner } from '../domain/partner.ts';
import { type AzureDeps, readAll } from './client.ts';
import { costCall, costPage } from './cost-query.ts';
import { toDailyCost } from './daily-cost.ts';
import { resourceCall, resourcePage } from './resource-list.ts';

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
      const rows = await readAll(deps, customerTenantId, costCall(subscriptionId, from, to), costPage);
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
        resourceCall(subscriptionId, 'createdTime'),
        resourcePage,
      );
      const start = new Date(since).toISOString();
      const value = resources
        .flatMap((one) =>
          one.createdTime !== undefined && one.createdTime >= start
            ? [{ id: one.id, type: one.type, location: one.location ?? '', createdAt: one.createdTime }]
            : [],
        )
        .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
      return { state: 'known', value };
    },
  };
}
