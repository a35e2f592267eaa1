import { type AfterCareView, checklistItems } from '../plan-views.ts';
import { giulia, hostileRef, marco, ref } from './base.ts';

const open = checklistItems.map((item) => ({ item, state: 'open' as const }));

const begun: AfterCareView = {
  ...ref,
  isClosed: false,
  since: '2026-11-22T16:21:00.000Z',
  due: [
    { hours: 1, at: '2026-11-22T17:21:00.000Z' },
    { hours: 24, at: '2026-11-23T16:21:00.000Z' },
    { hours: 72, at: '2026-11-25T16:21:00.000Z' },
  ],
  looks: [],
  checklist: open,
  open: { burning: true, checklist: checklistItems },
};

const well = {
  hours: 1,
  at: '2026-11-22T17:21:00.000Z',
  back: [],
  fresh: [],
  burning: 0,
  cost: { before: 742.4, now: 12.1, currency: 'EUR' },
  unreadable: false,
} as const;

const answered: AfterCareView['checklist'] = [
  { item: 'credentials', state: 'done', by: giulia, at: '2026-11-22T17:40:00.000Z', note: 'Reset, sessions ended.' },
  { item: 'role-grants', state: 'done', by: giulia, at: '2026-11-22T17:45:00.000Z' },
  { item: 'app-secrets', state: 'done', by: marco, at: '2026-11-22T17:50:00.000Z' },
  {
    item: 'mfa',
    state: 'waived',
    by: marco,
    at: '2026-11-22T17:51:00.000Z',
    note: 'The customer already requires it.',
  },
  { item: 'quota', state: 'open' },
  { item: 'budget', state: 'open' },
];

const evil = '<at>All</at> [x](https://evil.example) **b** {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${y}';

/** States of the after-care card. */
export const afterCareSamples: Readonly<Record<string, AfterCareView>> = {
  begun,
  'not-yet': { ...begun, since: undefined, due: [] },
  'some-done': {
    ...begun,
    due: begun.due.slice(1),
    looks: [well],
    checklist: answered,
    open: { burning: false, checklist: ['quota', 'budget'] },
  },
  back: {
    ...begun,
    due: begun.due.slice(2),
    looks: [
      well,
      {
        ...well,
        hours: 24,
        at: '2026-11-23T16:21:00.000Z',
        back: ['vm-batch-07'],
        fresh: ['vm-x1', 'vm-x2', 'vm-x3', 'vm-x4', 'vm-x5', 'vm-x6'],
        burning: 7,
        cost: undefined,
        costGap: 'forbidden',
      },
    ],
    checklist: answered,
    open: { burning: true, checklist: ['quota', 'budget'] },
  },
  'too-early': { ...begun, due: begun.due.slice(1), looks: [{ ...well, cost: undefined, costGap: 'too-early' }] },
  unreadable: { ...begun, due: begun.due.slice(1), looks: [{ ...well, unreadable: true }] },
  'all-done': {
    ...begun,
    due: [],
    looks: [well, { ...well, hours: 24 }, { ...well, hours: 72 }],
    checklist: checklistItems.map((item) => ({ item, state: 'done', by: giulia, at: '2026-11-22T17:40:00.000Z' })),
    open: { burning: false, checklist: [] },
  },
  closed: { ...begun, isClosed: true, looks: [well], due: begun.due.slice(1), checklist: answered },
  test: { ...begun, isTest: true },
  hostile: {
    ...begun,
    ...hostileRef,
    looks: [{ ...well, back: [evil], fresh: [evil] }],
    checklist: [
      { item: 'mfa', state: 'waived', by: evil, at: '2026-11-22T17:51:00.000Z', note: evil },
      ...open.slice(0, 2),
    ],
  },
};
