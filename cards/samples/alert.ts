import type { CaseView } from '../views.ts';
import { allChecks, giulia, hostileRef, links, longRef, marco, now, openChecks, ref, someChecks } from './base.ts';

const machine = (name: string) => ({ name, type: 'microsoft.compute/virtualmachines', group: 'rg-batch-eu' });

export const fresh: CaseView = {
  ...ref,
  stage: 'new',
  severity: 'high',
  isMining: true,
  alertType: 'CryptoMining',
  alerts: 1,
  connections: 14,
  firstSeenAt: '2026-11-22T11:41:00.000Z',
  lastSeenAt: '2026-11-22T14:22:00.000Z',
  poolDomains: ['pool.minexmr.example'],
  poolAddresses: ['198.51.100.20'],
  vmAddresses: ['203.0.113.7', '203.0.113.9'],
  resources: [machine('vm-batch-07'), machine('vm-batch-08')],
  clock: {
    deadlineAt: '2026-11-23T13:10:00.000Z',
    minutesLeft: 21 * 60 + 5,
    asOf: now,
    state: 'running',
  },
  checks: openChecks,
  report: { state: 'none' },
  notes: [],
  links,
  updatedAt: now,
};

export const reviewing: CaseView = {
  ...fresh,
  stage: 'reviewing',
  ownerName: giulia,
  checks: someChecks,
  report: { state: 'done', goal: 'investigating', at: '2026-11-22T15:02:00.000Z' },
  notes: [
    { by: marco, at: '2026-11-22T15:20:00.000Z', text: 'Opened a call with the customer.' },
    {
      by: giulia,
      at: '2026-11-22T15:31:00.000Z',
      text: 'Machines were created by an app registration nobody here knows.',
    },
  ],
};

export const fraud: CaseView = {
  ...reviewing,
  stage: 'responding',
  checks: allChecks,
  verdict: {
    kind: 'fraud',
    reason: 'Customer confirmed by phone that nobody there created these machines.',
    by: giulia,
    at: '2026-11-22T15:58:00.000Z',
    skipped: [],
  },
  report: {
    state: 'done',
    goal: 'fraud',
    at: '2026-11-22T15:59:00.000Z',
    resolvedBy: 'giulia.rossi@partner.example',
  },
  clock: { ...fresh.clock, state: 'answered', endedAt: '2026-11-22T15:59:00.000Z' },
};

