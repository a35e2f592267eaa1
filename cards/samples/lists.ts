import type { CaseListView, CaseRowView } from '../views.ts';
import { giulia, hostileRef, longRef, marco, now } from './base.ts';

const row: CaseRowView = {
  case: 'case_0123456789abcdef0123456789abcdef',
  number: 42,
  customerName: 'Alpine Ski House',
  customerTenantId: '33333333-aaaa-4bbb-8ccc-000000000003',
  subscriptionName: 'ski-prod',
  subscriptionId: '11111111-aaaa-4bbb-8ccc-000000000001',
  stage: 'new',
  isTest: false,
  verdict: 'none',
  clock: { deadlineAt: '2026-11-23T13:10:00.000Z', minutesLeft: 21 * 60, asOf: now, state: 'running' },
};

const rows: readonly CaseRowView[] = [
  {
    ...row,
    number: 38,
    customerName: 'Fourth Coffee',
    subscriptionName: 'coffee-web',
    stage: 'reviewing',
    ownerName: marco,
    clock: { deadlineAt: '2026-11-22T12:40:00.000Z', minutesLeft: -205, asOf: now, state: 'overdue' },
  },
  {
    ...row,
    number: 40,
    customerName: 'Northwind Traders',
    subscriptionName: 'nwt-dev',
    stage: 'reviewing',
    ownerName: giulia,
    clock: { deadlineAt: '2026-11-22T19:20:00.000Z', minutesLeft: 195, asOf: now, state: 'soon' },
  },
  row,
  { ...row, number: 43, customerName: undefined, subscriptionName: undefined, isTest: true },
  {
    ...row,
    number: 31,
    customerName: 'Wide World Importers',
    subscriptionName: 'wwi-sandbox',
    stage: 'responding',
    ownerName: giulia,
    verdict: 'fraud',
    clock: undefined,
  },
];

export const listSamples: Readonly<Record<string, CaseListView>> = {
  cases: { which: 'cases', rows, total: 5 },
  mine: { which: 'mine', rows: rows.slice(1, 2), total: 1 },
  'empty-cases': { which: 'cases', rows: [], total: 0 },
  'empty-mine': { which: 'mine', rows: [], total: 0 },
  many: { which: 'cases', rows: Array.from({ length: 12 }, (_, i) => ({ ...row, number: 100 + i })), total: 31 },
  'long-names': {
    which: 'cases',
    rows: [{ ...row, customerName: longRef.customerName, subscriptionName: longRef.subscriptionName }],
    total: 1,
  },
  hostile: {
    which: 'cases',
    rows: [{ ...row, customerName: hostileRef.customerName, subscriptionName: hostileRef.subscriptionName }],
    total: 1,
  },
};
