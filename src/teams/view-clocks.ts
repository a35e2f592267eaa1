import type { ClaimView, ClocksView } from '../../cards/asking-views.ts';
import type { Case } from '../domain/case.ts';
import { answerHours, day, hour } from '../domain/clocks.ts';
import { claimDeadline, nextWorkingMorning, projection, type Response } from '../domain/clocks-of-case.ts';
import { clockView } from './view-clock.ts';

/** Other cases of the customer in which the one-time credit was asked for. */
export type OtherClaims = readonly { readonly number: number; readonly at: string }[];

/** Of all claims of a customer, those of other cases than this. */
export function otherClaims(c: Case, claims: OtherClaims): OtherClaims {
  return claims.filter(({ number }) => number !== c.number);
}

/** The credit that can be asked for once per customer; its deadline is an estimate. Nothing to tell of a test. */
export function claimView(c: Case, now: Date, claims: OtherClaims): ClaimView | undefined {
  const deadlineAt = claimDeadline(c);
  const request = c.support?.azure;
  if (c.isTest || (deadlineAt === undefined && request === undefined && claims.length === 0)) return undefined;
  return {
    used: claims,
    ...(deadlineAt === undefined
      ? {}
      : { deadlineAt, daysLeft: Math.floor((Date.parse(deadlineAt) - now.getTime()) / day) }),
    ...(request && { asked: request.number === undefined ? {} : { request: request.number } }),
  };
}

/**
 * The clocks besides the 24 hours. Undefined where none has anything to say: of a test, and once all is decided and answered.
 */
export function clocksView(shown: {
  readonly case: Case;
  readonly now: Date;
  /** Alerts of the partner that were answered lately; absent where nobody has read them. */
  readonly answered?: readonly Response[];
  readonly official?: NonNullable<ClocksView['official']>;
  readonly claims?: OtherClaims;
  /** IANA name of the zone whose mornings count. */
  readonly timeZone: string;
  /** Days that are worked on, Monday as 1. */
  readonly days: readonly number[];
}): ClocksView | undefined {
  const { case: c, now, answered, official, claims = [] } = shown;
  if (c.isTest) return undefined;
  const isWaiting = c.stage !== 'closed' && clockView(c, now).endedAt === undefined;
  const isClaimable = c.verdict.kind === 'fraud' || (c.verdict.kind === 'none' && c.stage !== 'closed');
  const claim = isClaimable ? claimView(c, now, claims) : undefined;
  const ahead = isWaiting && answered !== undefined ? projectionOf(shown, answered) : undefined;
  if (ahead === undefined && claim === undefined && !(isWaiting && official !== undefined)) return undefined;
  return {
    ...(ahead && { projection: ahead }),
    ...(isWaiting && official && { official }),
    ...(claim && { claim }),
  };
}

function projectionOf(
  { case: c, now, timeZone, days }: Parameters<typeof clocksView>[0],
  answered: readonly Response[],
) {
  const detectedAt = new Date(Date.parse(c.deadlineAt) - answerHours * hour).toISOString();
  const { becomes, ...rest } = projection(
    answered,
    [{ detectedAt }],
    nextWorkingMorning(now, timeZone, days).toISOString(),
  );
  return { ...rest, becomes };
}
