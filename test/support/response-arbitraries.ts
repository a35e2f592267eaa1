import * as fc from 'fast-check';
import { type AfterCareFindings, afterCareHours, checklistNames } from '../../src/domain/after-care.ts';
import type { Case } from '../../src/domain/case.ts';
import { minute } from '../../src/domain/clocks.ts';
import type { ClockCommand, PersonCommand } from '../../src/domain/commands.ts';
import { type PlanKind, planKinds } from '../../src/domain/plan.ts';
import { planId, runId, samplePlan } from './plans.ts';
import { keyOf } from './readings.ts';
import { subscription } from './samples.ts';

type OnCase<T> = (c: Case, now: Date) => T;

/** Mostly nothing: once in so many times a value. */
export function seldom<T>(value: fc.Arbitrary<T>, times = 6): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

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
    seldom(planIds).map(
      (other) =>
        (c: Case): PersonCommand => ({
          type: 'drop-plan',
          planId: other ?? c.plan?.id ?? planId(),
        }),
    ),
    seldom(runIds).map(
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
    plan: seldom(planIds),
    hash: seldom(fc.constantFrom('', '0'.repeat(64))),
    name: seldom(fc.constantFrom('', ' ', 'Contoso', 'contoso  PRODUCTION ')),
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
        other: seldom(planIds),
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
    arbitrary: seldom(planIds).map(
      (other) =>
        (c: Case): ClockCommand => ({
          type: 'plan-stopped',
          planId: other ?? c.plan?.id ?? planId(),
          stop: { kind: 'nothing-left' },
        }),
    ),
  },
  fc.record({ other: seldom(planIds), why: fc.constantFrom('drift', 'unreadable') }).map(
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
    arbitrary: fc.record({ other: seldom(runIds), counts }).map(
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
        other: seldom(fc.constantFrom(...afterCareHours)),
        findings,
        mayReopen: fc.boolean(),
      })
      .map(({ other, findings: found, mayReopen }) => (c: Case, now: Date): ClockCommand => {
        const hours = other ?? c.afterCare?.next ?? 1;
        return { type: 'looked-after', hours, look: { ...found, hours, at: now.toISOString() }, mayReopen };
      }),
  },
);
