import * as fc from 'fast-check';
import type { Case } from '../../src/domain/case.ts';
import { day, hour } from '../../src/domain/clocks.ts';
import type { ClockCommand, PersonCommand } from '../../src/domain/commands.ts';
import { type KeptMemory, rememberChoices, type Seen } from '../../src/domain/memory.ts';
import type { FoundForCommand } from '../../src/domain/recall.ts';
import type { AzureSeen, ReadSoFar } from '../../src/domain/seen.ts';
import { ada } from './people.ts';
import { sampleCaseDetection, startedAt } from './samples.ts';

const detections = [0, 1, 2, 3].map((index) => sampleCaseDetection(index));
const size = 'Standard_NC24';
const suspects = detections.flatMap((d) => d.resources.map(({ id }) => ({ key: id.toLowerCase(), size })));

/** All that the alerts of a life name was confirmed before it began. */
const confirmedSeen: Seen = {
  poolDomains: ['pool.example'],
  poolAddresses: ['198.51.100.20'],
  vmAddresses: ['203.0.113.7'],
  named: suspects.map(({ key }) => key),
  resources: suspects,
  cost: { highest: 100, currency: 'EUR' },
  regions: ['westeurope'],
  creators: [],
  unread: [],
};

const memory: KeptMemory = {
  caseId: `case_${'e'.repeat(32)}`,
  number: 7,
  by: ada,
  at: new Date(Date.parse(startedAt) - day).toISOString(),
  until: new Date(Date.parse(startedAt) + 20 * day).toISOString(),
  reason: 'Their render farm',
  seen: confirmedSeen,
};

function readings(
  now: Date,
  { cost, regions, gaps }: Pick<AzureSeen, 'regions' | 'gaps'> & { cost: number },
): ReadSoFar {
  const readAt = now.toISOString();
  const days = ['2026-02-27', '2026-02-28', '2026-03-01'].map((date) => ({ date, cost }));
  const spike = { kind: 'not-enough-history', days: 3 } as const;
  const value = { currency: 'EUR', days, spike, newResources: { state: 'known', value: [] } } as const;
  return {
    usage: { facts: { state: 'known', value }, readAt },
    azure: { readAt, gaps, regions, suspects, creators: [] },
  };
}

/** What comparing says: mostly the same as before, and all that may come in between. */
export const recallNews: fc.Arbitrary<(c: Case, now: Date) => ClockCommand> = fc
  .record({
    isThere: fc.boolean(),
    isRead: fc.boolean(),
    cost: fc.constantFrom(90, 100, 100, 500),
    regions: fc.constantFrom(['westeurope'], ['westeurope'], ['westeurope', 'westus']),
    gaps: fc.constantFrom([], [], [{ what: 'activity', why: 'forbidden' } as const]),
  })
  .map(({ isThere, isRead, ...found }) => (_: Case, now: Date) => ({
    type: 'recall' as const,
    ...(isThere || found.cost === 100 ? { memory, until: memory.until } : {}),
    read: isRead || found.cost === 100 ? readings(now, found) : {},
  }));

export const memoryCommand: fc.Arbitrary<PersonCommand | ((c: Case, now: Date) => PersonCommand)> = fc.oneof(
  fc.constant<PersonCommand>({ type: 'confirm-same' }),
  fc.constant((c: Case): PersonCommand => ({ type: 'confirm-same', comparedAt: c.recall?.at ?? '' })),
  fc.constant(
    (_: Case, now: Date): PersonCommand => ({
      type: 'confirm-same',
      comparedAt: new Date(now.getTime() - hour).toISOString(),
    }),
  ),
  fc.constant<PersonCommand>({ type: 'forget' }),
  fc
    .constantFrom(0, ...rememberChoices)
    .map((rememberDays): PersonCommand => ({ type: 'decide', verdict: 'legitimate', reason: 'Theirs', rememberDays })),
);

/** What the workflow finds for a command of a life. */
export const foundInLife: FoundForCommand = { seen: confirmedSeen, memory };
