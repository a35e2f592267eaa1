import type { AlarmFacts, Wrong } from './alarms.ts';
import { type Case, openDetections } from './case.ts';
import { day, minute } from './clocks.ts';
import type { DetectionId } from './ids.ts';

/** Time that a report to Partner Center has, with its repetitions, before people are told that it does not get through. */
const reportWithinMs = 30 * minute;
/** A source may show late what it was told. */
const shownWithinMs = 30 * minute;
/** Decisions older than that are looked at only while they have an alarm: sources forget old alerts. */
const watchedMs = 30 * day;

/** A case that was decided, with those of its alerts that the source last showed as open. */
export interface DecidedCase {
  readonly case: Case;
  readonly openAtSource: readonly { readonly id: DetectionId; readonly receivedAt: string }[];
  /** When the last look at the source began, where it succeeded. */
  readonly readAt?: string;
}

/** Whether a decision reached Partner Center, and shows there. `isKnown`: there is an alarm of this case already. */
export function reportWrong(decided: DecidedCase, now: Date, isKnown: boolean): Wrong | undefined {
  const { case: c, openAtSource, readAt } = decided;
  if (c.verdict.kind === 'none' || c.isTest || openAtSource.length === 0) return undefined;
  if (!isKnown && now.getTime() - Date.parse(c.verdict.at) > watchedMs) return undefined;
  const unresolved = new Set(openDetections(c).map(({ id }) => id));
  const untold = openAtSource.filter(({ id }) => unresolved.has(id));
  const wasTold = c.report.state === 'done' && c.report.goal.status === 'resolved';
  if (untold.length > 0) {
    // What joined after the report is untold only since then.
    const since = wasTold ? latest([c.report.at, ...untold.map((one) => one.receivedAt)]) : c.verdict.at;
    const trouble = c.report.state === 'failed' ? { reportTrouble: c.report.why } : {};
    return isPast(since, reportWithinMs, now)
      ? { kind: 'not-reported', subject: c.id, facts: { ...aboutCase(c), since, count: untold.length, ...trouble } }
      : undefined;
  }
  const since = c.report.state === 'done' || c.report.state === 'failed' ? c.report.at : c.verdict.at;
  const wasRead = readAt !== undefined && isPast(since, shownWithinMs, new Date(readAt));
  return wasRead && isPast(since, shownWithinMs, now)
    ? { kind: 'still-open', subject: c.id, facts: { ...aboutCase(c), since, count: openAtSource.length } }
    : undefined;
}

function aboutCase(c: Case): Omit<AlarmFacts, 'since'> {
  const { id: caseId, number, customerTenantId, subscriptionId } = c;
  return { caseId, number, customerTenantId, subscriptionId };
}

function latest(times: readonly string[]): string {
  return new Date(Math.max(...times.map((at) => Date.parse(at)))).toISOString();
}

function isPast(since: string, ms: number, now: Date): boolean {
  return now.getTime() - Date.parse(since) > ms;
}
