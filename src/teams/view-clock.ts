import type { ClockView } from '../../cards/views.ts';
import { answeredAt } from '../domain/answered.ts';
import type { Case } from '../domain/case.ts';
import { minutesLeft } from '../domain/clocks.ts';

/** From here on the clock is shown as a warning. */
const soonMinutes = 6 * 60;

function running(deadlineAt: string, now: Date): ClockView {
  const minutes = minutesLeft(deadlineAt, now);
  const state = minutes < 0 ? 'overdue' : minutes <= soonMinutes ? 'soon' : 'running';
  return { deadlineAt, minutesLeft: minutes, asOf: now.toISOString(), state };
}

/**
 * The 24 hours of a case. They end when Partner Center knows, not when somebody here has decided: the rule is about the
 * alert's answer (facts/partner-center.md 10.3).
 */
export function clockView(c: Case, now: Date): ClockView {
  const clock = running(c.deadlineAt, now);
  const answered = answeredAt(c);
  if (answered !== undefined) {
    const inTime = Date.parse(answered) <= Date.parse(c.deadlineAt);
    return { ...clock, state: inTime ? 'answered' : 'answered-late', endedAt: answered };
  }
  return c.reopenedAt === undefined || !c.wasAnswered ? clock : reopened(clock, c.reopenedAt);
}

function reopened(clock: ClockView, at: string): ClockView {
  return { ...clock, state: 'reopened', endedAt: at };
}

/** The same from the little that a list knows of an undecided case. */
export function rowClock(row: { readonly deadlineAt: string; readonly takenUpAt?: string }, now: Date): ClockView {
  const clock = running(row.deadlineAt, now);
  return row.takenUpAt === undefined ? clock : reopened(clock, row.takenUpAt);
}
