import assert from 'node:assert/strict';
import type { Case } from '../../src/domain/case.ts';
import type { ClockCommand, PersonCommand, Refusal } from '../../src/domain/commands.ts';
import { type Decision, decide, observe } from '../../src/domain/decide.ts';
import type { Detection } from '../../src/domain/detection.ts';
import type { CaseEvent } from '../../src/domain/events.ts';
import type { Person } from '../../src/domain/people.ts';
import { play, type Step } from './arbitraries.ts';
import { standpoint } from './people.ts';
import { sampleDetection, startedAt } from './samples.ts';

/** A step in which a person wants something, one second after the step before. */
export function by(who: Person, command: PersonCommand): Step {
  return { kind: 'person', who, command, after: 1000 };
}

/** A step in which a source, a job or a clock says something, one second after the step before. */
export function says(command: ClockCommand): Step {
  return { kind: 'clock', commandFor: () => command, after: 1000 };
}

/** The case after these steps, each of which must be allowed. */
export function caseAfter(...steps: readonly Step[]): Case {
  return caseOf(sampleDetection(), ...steps);
}

/** The same for a case that a certain alert opened. */
export function caseOf(opening: Detection, ...steps: readonly Step[]): Case {
  const { case: c, turns } = play(opening, steps);
  for (const { decision, command } of turns)
    assert.equal(decision.kind, 'events', JSON.stringify({ command, decision }));
  return c;
}

/** What a person's command upon the case gives, some time after all that happened to it. */
export function decided(c: Case, who: Person, command: PersonCommand, now = new Date(later())): Decision {
  return decide(c, command, standpoint(who), now);
}

export function eventsOf(decision: Decision): readonly CaseEvent[] {
  assert.equal(decision.kind, 'events', JSON.stringify(decision));
  return decision.kind === 'events' ? decision.events : [];
}

export function refusalOf(decision: Decision): Refusal | undefined {
  return decision.kind === 'refused' ? decision.refusal : undefined;
}

export function observed(c: Case, command: ClockCommand): readonly CaseEvent[] {
  return observe(c, command);
}

/** A moment one hour after the samples begin. */
export function later(): string {
  return new Date(Date.parse(startedAt) + 3_600_000).toISOString();
}
