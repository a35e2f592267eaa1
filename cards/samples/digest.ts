import type { DigestView } from '../talk-views.ts';
import { hostileRef, longRef, now } from './base.ts';
import { listSamples } from './lists.ts';

const nothing = {
  open: { total: 0, isMore: false },
  drills: 0,
  overdue: 0,
  unowned: 0,
  claims: [],
  snoozed: { total: 0, isMore: false },
  undelivered: 0,
  unreadable: 0,
  failures: 0,
  alarms: 0,
};
const empty = { which: 'cases', rows: [], page: 1, total: 0, isMore: false } as const;
const list = listSamples['cases'] ?? empty;
const tenant = '33333333-aaaa-4bbb-8ccc-000000000003';
const claim = { case: 'case_0123456789abcdef0123456789abcdef', customerTenantId: tenant };
const morning = '2026-11-23T08:00:00.000Z';
const busy: DigestView = {
  ...nothing,
  asOf: now,
  list,
  open: { total: list.total - 1, isMore: false },
  drills: 1,
  overdue: 1,
  unowned: 1,
  snoozed: { total: 1, isMore: false },
  ahead: { now: 9.4, becomes: 26.1, at: morning, alerts: 6 },
  official: { averageHours: 11.2, compliant: true, readAt: now },
  claims: [
    { ...claim, number: 12, customerName: 'Wide World Importers', daysLeft: 3 },
    { ...claim, number: 27, customerName: 'Tailspin Toys', daysLeft: 17 },
  ],
};
const hostileRow = listSamples['hostile'] ?? empty;

export const digestSamples: Readonly<Record<string, DigestView>> = {
  busy,
  quiet: { ...nothing, asOf: now, list: empty, succeededAt: now, average: { hours: 3.25, alerts: 4 } },
  troubled: { ...busy, claims: [], failures: 7, undelivered: 2, unreadable: 1, alarms: 2 },
  many: {
    ...busy,
    list: listSamples['many'] ?? list,
    open: listSamples['many'] ?? list,
    drills: 0,
    claims: Array.from({ length: 7 }, (_, i) => ({
      ...claim,
      number: 50 + i,
      customerName: longRef.customerName,
      daysLeft: i,
    })),
  },
  'very-many': {
    ...busy,
    list: listSamples['very-many'] ?? list,
    open: listSamples['very-many'] ?? list,
    drills: 0,
  },
  first: { ...nothing, asOf: now, list, open: busy.open, drills: 1, ahead: { becomes: 14, at: morning, alerts: 0 } },
  hostile: {
    ...busy,
    list: hostileRow,
    claims: [{ ...claim, number: 1, customerName: hostileRef.customerName, daysLeft: 0 }],
  },
};
