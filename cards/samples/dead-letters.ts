import type { DeadLettersView, DeadLetterView } from '../dead-letters-views.ts';
import { now } from './base.ts';

const letter = (hex: string): string => `post_${hex.repeat(32)}`;
const alerts = { kind: 'channel', teamName: 'Cloud Operations', channelName: 'Azure Alerts' } as const;

const some: readonly DeadLetterView[] = [
  {
    letter: letter('a'),
    what: 'case',
    why: 'too-big',
    failedAt: '2026-11-22T15:40:00.000Z',
    number: 42,
    place: alerts,
  },
  { letter: 'job_7', what: 'report', why: 'mfa', failedAt: '2026-11-22T14:05:00.000Z', number: 41 },
  {
    letter: letter('b'),
    what: 'fixed',
    why: 'blocked',
    failedAt: '2026-11-22T09:12:00.000Z',
    place: { kind: 'chat' },
  },
  {
    letter: letter('d'),
    what: 'fixed',
    why: 'refused',
    failedAt: '2026-11-22T08:30:00.000Z',
    place: { kind: 'channel', teamName: 'Northwind Operations', isGeneral: true },
  },
  { letter: 'job_9', what: 'poll', why: 'fault', failedAt: '2026-11-21T22:30:00.000Z' },
];

const few = (total: number) => ({ total, isMore: false });

export const deadLetterSamples: Readonly<Record<string, DeadLettersView>> = {
  some: { count: few(5), page: 1, first: 0, rows: some },
  none: { count: few(0), page: 1, first: 0, rows: [] },
  retried: { count: few(0), page: 1, first: 0, rows: [], retried: 4 },
  'nothing-retried': { count: few(1), page: 1, first: 0, rows: some.slice(0, 1), retried: 0 },
  many: {
    count: { total: 1000, isMore: true },
    page: 2,
    first: 8,
    rows: [...some, ...some].map((one) => ({ ...one, place: { kind: 'channel' } })),
  },
  hostile: {
    count: few(1),
    page: 1,
    first: 0,
    rows: [
      {
        letter: letter('c'),
        what: '[a](https://evil.example)',
        why: '<at>All</at>',
        failedAt: now,
        place: { kind: 'channel', teamName: '[a](https://evil.example)', channelName: '**General**' },
      },
    ],
  },
};
