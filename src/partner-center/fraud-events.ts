import type { ReportFailure, ReportGoal } from '../domain/case.ts';
import type { ReportedAlert } from '../domain/detection.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import { HttpError } from '../http/http-error.ts';
import { asText } from '../http/loose.ts';
import type { Page } from '../http/read-each.ts';
import { refusalOf } from '../http/to-outside.ts';
import type { PersonTokens, Tokens } from '../http/tokens.ts';
import { urlPath } from '../http/url-path.ts';
import { createPartnerCenter, outside, type PartnerCenterDeps } from './client.ts';
import { readEventsPage } from './events-page.ts';
import { createRequestIds } from './request-ids.ts';

interface FraudEventsDeps extends PartnerCenterDeps {
  readonly people: PersonTokens;
  /** What events are read with; the app's own where nobody of the partner has consented to more. */
  readonly reading?: Tokens;
}

type Told =
  | { readonly kind: 'told' }
  | { readonly kind: 'refused'; readonly why: ReportFailure; readonly detail: string; readonly byApp?: boolean };

const pageSize = 100;
const mostPages = 500;
/** Asks for the wider events and for paging (facts/partner-center.md 1.1). */
const newModel = { 'X-NewEventsModel': 'true' };
const reasons = { legitimate: 'Legitimate', fraud: 'Fraud', ignore: 'Ignore' } as const;

/**
 * Fraud events of Partner Center, the older source (facts/partner-center.md 1). All calls throw OutsideError.
 *
 * The list knows no "changed since", so it is read whole; with `since`, events are left out that were resolved before
 * and had no sign of life after. No next link is given: pages end with the first that is not full. A body that is no
 * JSON is mended where possible; where not, it is one unreadable alert, and the other pages are still read.
 */
export function createFraudEvents(deps: FraudEventsDeps) {
  const partnerCenter = createPartnerCenter(deps);
  const reader = createPartnerCenter({ ...deps, tokens: deps.reading ?? deps.tokens });
  const withRequestId = createRequestIds(deps.newId);

  async function* read(
    partner: Partner,
    subscriptionId: string | undefined,
    wanted: (alert: ReportedAlert) => boolean,
  ): AsyncGenerator<Page<ReportedAlert>> {
    const seen = new Set<string>();
    let broken = 0;
    let before: string | undefined;
    for (let number = 1; number <= mostPages; number++) {
      const query = { SubscriptionId: subscriptionId, PageSize: pageSize, PageNumber: number };
      const answer = await outside(() => reader.send(partner, { path: '/v1/fraudEvents', query, headers: newModel }));
      const page = readEventsPage(answer.text);
      yield { alerts: page.alerts.filter((one) => wanted(one.alert)), unreadable: page.unreadable };
      broken = page.size === 'unknown' ? broken + 1 : 0;
      // Two in a row: what comes is not a list of events at all.
      if (broken > 1) throw new OutsideError('the list of fraud events cannot be read', { why: 'unreadable' });
      const known = seen.size;
      for (const { alert } of page.alerts) seen.add(alert.externalId);
      const repeats = answer.text === before || (page.alerts.length > 0 && seen.size === known);
      before = answer.text;
      if (repeats || (page.size !== 'unknown' && page.size !== pageSize)) return;
    }
    throw new OutsideError('the pages of fraud events do not end', { why: 'unreadable' });
  }

  async function tokenOf(partner: Partner, by: Person): Promise<string | undefined> {
    const own = by.tenantId.toLowerCase() === partner.tenantId.toLowerCase();
    return own ? deps.people.partnerCenter(by) : undefined;
  }

  return {
    readAlerts(partner: Partner, since: string | undefined): AsyncIterable<Page<ReportedAlert>> {
      const time = since === undefined ? undefined : new Date(since).toISOString();
      return read(partner, undefined, (alert) => time === undefined || changedSince(alert, time));
    },

    async readSubscription(partner: Partner, subscriptionId: string): Promise<Page<ReportedAlert>> {
      const id = subscriptionId.toLowerCase();
      const alerts = [];
      const unreadable = [];
      for await (const page of read(partner, id, (alert) => alert.subscriptionId === id)) {
        alerts.push(...page.alerts);
        unreadable.push(...page.unreadable);
      }
      return { alerts, unreadable };
    },

    /**
     * One POST for all events, by the person where they are signed in, else by the app. `Legitimate` may be unknown to
     * this route (facts/partner-center.md 1.4): that is answered as `reason-refused`, and never sent as another reason.
     * Without EventIds the route would change every event of the subscription, so none or an empty one is a TypeError.
     */
    async tell(
      partner: Partner,
      told: { readonly subscriptionId: string; readonly externalIds: readonly string[]; readonly goal: ReportGoal },
      by: Person,
    ): Promise<Told> {
      const { subscriptionId, externalIds, goal } = told;
      if (externalIds.length === 0 || externalIds.some((id) => asText(id) === undefined))
        throw new TypeError('no event is named');
      const json = { EventIds: externalIds, ...bodyOf(goal) };
      const path = urlPath`/v1/fraudEvents/subscription/${subscriptionId}/status`;
      return outside(async () => {
        const token = await tokenOf(partner, by);
        const change = JSON.stringify([partner.tenantId, subscriptionId, externalIds.toSorted(), goal]);
        try {
          await withRequestId(change, (requestId) =>
            partnerCenter.send(partner, {
              path,
              headers: newModel,
              change: { method: 'POST', json, requestId },
              ...(token === undefined ? {} : { token }),
            }),
          );
          return { kind: 'told' };
        } catch (error) {
          const refused = refusalOf(error);
          if (refused === undefined) throw error;
          const unknownReason =
            error instanceof HttpError &&
            error.status === 400 &&
            goal.status === 'resolved' &&
            goal.reason === 'legitimate';
          const answer: Told = unknownReason ? { ...refused, why: 'reason-refused' } : refused;
          return token === undefined ? { ...answer, byApp: true } : answer;
        }
      });
    },
  };
}

/** Assumption: a reason is asked for only where an event is resolved, although the table calls it required always. */
function bodyOf(goal: ReportGoal): object {
  return goal.status === 'resolved'
    ? { EventStatus: 'Resolved', ResolvedReason: reasons[goal.reason] }
    : { EventStatus: 'Investigating' };
}

function changedSince(alert: ReportedAlert, since: string): boolean {
  const { detectedAt, firstObservedAt, lastObservedAt, resolvedAt } = alert;
  return (
    alert.status !== 'resolved' ||
    [detectedAt, firstObservedAt, lastObservedAt, resolvedAt].some((at) => at !== undefined && at >= since)
  );
}
