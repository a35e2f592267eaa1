import type { CaseResponseView } from '../response-views.ts';
import type { CaseView } from '../views.ts';
import { fraud, reviewing } from './alert.ts';
import { giulia, hostileRef, marco } from './base.ts';
import { eur } from './inventory.ts';

const signs: NonNullable<CaseResponseView['signs']> = {
  readAt: '2026-11-22T16:02:00.000Z',
  resources: 41,
  strong: 3,
  some: 1,
  burning: 4,
  perHour: eur(29, 43.3),
  gaps: 2,
  isUnreadable: false,
};

const plan: NonNullable<CaseResponseView['plan']> = {
  id: 'plan_0123456789abcdef0123456789abcdef',
  kind: 'resources',
  state: 'frozen',
  by: giulia,
  items: 12,
  expiresAt: '2026-11-22T16:25:00.000Z',
  needsSecond: true,
};

const run: NonNullable<CaseResponseView['run']> = {
  id: 'run_0123456789abcdef0123456789abcdef',
  act: 'stop',
  by: giulia,
  at: '2026-11-22T16:03:00.000Z',
  items: 4,
};

const counts = { done: 4, failed: 0, skipped: 0, unknown: 0, open: 0 };
const afterCare = { openItems: 6 };
const decided = (response: CaseResponseView): CaseView => ({ ...fraud, notes: [], response });

const evil = '<at>All</at> [x](https://evil.example) **b** {{DATE(2020-01-01T00:00:00Z,SHORT)}} ${y}';

/** States of the case card once somebody has looked at the resources. */
export const alertResponseSamples: Readonly<Record<string, CaseView>> = {
  investigated: { ...reviewing, response: { spend: 'burning', signs } },
  'not-readable': {
    ...reviewing,
    response: { spend: 'unknown', signs: { ...signs, isUnreadable: true, gaps: 1 } },
  },
  'fraud-burning': decided({ spend: 'burning', signs, afterCare }),
  'fraud-stopping': decided({ spend: 'stopping', signs, run, afterCare }),
  'fraud-stopped': decided({
    spend: 'stopped',
    signs: { ...signs, burning: 0 },
    run: { ...run, endedAt: '2026-11-22T16:06:00.000Z', counts },
    afterCare,
  }),
  'fraud-plan': decided({ spend: 'stopped', signs: { ...signs, burning: 0, perHour: undefined }, plan, afterCare }),
  'fraud-plan-cancel': decided({ spend: 'burning', signs, plan: { ...plan, kind: 'subscription' }, afterCare }),
  'fraud-plan-stopped': {
    ...decided({ spend: 'burning', signs, plan: { ...plan, state: 'stopped' }, afterCare }),
    report: { state: 'done', goal: 'fraud', at: '2026-11-22T15:59:00.000Z', untold: 1 },
  },
  'fraud-deleting': decided({
    spend: 'burning',
    signs,
    plan: { ...plan, state: 'approved', approvedBy: marco },
    run: { ...run, act: 'delete', items: 12 },
    afterCare,
  }),
  'fraud-partly': decided({
    spend: 'burning',
    signs,
    plan: { ...plan, state: 'carried-out' },
    run: {
      ...run,
      act: 'delete',
      endedAt: '2026-11-22T16:21:00.000Z',
      counts: { ...counts, done: 10, failed: 1, unknown: 1 },
    },
    afterCare: { openItems: 5, next: { hours: 1, at: '2026-11-22T17:21:00.000Z' } },
  }),
  'fraud-back': decided({
    spend: 'burning',
    signs,
    plan: { ...plan, state: 'carried-out' },
    run: { ...run, act: 'delete', items: 12, endedAt: '2026-11-22T16:21:00.000Z', counts: { ...counts, done: 12 } },
    afterCare: {
      openItems: 2,
      last: { hours: 1, at: '2026-11-22T17:21:00.000Z', state: 'back' },
      next: { hours: 24, at: '2026-11-23T16:21:00.000Z' },
    },
  }),
  'fraud-waived': {
    ...decided({
      spend: 'burning',
      signs,
      afterCare: { openItems: 2, last: { hours: 1, at: '2026-11-22T17:21:00.000Z', state: 'well' } },
      waiver: { by: marco, reason: 'The customer takes it from here.' },
    }),
    stage: 'closed',
    closure: { kind: 'closed-by-person', at: '2026-11-22T18:03:00.000Z', by: marco, reason: 'The customer takes it.' },
  },
  'fraud-hostile': {
    ...decided({ spend: 'burning', signs, plan: { ...plan, by: evil }, afterCare, waiver: { by: evil, reason: evil } }),
    ...hostileRef,
  },
};
