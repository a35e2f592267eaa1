import type { Case, CaseDetection } from './case.ts';
import { day, hour } from './clocks.ts';
import { weekDayOf } from './working-days.ts';

/** Days within which the one-time credit must be asked for, from the first fraudulent usage on (facts/partner-center.md 10.4). */
export const claimDays = 60;

/** When a claim would have to be made, estimated from the first sign that Microsoft saw. Undefined where it saw none. */
export function claimDeadline(c: Pick<Case, 'detections'>): string | undefined {
  const seen = c.detections.flatMap(({ isTest, firstObservedAt }) =>
    isTest || firstObservedAt === undefined ? [] : [firstObservedAt],
  );
  const first = seen.toSorted()[0];
  return first === undefined ? undefined : new Date(Date.parse(first) + claimDays * day).toISOString();
}

/** How long an alert took to be answered, of one that was; both ISO 8601. */
export interface Response {
  readonly detectedAt: string;
  readonly answeredAt: string;
}

/**
 * When Partner Center had the answer to an alert, as far as the case knows: as its source says, or when it was told so.
 * An alert that came after it was told is not answered by that.
 */
function answerOf(c: Case, { resolved, detectedAt = '' }: CaseDetection): string | undefined {
  if (resolved?.at !== undefined) return resolved.at;
  const told = c.report.state === 'done' && c.report.goal.status === 'resolved' ? c.report.at : undefined;
  if (told !== undefined && Date.parse(detectedAt) <= Date.parse(told)) return told;
  return resolved === undefined ? undefined : c.closure?.at;
}

/** The alerts of a case that were answered, but for drills. */
export function responsesOf(c: Case): readonly Response[] {
  return c.detections.flatMap((detection) => {
    const { isTest, detectedAt } = detection;
    const at = answerOf(c, detection);
    return isTest || detectedAt === undefined || at === undefined ? [] : [{ detectedAt, answeredAt: at }];
  });
}

/** When the last of its alerts was answered, in ISO 8601. */
export function lastAnswered(c: Case): string | undefined {
  const times = responsesOf(c)
    .map(({ answeredAt }) => Date.parse(answeredAt))
    .filter((at) => !Number.isNaN(at));
  return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString();
}

export interface Projection {
  /** Average of the last 30 days, in hours; undefined where nothing was answered in them. */
  readonly now?: number;
  /** The same, if the open alert is answered at `at`. */
  readonly becomes: number;
  readonly at: string;
  readonly alerts: number;
}

/**
 * The partner's 30-day average of response times by our own record, and what it becomes if what is open waits until `at`.
 * Assumption: resolving is what counts as the response (facts/partner-center.md 10.3 says that this is not stated).
 */
export function projection(
  answered: readonly Response[],
  open: readonly { readonly detectedAt: string }[],
  at: string,
): Projection {
  const hours = ({ detectedAt, answeredAt }: Response) =>
    Math.max(0, Date.parse(answeredAt) - Date.parse(detectedAt)) / hour;
  const since = Date.parse(at) - 30 * day;
  const recent = answered.filter(({ answeredAt }) => Date.parse(answeredAt) >= since);
  const sum = recent.reduce((total, one) => total + hours(one), 0);
  const waiting = open.reduce((total, { detectedAt }) => total + hours({ detectedAt, answeredAt: at }), 0);
  const count = recent.length + open.length;
  return {
    ...(recent.length === 0 ? {} : { now: sum / recent.length }),
    becomes: count === 0 ? 0 : (sum + waiting) / count,
    at,
    alerts: recent.length,
  };
}

/** Nine o'clock of the next working day (one of `days`, Monday as 1) in a time zone, after `now`. Holidays are not known. */
export function nextWorkingMorning(now: Date, timeZone: string, days: readonly number[]): Date {
  const parts = wallClock(timeZone);
  const read = (at: Date) => Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  const today = read(now);
  for (let ahead = 0; ahead <= 7; ahead++) {
    // By the calendar, not by 24 hours: a day in which the clocks change would be passed over, or met twice.
    const wanted = Date.UTC(Number(today['year']), Number(today['month']) - 1, Number(today['day']) + ahead, 9);
    if (!days.includes(weekDayOf(wanted))) continue;
    // What a wall clock there shows at that moment tells how far the zone is from UTC then, daylight saving included.
    const shown = read(new Date(wanted));
    const offset =
      Date.UTC(
        Number(shown['year']),
        Number(shown['month']) - 1,
        Number(shown['day']),
        Number(shown['hour']),
        Number(shown['minute']),
      ) - wanted;
    const morning = new Date(wanted - offset);
    if (morning.getTime() > now.getTime()) return morning;
  }
  return new Date(now.getTime() + day);
}

/** Making one is dearer than all that is asked of it for a card. There are a few hundred time zones. */
const wallClocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  wallClocks.set(timeZone, made);
  return made;
}
