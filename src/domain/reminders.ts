import { answeredAt } from './answered.ts';
import type { Case } from './case.ts';
import { answerHours, hour } from './clocks.ts';

/** Who is reminded of the 24 hours, in the order of urgency. */
export const reminderLevels = ['owner', 'channel', 'escalation'] as const;
export type ReminderLevel = (typeof reminderLevels)[number];

/** Whole hours after the detection at which each is told, ascending; none where empty. */
export type ReminderPolicy = Readonly<Record<ReminderLevel, readonly number[]>>;

/** Most hours that a policy names for one level. */
const mostReminders = 6;

/** What a partner's reminders are unless it says otherwise: the aim is an answer within an hour (product.md). */
export const standardReminders: ReminderPolicy = { owner: [1, 6], channel: [12, 18], escalation: [20, 23] };

/** What a case knows of its reminders. */
export interface CaseReminders {
  readonly policy: ReminderPolicy;
  /** All that was due until then was said, or let pass. */
  readonly heardAt: string;
}

export interface Reminder {
  readonly level: ReminderLevel;
  readonly at: string;
}

/** Hours as a policy may have them: whole ones within the 24, each once, ascending. */
export function isReminderHours(hours: readonly number[]): boolean {
  return (
    hours.length <= mostReminders &&
    hours.every((h, i) => Number.isInteger(h) && h >= 1 && h < answerHours && h > (hours[i - 1] ?? 0))
  );
}

export function samePolicy(a: ReminderPolicy, b: ReminderPolicy): boolean {
  return reminderLevels.every((level) => a[level].join() === b[level].join());
}

/** The 24 hours run: nobody has answered, and it is no drill. */
function isClockRunning(c: Case): boolean {
  const isOver = c.reopenedAt !== undefined && c.wasAnswered === true;
  return c.stage !== 'closed' && !c.isTest && !isOver && answeredAt(c) === undefined;
}

/**
 * Reminders that are still to come, or due and not said, soonest first; absolute times, so that no change of a wall clock
 * moves them. While somebody snoozes, those until the end of the snooze are left out. Of two at one moment the more
 * urgent one stays.
 */
export function openReminders(c: Case): readonly Reminder[] {
  if (c.reminders === undefined || !isClockRunning(c)) return [];
  const { policy, heardAt } = c.reminders;
  const detectedAt = Date.parse(c.deadlineAt) - answerHours * hour;
  const after = Math.max(
    ...[heardAt, c.openedAt, c.reopenedAt, c.snooze?.until].map((at) => Date.parse(at ?? heardAt)),
  );
  const byTime = new Map<number, ReminderLevel>();
  for (const level of reminderLevels) for (const h of policy[level]) byTime.set(detectedAt + h * hour, level);
  return [...byTime]
    .filter(([at]) => at > after)
    .toSorted(([a], [b]) => a - b)
    .map(([at, level]) => ({ level, at: new Date(at).toISOString() }));
}

export function nextReminder(c: Case): Reminder | undefined {
  return openReminders(c)[0];
}

/** Of all that is due the last: the others are no news any more. */
export function dueReminder(c: Case, now: Date): Reminder | undefined {
  return openReminders(c).findLast(({ at }) => Date.parse(at) <= now.getTime());
}

/** Whether a moment lies after the end of 24 hours that still run. */
export function isBeyondClock(c: Case, at: string): boolean {
  return isClockRunning(c) && Date.parse(at) > Date.parse(c.deadlineAt);
}

/** The later of two moments, ISO 8601. */
export function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
