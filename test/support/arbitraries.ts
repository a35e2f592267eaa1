import * as fc from 'fast-check';
import { apply } from '../../src/domain/apply.ts';
import { type Case, type CaseDetection, checkAnswers, checkNames, verdictKinds } from '../../src/domain/case.ts';
import { day, hour, minute } from '../../src/domain/clocks.ts';
import { type CaseCommand, type ClockCommand, maxTextLength, type PersonCommand } from '../../src/domain/commands.ts';
import { type Decision, decide, observe } from '../../src/domain/decide.ts';
import type { Detection } from '../../src/domain/detection.ts';
import type { CaseEvent, Entry } from '../../src/domain/events.ts';
import { openCase } from '../../src/domain/open.ts';
import type { Actor, Person } from '../../src/domain/people.ts';
import { foundInLife, memoryCommand, recallNews } from './memory-arbitraries.ts';
import { everybody, standpoint } from './people.ts';
import { removal } from './removal-story.ts';
import { responseCommand, responseNews } from './response-arbitraries.ts';
import { detectionId, sampleCaseDetection, sampleCaseId, sampleDetection, startedAt } from './samples.ts';

/** One thing that happens to a case, `after` milliseconds later than the one before. */
export type Step =
  | {
      readonly kind: 'person';
      readonly who: Person;
      readonly command: PersonCommand | ((c: Case, now: Date) => PersonCommand);
      readonly after: number;
    }
  | { readonly kind: 'clock'; readonly commandFor: (c: Case, now: Date) => ClockCommand; readonly after: number };

/** What one step did, with the case before and after it. */
export interface Turn {
  readonly step: Step;
  readonly command: CaseCommand;
  readonly now: Date;
  readonly before: Case;
  readonly decision: Decision;
  readonly after: Case;
}

export interface Played {
  readonly case: Case;
  readonly entries: readonly Entry[];
  readonly turns: readonly Turn[];
}

/** Plays steps upon a fresh case, as the one handler of the workflow does, with every case frozen before it is used. */
export function play(opening: Detection, steps: readonly Step[]): Played {
  let now = Date.parse(startedAt);
  const entries: Entry[] = [];
  const write = (c: Case | undefined, event: CaseEvent, actor: Actor): Case => {
    const at = new Date(now).toISOString();
    const entry: Entry = { caseId: sampleCaseId, seq: entries.length + 1, at, actor, event };
    entries.push(entry);
    return frozen(apply(c, frozen(entry)));
  };
  let c = write(undefined, openCase(opening, 1, undefined), { kind: 'clock', name: 'source' });
  const turns: Turn[] = [];
  for (const step of steps) {
    now += step.after;
    const moment = new Date(now);
    const before = c;
    const { command, decision, actor } = decideStep(c, step, moment);
    if (decision.kind === 'events') c = decision.events.reduce((sofar, event) => write(sofar, event, actor), before);
    turns.push({ step, command, now: moment, before, decision, after: c });
  }
  return { case: c, entries, turns };
}

function decideStep(c: Case, step: Step, now: Date): { command: CaseCommand; decision: Decision; actor: Actor } {
  if (step.kind === 'person') {
    const command = frozen(typeof step.command === 'function' ? step.command(c, now) : step.command);
    const decision = decide(c, command, standpoint(step.who), now, foundInLife);
    return { command, decision, actor: { kind: 'person', person: step.who } };
  }
  const command = frozen(step.commandFor(c, now));
  const decision: Decision = { kind: 'events', events: observe(c, command) };
  return { command, decision, actor: { kind: 'clock', name: 'source' } };
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

const after = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 4 * minute }),
  fc.integer({ min: 1, max: 2 * hour }),
  fc.integer({ min: hour, max: 3 * day }),
  // Clocks of servers are set back, too.
  fc.integer({ min: -hour, max: -1 }),
);

/** Texts as people write them: good ones, empty ones, ones that are too long, and ones that no store likes. */
const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }) },
  { weight: 2, arbitrary: fc.constantFrom('', '   ', '\n\t') },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(maxTextLength), 'x'.repeat(maxTextLength + 1)) },
  { weight: 1, arbitrary: fc.constantFrom('nul \0 within', '\0', 'half \ud83d', '\udc00 half') },
);

const who = fc.constantFrom(...everybody);

/** Every command that a person can give, with targets of all kinds. */
const personCommand: fc.Arbitrary<PersonCommand> = fc.oneof(
  fc.constant<PersonCommand>({ type: 'claim' }),
  fc.constant<PersonCommand>({ type: 'release' }),
  who.map((to): PersonCommand => ({ type: 'assign', to })),
  fc
    .record({
      check: fc.constantFrom(...checkNames),
      answer: fc.constantFrom(...checkAnswers),
      note: fc.option(text, { nil: undefined }),
    })
    .map(
      ({ check, answer, note }): PersonCommand => ({
        type: 'answer-check',
        check,
        answer,
        ...(note === undefined ? {} : { note }),
      }),
    ),
  fc.record({ type: fc.constant('decide'), verdict: fc.constantFrom(...verdictKinds), reason: text }),
  fc.record({ type: fc.constant('reopen'), reason: text }),
  fc.record({ type: fc.constant('note'), text }),
  fc.record({ type: fc.constant('snooze'), until: snoozeUntil(), reason: text }),
  fc.record({ type: fc.constant('close'), reason: text, waive: fc.boolean() }),
  fc.constant<PersonCommand>({ type: 'report-again' }),
);

