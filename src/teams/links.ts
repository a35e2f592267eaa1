import type { LinkView } from '../../cards/views.ts';
import type { SupportKind } from '../domain/support.ts';

/** Microsoft's numbers for what a request is about; they change (facts/partner-center.md 7.2). */
const topics = { fraud: '3641ccf1-d75b-d53d-2436-301c11466107' } as const;

/**
 * Pages outside Teams. Microsoft promises no stability for them, so they stand in this one table (facts/partner-center.md 7.2, 9).
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
  'support-fraud': () => `https://partner.microsoft.com/support/?stage=2&topicid=${topics.fraud}`,
  'support-new': () => 'https://partner.microsoft.com/dashboard/v2/support/servicerequests/create?category=csp',
  'support-list': () => 'https://partner.microsoft.com/dashboard/v2/support/servicerequests',
  'azure-support': () => 'https://portal.azure.com/#blade/Microsoft_Azure_Support/HelpAndSupportBlade/overview',
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

/** Where a request is filed, by kind. */
export const supportLinks: Readonly<Record<SupportKind, readonly LinkView['page'][]>> = {
  'partner-center': ['support-fraud', 'support-new', 'support-list'],
  azure: ['azure-support'],
};

/** Where one that was filed is looked at. */
export const trackLinks: Readonly<Record<SupportKind, readonly LinkView['page'][]>> = {
  'partner-center': ['support-list'],
  azure: ['azure-support'],
};
