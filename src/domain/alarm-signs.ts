import { type AlarmFacts, type Wrong, wholePartner } from './alarms.ts';
import { type Case, openDetections } from './case.ts';
import { day, hour, minute } from './clocks.ts';
import type { ConsentTrouble } from './consent.ts';
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

/** When a source that does not answer is an alarm: after so many looks in a row that failed, or so many minutes without an answer. */
export interface SilenceLimits {
  readonly looks: number;
  readonly minutes: number;
}
export const standardSilence: SilenceLimits = { looks: 5, minutes: 60 };

/** How a source has been doing; times are ISO 8601. */
export interface SourceSigns {
  readonly failures: number;
  readonly polledAt?: string;
  readonly succeededAt?: string;
  readonly error?: string;
  /** Whether a look has been waiting to be made for longer than any takes. */
  readonly isOverdue: boolean;
}

/**
 * Whether a source is silent. Time alone is no sign: after a night in which nothing ran, the next look comes at once. So it takes a look
 * that failed, or one that nobody makes.
 */
export function sourceWrong(source: SourceSigns, limits: SilenceLimits, now: Date): Wrong | undefined {
  const { failures, polledAt, succeededAt, error, isOverdue } = source;
  const age = succeededAt === undefined ? undefined : Math.abs(now.getTime() - Date.parse(succeededAt));
  const isOld = age !== undefined && age > limits.minutes * minute;
  const fails = failures >= limits.looks || (failures > 0 && isOld);
  if (!fails && !(isOverdue && (isOld || age === undefined))) return undefined;
  const since = succeededAt ?? polledAt ?? now.toISOString();
  const cause = failures === 0 || error === undefined ? {} : { sourceTrouble: error };
  return { kind: 'source-silent', subject: wholePartner, facts: { since, count: failures, ...cause } };
}

/** How callbacks for a partner have been coming; times are ISO 8601. Only of partners with an address that is registered. */
export interface CallbackSigns {
  readonly registeredAt: string;
  /** The last that was proved. */
  readonly lastEventAt?: string;
  /** Refused ones since then. */
  readonly refused?: { readonly count: number; readonly from: string };
  /** Alerts that were found with no callback near them. */
  readonly unheard?: { readonly count: number; readonly since: string };
}

/** Time after an alert was found in which a callback about it may still come. */
export const callbackWithinMs = 3 * hour;
/** A callback leads to alerts for as long as that: those are found after it. */
export const callbackLeadsMs = hour;
/** Time in which a callback that was refused may come again and be good, as after a certificate could not be fetched. */
const provedWithinMs = 15 * minute;
/** So many refused ones need no further waiting. */
const mostRefused = 3;

export function callbackWrong(
  { registeredAt, lastEventAt, refused, unheard }: CallbackSigns,
  now: Date,
): readonly Wrong[] {
  const isRefused =
    refused !== undefined && (refused.count >= mostRefused || isPast(refused.from, provedWithinMs, now));
  const about = (kind: Wrong['kind'], since: string, count: number): Wrong => ({
    kind,
    subject: wholePartner,
    facts: { since, count },
  });
  return [
    ...(isRefused ? [about('webhook-refused', refused.from, refused.count)] : []),
    ...(unheard === undefined ? [] : [about('webhook-silent', lastEventAt ?? registeredAt, unheard.count)]),
  ];
}

/** A background sign-in that cannot be used, since when (ISO 8601). */
export interface LostConsent {
  readonly trouble: ConsentTrouble;
  readonly since: string;
}

export function consentWrong({ trouble, since }: LostConsent): Wrong {
  return { kind: 'consent-lost', subject: wholePartner, facts: { since, consentTrouble: trouble } };
}