function snoozeUntil(): fc.Arbitrary<string> {
  const times = fc
    .integer({ min: -day, max: 12 * day })
    .map((ms) => new Date(Date.parse(startedAt) + ms).toISOString());
  return fc.oneof({ weight: 9, arbitrary: times }, { weight: 1, arbitrary: fc.constantFrom('soon', '', '9999') });
}

const which = fc.integer({ min: 0, max: 3 });

/** An alert of a case, one of four that share a subscription, as it may look at some time. */
const caseDetection: fc.Arbitrary<CaseDetection> = fc
  .record({
    index: which,
    hitCount: fc.nat({ max: 99 }),
    isTest: fc.boolean(),
    detected: fc.integer({ min: -day, max: hour }),
  })
  .map(({ index, hitCount, isTest, detected }) => ({
    ...sampleCaseDetection(index),
    hitCount,
    isTest,
    detectedAt: new Date(Date.parse(startedAt) + detected).toISOString(),
  }));

const goals = fc.constantFrom(
  { status: 'investigating' } as const,
  ...verdictKinds.map((reason) => ({ status: 'resolved', reason }) as const),
);

/** What sources, jobs and clocks say; reports mostly answer what the case waits for. */
const clockStep: fc.Arbitrary<(c: Case, now: Date) => ClockCommand> = fc.oneof(
  caseDetection.map((detection) => () => ({ type: 'join-detection', detection }) as const),
  caseDetection.map((detection) => () => ({ type: 'update-detection', detection }) as const),
  fc
    .record({
      index: which,
      reason: fc.constantFrom('legitimate', 'fraud', 'ignore', 'unknown'),
      by: fc.option(fc.constant('someone@partner.example'), { nil: undefined }),
      ago: fc.option(fc.integer({ min: 0, max: hour }), { nil: undefined }),
    })
    .map(
      ({ index, reason, by, ago }) =>
        (_: Case, now: Date) =>
          ({
            type: 'source-resolved',
            detectionId: detectionId(index),
            reason,
            ...(by === undefined ? {} : { by }),
            ...(ago === undefined ? {} : { at: new Date(now.getTime() - ago).toISOString() }),
          }) as const,
    ),
  fc.record({ other: fc.option(goals, { nil: undefined, freq: 5 }), by: fc.boolean(), all: fc.boolean() }).map(
    ({ other, by, all }) =>
      (c: Case) =>
        ({
          type: 'report-succeeded',
          goal: other ?? (c.report.state === 'none' ? { status: 'investigating' } : c.report.goal),
          detectionIds: (all ? c.detections : c.detections.slice(1)).map((d) => d.id),
          ...(by ? { resolvedBy: 'ada@partner.example' } : {}),
        }) as const,
  ),
  fc
    .record({
      other: fc.option(goals, { nil: undefined, freq: 5 }),
      why: fc.constantFrom('unreachable', 'forbidden', 'not-applied'),
      detail: fc.oneof(text, fc.constant(`${'x'.repeat(499)}😀`)),
    })
    .map(
      ({ other, why, detail }) =>
        (c: Case) =>
          ({
            type: 'report-failed',
            goal: other ?? (c.report.state === 'none' ? { status: 'investigating' } : c.report.goal),
            why,
            detail,
          }) as const,
    ),
  fc.constant((_: Case, now: Date) => ({ type: 'end-snooze', now: now.toISOString() }) as const),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('person'), who, command: personCommand, after }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('person'), who, command: responseCommand(text), after }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('person'), who, command: memoryCommand, after }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('clock'), commandFor: recallNews, after }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('clock'), commandFor: clockStep, after }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('clock'), commandFor: responseNews, after }) },
);

/** A removal into which anything comes, and after which anything follows. */
const disturbed: fc.Arbitrary<readonly Step[]> = fc
  .record({
    before: fc.array(step, { maxLength: 2 }),
    between: fc.array(fc.record({ place: fc.nat({ max: removal.length }), step }), { maxLength: 4 }),
    after: fc.array(step, { maxLength: 20 }),
  })
  .map(({ before, between, after: rest }) => [
    ...before,
    ...removal.flatMap((one, index) => [
      ...between.filter(({ place }) => place === index).map(({ step: other }) => other),
      one,
    ]),
    ...rest,
  ]);

/** A whole life of a case: a first alert and what people, sources and clocks then do. */
export const life: fc.Arbitrary<{ readonly opening: Detection; readonly steps: readonly Step[] }> = fc.record({
  opening: fc.boolean().map((isTest) => sampleDetection(0, { isTest })),
  steps: fc.oneof(
    { weight: 2, arbitrary: fc.array(step, { maxLength: 40, size: 'max' }) },
    { weight: 1, arbitrary: disturbed },
  ),
});
