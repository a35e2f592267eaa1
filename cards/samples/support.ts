import type { SupportFormView, SupportView } from '../asking-views.ts';
import type { LinkView } from '../views.ts';
import { giulia, hostileRef, longRef, marco, now, ref } from './base.ts';

const partnerCenter: readonly LinkView[] = [
  {
    page: 'support-fraud',
    url: 'https://partner.microsoft.com/support/?stage=2&topicid=3641ccf1-d75b-d53d-2436-301c11466107',
  },
  {
    page: 'support-new',
    url: 'https://partner.microsoft.com/dashboard/v2/support/servicerequests/create?category=csp',
  },
  { page: 'support-list', url: 'https://partner.microsoft.com/dashboard/v2/support/servicerequests' },
];
const azurePortal: readonly LinkView[] = [
  {
    page: 'azure-support',
    url: 'https://portal.azure.com/#blade/Microsoft_Azure_Support/HelpAndSupportBlade/overview',
  },
];

const vm = (name: string) =>
  `- /subscriptions/${ref.subscriptionId}/resourceGroups/rg-batch/providers/Microsoft.Compute/virtualMachines/${name}`;

const form: SupportFormView = {
  title: 'Cryptomining notification',
  problemType: 'Adding or managing customers',
  impact: 'moderate',
  description: [
    'ski-prod',
    '',
    'Microsoft notified us of possible crypto-mining in this subscription of a customer of ours.',
    '',
    'Partner tenant: 22222222-aaaa-4bbb-8ccc-000000000002 (Northwind Cloud)',
    `Customer tenant: ${ref.customerTenantId}`,
    `Subscription: ${ref.subscriptionId}`,
    'First seen by Microsoft: 2026-11-22 13:40 UTC',
    'Last seen by Microsoft: 2026-11-22 14:55 UTC',
    'Resources:',
    vm('vm-batch-07'),
    vm('vm-batch-08'),
    '',
    'Done so far:',
    '- The customer was asked; there is no answer yet.',
    '',
    'Our questions:',
    'Which addresses were seen, and were other subscriptions of this customer concerned?',
  ].join('\n'),
  contactName: giulia,
  contactEmail: 'giulia.rossi@northwind.example',
  contactPhone: '+39 045 000 0000',
};

const fresh: SupportView = {
  ...ref,
  kind: 'partner-center',
  state: 'new',
  form,
  faults: [],
  subscription: 'ski-prod',
  links: partnerCenter,
};
const composed: SupportView = {
  ...fresh,
  state: 'composed',
  composed: { by: giulia, at: '2026-11-22T15:40:00.000Z' },
};
const filed: SupportView = {
  ...composed,
  state: 'filed',
  request: '2611220050001234',
  links: partnerCenter.slice(2),
  filed: { by: giulia, at: '2026-11-22T15:52:00.000Z' },
};
const azure: SupportView = {
  ...fresh,
  kind: 'azure',
  form: {
    ...form,
    title: 'Refund request: unauthorized usage after a compromise (crypto-mining)',
    problemType: 'Refund request',
  },
  claim: { deadlineAt: '2027-01-21T13:40:00.000Z', daysLeft: 59, used: [] },
  links: azurePortal,
};

export const supportSamples: Readonly<Record<string, SupportView>> = {
  new: fresh,
  incomplete: {
    ...fresh,
    form: { ...form, contactEmail: '', contactPhone: undefined },
    faults: [{ field: 'contactEmail', what: 'missing' }],
  },
  composed,
  filed,
  open: {
    ...filed,
    tracking: {
      status: 'open',
      readAt: now,
      changedAt: now,
      notes: [
        { text: 'We have received your request and look into it.', by: 'Microsoft Support', at: now },
        { text: 'Thank you. The customer has been asked.', by: giulia, at: now },
      ],
    },
    note: { text: 'Two machines are stopped since 16:00.', by: giulia, state: 'sending' },
  },
  'attention-needed': {
    ...filed,
    tracking: {
      status: 'attention-needed',
      readAt: now,
      notes: ['First', 'Second', 'Third', 'Please send us the sign-in logs of the last 48 hours.'].map((text) => ({
        text,
      })),
    },
    note: { text: 'The logs are attached.', by: marco, state: 'failed', why: 'mfa' },
  },
  'filer-not-signed-in': { ...filed, trouble: { why: 'needs-person', at: now } },
  trouble: { ...filed, trouble: { why: 'not-found', at: now } },
  closed: {
    ...filed,
    tracking: { status: 'closed', readAt: now, notes: [] },
    note: { text: 'Thank you.', by: giulia, state: 'sent' },
  },
  'azure-new': azure,
  'azure-composed': {
    ...azure,
    state: 'composed',
    composed: { by: marco, at: now },
    claim: { deadlineAt: '2026-11-30T13:40:00.000Z', daysLeft: 7, used: [{ number: 12, at: '2026-03-02T10:00:00Z' }] },
  },
  'azure-filed': {
    ...azure,
    state: 'filed',
    composed: { by: marco, at: now },
    request: 'TRK-2611220050001234',
    filed: { by: marco, at: now },
    claim: { used: [], asked: { request: 'TRK-2611220050001234' } },
  },
  'long-text': {
    ...composed,
    ...longRef,
    form: { ...form, title: 'T'.repeat(200), description: `ski-prod\n${'“A long question”, with\n'.repeat(330)}` },
  },
  hostile: {
    ...filed,
    ...hostileRef,
    form: { ...form, title: '{{DATE(2020-01-01T00:00:00Z,SHORT)}}', description: `${hostileRef.customerName}` },
    tracking: {
      status: 'open',
      readAt: now,
      notes: [{ text: '<at>Everyone</at> [pay](https://evil.example)', by: '**Microsoft**', at: 'yesterday' }],
    },
    note: { text: '`x` https://evil.example', by: '<at>x</at>', state: 'sending' },
  },
};
