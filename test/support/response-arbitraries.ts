import * as fc from 'fast-check';
import { type AfterCareFindings, afterCareHours, checklistNames } from '../../src/domain/after-care.ts';
import type { Case } from '../../src/domain/case.ts';
import { hour, minute } from '../../src/domain/clocks.ts';
import type { ClockCommand, PersonCommand } from '../../src/domain/commands.ts';
import type { PlanId } from '../../src/domain/ids.ts';
import type { Person } from '../../src/domain/people.ts';
import { type Plan, type PlanKind, planKinds } from '../../src/domain/plan.ts';
import type { Step } from './arbitraries.ts';
import { remo, rosa } from './people.ts';
import { planId, requestPlan, runId, samplePlan } from './plans.ts';
import { keyOf } from './readings.ts';
import { subscription } from './samples.ts';

type OnCase<T> = (c: Case, now: Date) => T;

const few = fc.integer({ min: 0, max: 5 });
const planIds = few.map(planId);
const runIds = few.map(runId);

/** Keys as they should be; some names have blanks. */
export const goodKeys = ['vm/w-1', 'vm/w-2', 'disk/w-1', 'vm/failure anomalies - w'].map((path) => keyOf(path));

/** Those, and such as only an attacker sends. */
const keys = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom(...goodKeys),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        keyOf('vm/w-1').replace(/4444-.*?\//, '4444-other/'),
        `/subscriptions/${subscription}/../other/resourcegroups/rg1/providers/microsoft.compute/virtualmachines/w-1`,
        `/subscriptions/${subscription}/resourcegroups/rg1//providers/x`,
        `${keyOf('vm/w-1')}?api-version=1`,
        `${keyOf('vm/w-1')}/`,
        keyOf('vm/w-1').toUpperCase(),
        `/subscriptions/${subscription}/resourcegroups/\0`,
        `/subscriptions/${subscription}/resourcegroups/\ud800`,
        '',
      ),
    },
  ),
  { maxLength: 3 },
);

const group = fc.constantFrom(undefined, 'rg1', 'RG1', ' ', '\0', 'g'.repeat(91), 'half \ud83d');

