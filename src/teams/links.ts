import type { LinkView } from '../../cards/views.ts';

/**
 * Pages outside Teams. Microsoft promises no stability for them, so they stand in this one table (facts/partner-center.md 9).
 * Assumption: the Azure portal's form with a tenant is from memory there.
 */
const pages: Readonly<
  Record<LinkView['page'], (ids: { readonly tenantId: string; readonly subscriptionId: string }) => string>
> = {
  'partner-center-alerts': () => 'https://partner.microsoft.com/dashboard/commerce2/insights/security/alerts',
  'azure-subscription': ({ tenantId, subscriptionId }) =>
    `https://portal.azure.com/${encodeURIComponent(tenantId)}/#resource/subscriptions/${encodeURIComponent(subscriptionId)}/overview`,
  'customer-subscriptions': ({ tenantId }) =>
    `https://partner.microsoft.com/commerce/customers/${encodeURIComponent(tenantId)}/subscriptions`,
};

export function linksFor(
  ids: { readonly customerTenantId: string; readonly subscriptionId: string },
  wanted: readonly LinkView['page'][],
): readonly LinkView[] {
  return wanted.map((page) => ({
    page,
    url: pages[page]({ tenantId: ids.customerTenantId, subscriptionId: ids.subscriptionId }),
  }));
}

export const caseLinks: readonly LinkView['page'][] = [
  'partner-center-alerts',
  'azure-subscription',
  'customer-subscriptions',
];
