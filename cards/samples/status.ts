import type { LedgerView } from '../ledger-views.ts';
import type { StatusView } from '../talk-views.ts';
import { now } from './base.ts';

const nothing = { 'type-off': 0, 'resolved-before-seen': 0, 'closed-before-carded': 0, unreadable: 0 };
const none = {
  received: 0,
  carded: 0,
  listed: 0,
  explained: nothing,
  waiting: 0,
  missing: 0,
  answered: 0,
  resolved: 0,
};
const quietWeek: LedgerView = {
  sources: [
    {
      name: 'graph',
      today: { ...none, received: 2, carded: 2, answered: 1, resolved: 1 },
      week: {
        ...none,
        received: 11,
        carded: 9,
        explained: { ...nothing, 'type-off': 1, 'resolved-before-seen': 1 },
        answered: 10,
        resolved: 10,
      },
    },
  ],
  callbacks: { today: { received: 2, refused: 0, led: 2 }, week: { received: 12, refused: 0, led: 10 } },
};
const badWeek: LedgerView = {
  sources: [
    {
      name: 'fraudEvents',
      today: { ...none, received: 3, carded: 1, missing: 2 },
      week: { ...none, received: 3, carded: 1, missing: 2 },
    },
    {
      name: 'graph',
      today: none,
      week: {
        ...none,
        received: 1480,
        carded: 12,
        listed: 1460,
        explained: { ...nothing, unreadable: 1 },
        waiting: 7,
        answered: 1300,
        resolved: 1299,
      },
    },
  ],
  callbacks: { today: { received: 4, refused: 4, led: 0 }, week: { received: 9, refused: 5, led: 4 } },
};

const well: StatusView = {
  partnerName: 'Contoso Partner',
  source: {
    name: 'graph',
    state: 'ok',
    polledAt: '2026-11-22T16:00:00.000Z',
    succeededAt: '2026-11-22T16:00:00.000Z',
    failures: 0,
  },
  openCases: { total: 5, isMore: false },
  unreadable: 0,
  failedPosts: 0,
  channels: [{ teamName: 'Cloud Operations', channelName: 'Azure Alerts', state: 'ready' }],
  ledger: quietWeek,
  alarms: [],
  asOf: now,
};

const consent = { state: 'ok', by: 'mining-watch@contoso.example', renewedAt: '2026-11-22T15:40:00.000Z' } as const;

export const statusSamples: Readonly<Record<string, StatusView>> = {
  well,
  consented: { ...well, consent },
  revoked: { ...well, consent: { ...consent, state: 'lost', why: 'revoked' } },
  hostile: { ...well, consent: { ...consent, state: 'lost', by: '[a](https://evil.example)', why: 'unreadable' } },
  failing: {
    ...well,
    source: {
      name: 'fraudEvents',
      state: 'failing',
      polledAt: '2026-11-22T16:00:00.000Z',
      succeededAt: '2026-11-22T09:12:00.000Z',
      trouble: 'mfa',
      failures: 82,
    },
    unreadable: 1,
    failedPosts: 3,
    channels: [
      { teamName: 'Cloud Operations', channelName: 'Azure Alerts', state: 'ready' },
      {
        teamName: 'Cloud Operations',
        channelName: 'Old alerts',
        state: 'archived',
        since: '2026-11-22T09:12:00.000Z',
      },
      { teamName: 'Northwind Operations', isGeneral: true, state: 'ready' },
      { state: 'blocked' },
    ],
    ledger: badWeek,
    alarms: [
      { kind: 'source-silent', since: '2026-11-22T09:12:00.000Z' },
      { kind: 'not-carded', since: '2026-11-22T12:40:00.000Z', number: 42 },
      { kind: 'not-carded', since: '2026-11-22T12:41:00.000Z', further: 14 },
    ],
  },
  fresh: {
    ...well,
    source: { name: 'graph', state: 'never', failures: 0 },
    openCases: { total: 0, isMore: false },
    channels: [],
    ledger: { sources: [{ name: 'graph', today: none, week: none }] },
  },
};
