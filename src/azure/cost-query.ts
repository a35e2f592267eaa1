import { urlPath } from '../http/url-path.ts';
import { type CostRow, CostTable } from './schema.ts';

/** A query of actual cost per UTC day of `[from, to]` (yyyy-mm-dd), of the whole subscription or in groups (facts/azure.md 5.1). */
export function costCall(subscriptionId: string, from: string, to: string, grouping?: readonly object[]) {
  return {
    path: urlPath`/subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/query`,
    query: { 'api-version': '2022-10-01' },
    question: {
      type: 'ActualCost',
      timeframe: 'Custom',
      timePeriod: { from: `${from}T00:00:00Z`, to: `${to}T23:59:59Z` },
      dataset: {
        granularity: 'Daily',
        aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
        ...(grouping === undefined ? {} : { grouping }),
      },
    },
  };
}

export function costPage(body: unknown): { readonly items: readonly CostRow[]; readonly next: string | undefined } {
  const table = CostTable.parse(body);
  return { items: table.rows, next: table.nextLink };
}
