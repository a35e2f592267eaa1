import type { MemoryListView, MemoryRowView, RecallView } from '../memory-views.ts';
import type { CaseView } from '../views.ts';
import { fresh } from './alert.ts';
import { giulia, hostileRef, longRef, marco, ref } from './base.ts';

const same: RecallView = {
  case: 'case_fedcba9876543210fedcba9876543210',
  number: 31,
  by: giulia,
  at: '2026-10-30T09:12:00.000Z',
  reason: 'They run a render farm on these machines; confirmed by phone by their head of IT.',
  until: '2027-01-28T09:12:00.000Z',
  state: 'same',
  changes: [],
  unchecked: [],
  readAt: '2026-11-22T15:31:00.000Z',
  quick: '2026-11-22T15:31:04.000Z',
};
const { quick: _, ...seen } = same;
const machine = (name: string) => ({ name, type: 'microsoft.compute/virtualmachines', group: 'rg-batch-eu' });
const reminder = { at: '2026-11-23T01:10:00.000Z', to: 'channel' } as const;

/** A case of a subscription that was confirmed before. */
export const recallSamples: Readonly<Record<string, CaseView>> = {
  'confirmed-same': { ...fresh, reminder, recall: same },
  'confirmed-changed': {
    ...fresh,
    reminder,
    recall: {
      ...seen,
      state: 'changed',
      changes: [
        { kind: 'pool', pools: ['eu9.pool.example', '198.51.100.99'] },
        { kind: 'address', addresses: ['203.0.113.44'] },
        { kind: 'resource', resources: [machine('vm-batch-11'), machine('vm-batch-12')] },
        { kind: 'size', resource: machine('vmss-render'), was: '4 × Standard_NC6s_v3', is: '40 × Standard_NC24s_v3' },
        { kind: 'cost', was: 96.4, is: 424.16, currency: 'EUR' },
        { kind: 'region', regions: ['westus'] },
        { kind: 'creator', count: 2, names: ['deploy@alpineskihouse.example'] },
      ],
    },
  },
  'confirmed-unchecked': {
    ...fresh,
    reminder,
    recall: {
      ...seen,
      state: 'unchecked',
      changes: [{ kind: 'cost', was: 0, is: 88, currency: 'EUR' }],
      unchecked: ['creator', 'region'],
    },
  },
  'confirmed-reading': { ...fresh, reminder, recall: { ...seen, state: 'reading' } },
  'confirmed-old': { ...fresh, reminder, recall: { ...seen, state: 'old' } },
  'confirmed-hostile': {
    ...fresh,
    ...hostileRef,
    recall: {
      ...seen,
      by: '<at>Everyone</at> **x**',
      reason: '[Click](https://evil.example) {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${x}\n# head',
      state: 'changed',
      changes: [
        { kind: 'pool', pools: ['https://evil.example/a?b=c', '<img src=x>'] },
        { kind: 'size', resource: { name: '[x](https://evil.example)' }, was: '${x}', is: '<at>All</at> × {{x}}' },
        { kind: 'creator', count: 1, names: ['[Verify](https://evil.example)'] },
      ],
    },
  },
  'decided-same': {
    ...fresh,
    stage: 'closed',
    clock: { ...fresh.clock, state: 'answered', endedAt: '2026-11-22T15:40:00.000Z' },
    verdict: {
      kind: 'legitimate',
      reason: same.reason,
      by: marco,
      at: '2026-11-22T15:39:00.000Z',
      skipped: ['standing', 'usage', 'customer'],
      sameAs: { number: same.number, by: same.by, at: same.at },
    },
    report: { state: 'done', goal: 'legitimate', at: '2026-11-22T15:40:00.000Z', resolvedBy: 'marco@partner.example' },
    closure: { kind: 'decided', at: '2026-11-22T15:40:00.000Z' },
  },
  'decided-remembered': {
    ...fresh,
    stage: 'closed',
    clock: { ...fresh.clock, state: 'answered', endedAt: '2026-11-22T15:40:00.000Z' },
    verdict: {
      kind: 'legitimate',
      reason: same.reason,
      by: marco,
      at: '2026-11-22T15:39:00.000Z',
      skipped: [],
      remembered: { until: '2026-12-22T15:39:00.000Z' },
    },
    report: { state: 'done', goal: 'legitimate', at: '2026-11-22T15:40:00.000Z' },
    closure: { kind: 'decided', at: '2026-11-22T15:40:00.000Z' },
  },
};

const row = (number: number, change: Partial<MemoryRowView> = {}): MemoryRowView => ({
  ...ref,
  number,
  by: giulia,
  at: '2026-10-30T09:12:00.000Z',
  reason: same.reason,
  until: '2027-01-28T09:12:00.000Z',
  ...change,
});

/** What is remembered for a partner. */
export const memorySamples: Readonly<Record<string, MemoryListView>> = {
  some: {
    rows: [
      row(31, { until: '2026-11-29T09:12:00.000Z' }),
      row(36, {
        ...longRef,
        number: 36,
        by: marco,
        reason: 'Load test of the new booking site, announced by mail on 3 November.',
      }),
      row(40, { customerName: 'Tailspin Toys', subscriptionName: 'toys-lab' }),
    ],
    page: 1,
    first: 0,
    total: 9,
    days: 90,
    canForget: true,
  },
  'last-page': { rows: [row(44)], page: 3, first: 12, total: 13, days: 90, canForget: false },
  none: { rows: [], page: 1, first: 0, total: 0, days: 30, canForget: true },
  off: { rows: [], page: 1, first: 0, total: 0, days: 0, canForget: true },
  hostile: {
    rows: [row(12, { ...hostileRef, by: '<at>All</at>', reason: '[x](https://evil.example) **now** ${x} {{y}}' })],
    page: 1,
    first: 0,
    total: 1,
    days: 90,
    canForget: true,
  },
};