/** States of the case card. */
export const alertSamples: Readonly<Record<string, CaseView>> = {
  new: { ...fresh, reminder: { at: '2026-11-23T01:10:00.000Z', to: 'channel' } },
  reviewing: { ...reviewing, reminder: { at: '2026-11-22T19:10:00.000Z', to: 'owner' } },
  soon: {
    ...reviewing,
    severity: 'medium',
    clock: { ...fresh.clock, minutesLeft: 3 * 60 + 12, state: 'soon' },
    snooze: { until: '2026-11-22T18:00:00.000Z', reason: 'Customer calls back at seven.', by: giulia },
    reminder: { at: '2026-11-23T09:10:00.000Z', to: 'escalation' },
    report: { state: 'pending', goal: 'investigating', since: now },
  },
  'snoozed-beyond': {
    ...reviewing,
    snooze: { until: '2026-11-25T08:00:00.000Z', reason: 'Back on Wednesday.', by: marco, isBeyond: true },
  },
  overdue: {
    ...fresh,
    clock: { ...fresh.clock, deadlineAt: '2026-11-22T12:40:00.000Z', minutesLeft: -(3 * 60 + 25), state: 'overdue' },
    previous: { number: 12, case: 'case_fedcba9876543210fedcba9876543210' },
  },
  fraud,
  'claim-untold': {
    ...fresh,
    stage: 'reviewing',
    ownerName: marco,
    report: {
      state: 'failed',
      goal: 'investigating',
      at: '2026-11-22T16:01:00.000Z',
      why: 'mfa',
      detail: 'Unauthorized_MissingMFA',
    },
  },
  'report-needs-person': {
    ...fresh,
    stage: 'reviewing',
    ownerName: marco,
    report: { state: 'failed', goal: 'investigating', at: '2026-11-22T16:01:00.000Z', why: 'needs-person', detail: '' },
  },
  'report-failed': {
    ...fraud,
    verdict: {
      kind: 'legitimate',
      reason: 'Planned load test, confirmed by the customer’s head of IT.',
      by: marco,
      at: '2026-11-22T15:58:00.000Z',
      skipped: ['standing', 'customer'],
    },
    checks: someChecks,
    notes: [],
    clock: fresh.clock,
    report: {
      state: 'failed',
      goal: 'legitimate',
      at: '2026-11-22T16:01:00.000Z',
      why: 'mfa',
      detail: 'Unauthorized_MissingMFA',
    },
  },
  closed: {
    ...fraud,
    stage: 'closed',
    verdict: {
      kind: 'legitimate',
      reason: 'Planned load test, confirmed by the customer’s head of IT.',
      by: marco,
      at: '2026-11-22T15:58:00.000Z',
      skipped: [],
    },
    report: { state: 'done', goal: 'legitimate', at: '2026-11-22T15:59:00.000Z', resolvedBy: 'marco@partner.example' },
    closure: { kind: 'decided', at: '2026-11-22T16:00:00.000Z' },
  },
  'closed-by-person': {
    ...fraud,
    stage: 'closed',
    notes: [],
    closure: {
      kind: 'closed-by-person',
      at: '2026-11-22T16:03:00.000Z',
      by: giulia,
      reason: 'All six machines and their disks are gone, the app registration is disabled.',
    },
  },
  'closed-elsewhere': {
    ...fresh,
    stage: 'closed',
    clock: { ...fresh.clock, state: 'answered-late', endedAt: '2026-11-23T15:59:00.000Z' },
    closure: {
      kind: 'resolved-elsewhere',
      at: '2026-11-23T15:59:00.000Z',
      by: 'admin@partner.example',
      reason: 'ignore',
    },
  },
  reopened: {
    ...reviewing,
    clock: { ...fresh.clock, minutesLeft: -1500, state: 'reopened', endedAt: '2026-11-24T08:00:00.000Z' },
    report: { state: 'none' },
  },
  'many-resources': {
    ...reviewing,
    alerts: 4,
    connections: 12_480,
    poolDomains: [
      'pool.minexmr.example',
      'eu1.pool.example',
      'eu2.pool.example',
      'us1.pool.example',
      'asia.pool.example',
    ],
    poolAddresses: ['198.51.100.20', '198.51.100.21', '2001:db8::20'],
    resources: [
      ...Array.from({ length: 7 }, (_, index) => machine(`vm-batch-${index + 1}`)),
      { name: 'vmss-render', type: 'microsoft.compute/virtualmachinescalesets' },
      { name: 'quantum-lab', type: 'microsoft.quantum/workspaces' },
    ],
  },
  bare: {
    ...fresh,
    customerName: undefined,
    subscriptionName: undefined,
    severity: 'unknown',
    connections: undefined,
    firstSeenAt: undefined,
    lastSeenAt: undefined,
    poolDomains: [],
    poolAddresses: [],
    vmAddresses: [],
    resources: [],
    links: [],
  },
  test: { ...fresh, isTest: true, severity: 'low', refreshFor: ['29:reader'] },
  'other-type': {
    ...fresh,
    isMining: false,
    alertType: 'VM_AnomalousDeployment',
    alertTitle: 'Unusual deployment of virtual machines',
    severity: 'medium',
    poolDomains: [],
    poolAddresses: [],
    connections: undefined,
  },
  'long-names': {
    ...reviewing,
    ...longRef,
    ownerName: 'Maria Maddalena Quattrocchi-Lichtenstein von Hohenberg',
    resources: [machine('vm-production-westeurope-regional-office-batch-rendering-node-000000000001-primary')],
    verdict: undefined,
  },
  hostile: {
    ...reviewing,
    ...hostileRef,
    ownerName: '<at>Giulia</at> [Rossi](javascript:alert(1))',
    poolDomains: ['https://pool.example/join?x=1', 'www.pool.example'],
    resources: [machine('**vm** [x](https://evil.example)')],
    checks: [
      {
        check: 'standing',
        state: 'bad',
        by: '*Mallory*',
        at: now,
        note: '<at>All</at> see www.evil.example {{TIME(2020-01-01T00:00:00Z)}}',
      },
      { check: 'usage', state: 'open' },
      { check: 'customer', state: 'open' },
    ],
    notes: [{ by: '_Eve_', at: now, text: '# Heading\n\n- [click](https://evil.example)\n- **now** ${steal}' }],
  },
};
