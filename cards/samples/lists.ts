import type { AlertListView, CaseListView, CaseRowView } from '../views.ts';
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
  cases: { which: 'cases', rows, page: 1, total: 5, isMore: false },
  mine: { which: 'mine', rows: rows.slice(1, 2), page: 1, total: 1, isMore: false },
  'empty-cases': { which: 'cases', rows: [], page: 1, total: 0, isMore: false },
  'empty-mine': { which: 'mine', rows: [], page: 1, total: 0, isMore: false },
  many: {
    which: 'cases',
    rows: Array.from({ length: 12 }, (_, i) => ({ ...row, number: 100 + i })),
    page: 1,
    total: 31,
    isMore: false,
  },
  'long-names': {
    which: 'cases',
    rows: [{ ...row, customerName: longRef.customerName, subscriptionName: longRef.subscriptionName }],
    page: 1,
    total: 1,
    isMore: false,
  },
  hostile: {
    which: 'cases',
    rows: [{ ...row, customerName: hostileRef.customerName, subscriptionName: hostileRef.subscriptionName }],
    page: 1,
    total: 1,
    isMore: false,
  },
  'very-many': {
    which: 'mine',
    rows: Array.from({ length: 10 }, (_, i) => ({ ...row, number: 400 + i })),
    page: 4,
    total: 1000,
    isMore: true,
  },
};

const alertRows = rows.map((one) => ({ ...one, hasCard: one.stage !== 'new' }));
const alertList: AlertListView = {
  list: 'post_0123456789abcdef0123456789abcdef',
  page: 1,
  first: 0,
  rows: alertRows,
  total: 5,
  undecided: 4,
  since: '2026-11-22T15:52:00.000Z',
  asOf: now,
  rule: { cards: 10, minutes: 10 },
  refreshFor: ['29:giulia', '29:marco'],
};
const fifteen = Array.from({ length: 15 }, (_, i) => ({ ...row, number: 100 + i, hasCard: i === 3 }));

export const alertListSamples: Readonly<Record<string, AlertListView>> = {
  few: alertList,
  many: { ...alertList, rows: fifteen, total: 490, undecided: 488 },
  'last-page': { ...alertList, page: 33, first: 480, rows: fifteen.slice(0, 10), total: 490, undecided: 488 },
  decided: {
    ...alertList,
    rows: [{ ...row, stage: 'closed', verdict: 'legitimate', clock: undefined, ownerName: giulia, hasCard: true }],
    total: 1,
    undecided: 0,
  },
  hostile: {
    ...alertList,
    rows: fifteen.map((one) => ({
      ...one,
      customerName: hostileRef.customerName,
      subscriptionName: longRef.subscriptionName,
      ownerName: hostileRef.customerName,
    })),
    total: 15,
  },
};
