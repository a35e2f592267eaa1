import type { CaseRef, CheckLine, LinkView } from '../views.ts';

/** The case that most samples are about. Names are invented; domains and addresses are those reserved for examples. */
export const ref: CaseRef = {
  case: 'case_0123456789abcdef0123456789abcdef',
  rev: 3,
  number: 42,
  customerName: 'Alpine Ski House',
  customerTenantId: '33333333-aaaa-4bbb-8ccc-000000000003',
  subscriptionName: 'ski-prod',
  subscriptionId: '11111111-aaaa-4bbb-8ccc-000000000001',
  isTest: false,
};

export const longRef: CaseRef = {
  ...ref,
  number: 1287,
  customerName:
    'Società Consortile per lo Sviluppo Industriale e Tecnologico delle Valli Alpine Orientali a r.l. in liquidazione',
  subscriptionName: 'subscription-for-the-shared-production-environment-of-all-regional-offices-westeurope-2026',
};

/** What somebody might call a customer in order to act through the card. */
export const hostileRef: CaseRef = {
  ...ref,
  customerName: '[Verify](https://evil.example) **URGENT** <at>Everyone</at> {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${x}',
  subscriptionName: '<img src=x onerror=alert(1)> `code` # head\n- item | _u_ ~~s~~ https://evil.example/a?b=c',
};

export const links: readonly LinkView[] = [
  {
    page: 'partner-center-alerts',
    url: 'https://partner.microsoft.com/dashboard/commerce2/insights/security/alerts',
  },
  {
    page: 'azure-subscription',
    url: 'https://portal.azure.com/33333333-aaaa-4bbb-8ccc-000000000003/#resource/subscriptions/11111111-aaaa-4bbb-8ccc-000000000001/overview',
  },
];

export const now = '2026-11-22T16:05:00.000Z';

export const giulia = 'Giulia Rossi';
export const marco = 'Marco Bianchi';

export const openChecks: readonly CheckLine[] = [
  { check: 'standing', state: 'open' },
  { check: 'usage', state: 'open' },
  { check: 'customer', state: 'open' },
];

export const someChecks: readonly CheckLine[] = [
  { check: 'standing', state: 'good', by: giulia, at: '2026-11-22T15:10:00.000Z' },
  {
    check: 'usage',
    state: 'bad',
    by: giulia,
    at: '2026-11-22T15:18:00.000Z',
    note: 'Six large machines in a region the customer never used.',
  },
  { check: 'customer', state: 'open' },
];

export const allChecks: readonly CheckLine[] = [
  ...someChecks.slice(0, 2),
  {
    check: 'customer',
    state: 'unsure',
    by: marco,
    at: '2026-11-22T15:52:00.000Z',
    note: 'Switchboard only, calls back tomorrow.',
    from: 'Paolo, switchboard',
    way: 'call',
  },
];
