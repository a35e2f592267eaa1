import { afterCareHours } from '../../src/domain/after-care.ts';
import type { Case } from '../../src/domain/case.ts';
import { hour, minute } from '../../src/domain/clocks.ts';
import type { ClockCommand, PersonCommand } from '../../src/domain/commands.ts';
import type { PlanId } from '../../src/domain/ids.ts';
import type { Person } from '../../src/domain/people.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { Step } from './arbitraries.ts';
import { remo, rosa } from './people.ts';
import { planId, requestPlan, runId, samplePlan } from './plans.ts';

type OnCase<T> = (c: Case, now: Date) => T;

/** A removal as it should go, from the verdict to the last look, each at its time; sometimes something comes back. */
export const removal: readonly Step[] = [
  wants(rosa, { type: 'decide', verdict: 'fraud', reason: 'Nobody knows it' }),
  says((c) => ({
    type: 'report-succeeded',
    goal: { status: 'resolved', reason: 'fraud' },
    detectionIds: c.detections.map(({ id }) => id),
  })),
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
  wants(remo, { type: 'close', reason: 'We answer for the rest', waive: true }),
  ...afterCareHours.map((hours) =>
    says(
      ({ seq }, now) => ({
        type: 'looked-after',
        hours,
        look: {
          hours,
          at: now.toISOString(),
          back: seq % 3 === 0 ? ['w-1'] : [],
          fresh: [],
          burning: 0,
          unreadable: false,
        },
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
