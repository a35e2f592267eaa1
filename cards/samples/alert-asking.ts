import type { CaseAskingView, ClocksView } from '../asking-views.ts';
import type { CaseView } from '../views.ts';
import { fraud, fresh, reviewing } from './alert.ts';
import { giulia, marco, now } from './base.ts';

const clocks: ClocksView = {
  projection: { now: 6.3, becomes: 31.2, at: '2026-11-23T08:00:00.000Z', alerts: 4 },
  official: { averageHours: 5.2, compliant: true, readAt: '2026-11-22T12:00:00.000Z' },
  claim: { deadlineAt: '2027-01-21T13:40:00.000Z', daysLeft: 59, used: [] },
};

const asking: CaseAskingView = {
  support: [{ kind: 'partner-center', state: 'composed', by: giulia, isTroubled: false }],
  mail: { state: 'sent', at: '2026-11-22T15:30:00.000Z', count: 1 },
  askAgainAt: '2026-11-22T19:30:00.000Z',
};

/** The case card with what the third end adds to it. */
export const alertAskingSamples: Readonly<Record<string, CaseView>> = {
  clocks: { ...fresh, clocks },
  'clocks-first': {
    ...fresh,
    clocks: {
      projection: { becomes: 14, at: '2026-11-23T08:00:00.000Z', alerts: 0 },
      official: { compliant: false, readAt: now },
      claim: { deadlineAt: '2026-11-27T13:40:00.000Z', daysLeft: 4, used: [{ number: 31, at: now }] },
    },
  },
  asked: { ...reviewing, clocks, asking },
  'mail-unknown': {
    ...reviewing,
    asking: {
      support: [],
      mail: { state: 'unknown', at: now, count: 2 },
      tried: { way: 'call', by: marco, at: now },
      packs: { ready: 0, building: 1 },
    },
  },
  filed: {
    ...fraud,
    response: { spend: 'stopped', afterCare: { openItems: 6 } },
    clocks: { claim: { deadlineAt: '2027-01-21T13:40:00.000Z', daysLeft: 59, used: [], asked: { request: '77' } } },
    asking: {
      support: [
        {
          kind: 'partner-center',
          state: 'filed',
          by: giulia,
          request: '2611220050001234',
          status: 'attention-needed',
          isTroubled: false,
        },
        { kind: 'azure', state: 'filed', by: marco, request: 'TRK-77', isTroubled: true },
      ],
      packs: { ready: 2, building: 1 },
    },
  },
};