/** What a person wants of resources: mostly of the plan and the run that the case has, else of others. */
export function responseCommand(text: fc.Arbitrary<string>): fc.Arbitrary<OnCase<PersonCommand>> {
  const always = (command: fc.Arbitrary<PersonCommand>) => command.map((one) => (): PersonCommand => one);
  return fc.oneof(
    always(fc.record({ type: fc.constantFrom('stop', 'start'), runId: runIds, resources: keys })),
    {
      weight: 3,
      arbitrary: always(
        fc
          .record({
            planId: planIds,
            kind: fc.constantFrom<PlanKind>('resources', ...planKinds),
            resources: keys,
            group,
            withAttached: fc.boolean(),
            liftGuards: fc.boolean(),
          })
          .map(({ group: named, ...rest }) => ({
            type: 'request-plan',
            ...rest,
            ...(named === undefined ? {} : { group: named }),
          })),
      ),
    },
    { weight: 5, arbitrary: approval },
    fc.option(planIds, { nil: undefined, freq: 3 }).map(
      (other) =>
        (c: Case): PersonCommand => ({
          type: 'drop-plan',
          planId: other ?? c.plan?.id ?? planId(),
        }),
    ),
    fc.option(runIds, { nil: undefined, freq: 3 }).map(
      (other) =>
        (c: Case): PersonCommand => ({
          type: 'cancel-run',
          runId: other ?? c.run?.id ?? runId(),
        }),
    ),
    {
      weight: 2,
      arbitrary: always(
        fc
          .record({
            item: fc.constantFrom(...checklistNames),
            state: fc.constantFrom('done', 'waived'),
            note: fc.option(text, { nil: undefined }),
          })
          .map(({ note, ...rest }) => ({ type: 'check-off', ...rest, ...(note === undefined ? {} : { note }) })),
      ),
    },
    // Who wants to close a fraud case answers everything, one after the other.
    {
      weight: 3,
      arbitrary: fc.constant(
        (c: Case): PersonCommand => ({
          type: 'check-off',
          item: checklistNames.find((name) => c.checklist?.[name] === undefined) ?? 'mfa',
          state: 'done',
        }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constant((): PersonCommand => ({ type: 'decide', verdict: 'fraud', reason: 'Nobody knows it' })),
    },
  );
}

const approval: fc.Arbitrary<OnCase<PersonCommand>> = fc
  .record({
    plan: fc.option(planIds, { nil: undefined, freq: 8 }),
    hash: fc.option(fc.constantFrom('', '0'.repeat(64)), { nil: undefined, freq: 8 }),
    name: fc.option(fc.constantFrom('', ' ', 'Contoso', 'contoso  PRODUCTION '), { nil: undefined, freq: 5 }),
    run: few,
  })
  .map(
    ({ plan, hash, name, run }) =>
      (c: Case): PersonCommand => ({
        type: 'approve-plan',
        planId: plan ?? c.plan?.id ?? planId(),
        hash: hash ?? c.plan?.hash ?? '',
        typedName: name ?? c.plan?.subscriptionName ?? '',
        runId: runId(run),
      }),
  );

const counts = fc.record(
  {
    done: fc.nat({ max: 3 }),
    failed: fc.nat({ max: 2 }),
    skipped: fc.nat({ max: 2 }),
    unknown: fc.nat({ max: 1 }),
    open: fc.constant(0),
  },
  { noNullPrototype: true },
);

const findings: fc.Arbitrary<AfterCareFindings> = fc.record(
  {
    back: fc.constantFrom<readonly string[]>([], [], ['w-1']),
    fresh: fc.constantFrom<readonly string[]>([], [], ['x-9']),
    burning: fc.constantFrom(0, 0, 2),
    unreadable: fc.constantFrom(false, false, true),
  },
  { noNullPrototype: true },
);

const drift = { changed: [], came: ['x-9'], went: [] } as const;

/** A removal as it should go, from the verdict to the last look, each at its time. */
export const removal: readonly Step[] = [
  wants(rosa, { type: 'decide', verdict: 'fraud', reason: 'Nobody knows it' }),
  wants(rosa, (c) => ({ ...requestPlan, planId: freshPlan(c) })),
  says((c, now) => ({ type: 'plan-made', plan: planNow(c, now) })),
  wants(remo, (c) => ({
    type: 'approve-plan',
    planId: c.plan?.id ?? planId(),
    hash: c.plan?.hash ?? '',
    typedName: c.plan?.subscriptionName ?? '',
    runId: runId(c.seq),
  })),
  says((c) => ({
    type: 'run-ended',
    runId: c.run?.id ?? runId(),
    counts: { done: 2, failed: 0, skipped: 0, unknown: 0, open: 0 },
  })),
  ...afterCareHours.map((hours) =>
    says(
      (_, now) => ({
        type: 'looked-after',
        hours,
        look: { hours, at: now.toISOString(), back: [], fresh: [], burning: 0, unreadable: false },
        mayReopen: true,
      }),
      hours * hour,
    ),
  ),
];

function wants(who: Person, command: PersonCommand | OnCase<PersonCommand>): Step {
  return { kind: 'person', who, command, after: 1000 };
}

function says(commandFor: OnCase<ClockCommand>, after = 1000): Step {
  return { kind: 'clock', commandFor, after };
}

/** An id that the case has not seen. */
function freshPlan({ seq }: Case): PlanId {
  return planId(seq + 100);
}

function planNow(c: Case, now: Date): Plan {
  return samplePlan({
    id: c.plan?.id ?? planId(),
    needsSecond: c.seq % 2 === 0,
    madeAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + 15 * minute).toISOString(),
  });
}

/** What jobs and clocks say of plans, runs and looks: mostly what the case waits for. */
export const responseNews: fc.Arbitrary<OnCase<ClockCommand>> = fc.oneof(
  fc.record({ burning: fc.constantFrom(0, 0, 3), unreadable: fc.boolean() }).map(
    ({ burning, unreadable }) =>
      (_: Case, now: Date): ClockCommand => ({
        type: 'investigated',
        signs: {
          readAt: now.toISOString(),
          resources: 9,
          strong: burning,
          some: 0,
          burning,
          gaps: 0,
          ...(unreadable ? { unreadable: true as const } : {}),
        },
      }),
  ),
  {
    weight: 4,
    arbitrary: fc
      .record({
        other: fc.option(planIds, { nil: undefined, freq: 6 }),
        needsSecond: fc.boolean(),
        named: fc.constantFrom('Contoso Production', 'Contoso Production', '', '  '),
      })
      .map(
        ({ other, needsSecond, named }) =>
          (c: Case, now: Date): ClockCommand => ({
            type: 'plan-made',
            plan: samplePlan({
              id: other ?? c.plan?.id ?? planId(),
              subscriptionName: named,
              needsSecond,
              madeAt: now.toISOString(),
              expiresAt: new Date(now.getTime() + 15 * minute).toISOString(),
            }),
          }),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.option(planIds, { nil: undefined, freq: 9 }).map(
      (other) =>
        (c: Case): ClockCommand => ({
          type: 'plan-stopped',
          planId: other ?? c.plan?.id ?? planId(),
          stop: { kind: 'nothing-left' },
        }),
    ),
  },
  fc
    .record({ other: fc.option(planIds, { nil: undefined, freq: 3 }), why: fc.constantFrom('drift', 'unreadable') })
    .map(
      ({ other, why }) =>
        (c: Case): ClockCommand => ({
          type: 'plan-void',
          planId: other ?? c.plan?.id ?? planId(),
          why,
          ...(why === 'drift' ? { drift } : {}),
        }),
    ),
  fc.constant((_: Case, now: Date): ClockCommand => ({ type: 'expire-plan', now: now.toISOString() })),
  {
    weight: 3,
    arbitrary: fc.record({ other: fc.option(runIds, { nil: undefined, freq: 4 }), counts }).map(
      ({ other, ...rest }) =>
        (c: Case): ClockCommand => ({
          type: 'run-ended',
          runId: other ?? c.run?.id ?? runId(),
          ...rest,
        }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        other: fc.option(fc.constantFrom(...afterCareHours), { nil: undefined, freq: 4 }),
        findings,
        mayReopen: fc.boolean(),
      })
      .map(({ other, findings: found, mayReopen }) => (c: Case, now: Date): ClockCommand => {
        const hours = other ?? c.afterCare?.next ?? 1;
        return { type: 'looked-after', hours, look: { ...found, hours, at: now.toISOString() }, mayReopen };
      }),
  },
);
