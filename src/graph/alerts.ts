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
import { changedFilter, changedSince } from './changed.ts';
import { createAskGraph, type GraphDeps, outside } from './client.ts';
import { Collection } from './schema.ts';
import { toAlerts } from './to-domain.ts';

interface GraphAlertsDeps extends GraphDeps {
  /** What alerts are read with; the app's own where nobody of the partner has consented to more. */
  readonly reading?: Tokens;
  readonly tokens: Tokens;
  readonly people: PersonTokens;
  /** Scope of the app's token. */
  readonly scope: string;
  readonly log: { warn(data: object, message: string): void };
}

type Told =
  | { readonly kind: 'told' }
  | { readonly kind: 'refused'; readonly why: ReportFailure; readonly detail: string; readonly byApp?: boolean };

/** What is asked for, and how: a service that takes one way may refuse another. */
interface Filter {
  readonly by: 'change' | 'subscription';
  readonly text: string;
}

const version = 'beta';
const alertsPath = '/security/partner/securityAlerts';
/** Pages of one look; far more than any partner has, so that a service that never ends its pages is left. */
const mostPages = 2000;

/**
 * Partner security alerts of Microsoft Graph beta (facts/partner-center.md 2). All calls throw OutsideError.
 *
 * `readAlerts` with `since` asks for every alert that is not resolved, whatever its times, and for those that were
 * detected, observed or resolved since. The first part is what a plain "changed since" would miss: an alert carries no
 * time of its last change, so that somebody else's "investigating", a reopening, or an alert that Graph lists long
 * after it was detected show only in its status. Which properties $filter takes is not documented: a service that
 * refuses such a filter is read whole, now and from then on, and sifted here.
 */
export function createGraphAlerts(deps: GraphAlertsDeps) {
  const ask = createAskGraph(deps);
  /** Kinds of filters, each with the tenant for which it was refused. */
  const refusesFilter = new Set<string>();

  async function page(partner: Partner, to: { path: string; filter?: string } | { link: string }): Promise<Collection> {
    const token = await (deps.reading ?? deps.tokens).app(partner.tenantId, deps.scope);
    return ask({ version, to, token }, (body) => Collection.parse(body));
  }

  /** The first page; the whole list's where Graph does not take the filter. */
  async function first(partner: Partner, filter: Filter | undefined): Promise<Collection> {
    const refusal = filter && `${filter.by} ${partner.tenantId}`;
    if (filter !== undefined && refusal !== undefined && !refusesFilter.has(refusal)) {
      try {
        return await page(partner, { path: alertsPath, filter: filter.text });
      } catch (error) {
        if (!(error instanceof HttpError) || (error.status !== 400 && error.status !== 501)) throw error;
        deps.log.warn({ partner: partner.id, code: error.code }, 'Graph refused a filter of alerts');
      }
    }
    const whole = await page(partner, { path: alertsPath });
    if (refusal !== undefined) refusesFilter.add(refusal);
    return whole;
  }

  async function* read(
    partner: Partner,
    filter: Filter | undefined,
    wanted: (alert: ReportedAlert) => boolean,
  ): AsyncGenerator<Page<ReportedAlert>> {
    const seen = new Set<string>();
    for (let current = await outside(() => first(partner, filter)); ; ) {
      const { alerts, unreadable } = toAlerts(current.value);
      yield { alerts: alerts.filter((one) => wanted(one.alert)), unreadable };
      const link = current['@odata.nextLink'];
      if (link === undefined) return;
      if (seen.has(link) || seen.size >= mostPages)
        throw new OutsideError('the pages of alerts do not end', { why: 'unreadable' });
      seen.add(link);
      current = await outside(() => page(partner, { link }));
    }
  }

  async function tellOne(token: string, id: string, goal: ReportGoal): Promise<Told> {
    const json =
      goal.status === 'resolved' ? { status: 'resolved', resolvedReason: goal.reason } : { status: 'investigating' };
    const path = urlPath`/security/partner/securityAlerts/${id}`;
    try {
      await ask({ version, to: { path }, method: 'PATCH', json, token }, () => undefined);
      return { kind: 'told' };
    } catch (error) {
      const refused = refusalOf(error);
      if (refused === undefined) throw error;
      const aboutReason =
        refused.why === 'other' && json.resolvedReason !== undefined && /reason/i.test(refused.detail);
      return aboutReason ? { ...refused, why: 'reason-refused' } : refused;
    }
  }

  return {
    readAlerts(partner: Partner, since: string | undefined): AsyncIterable<Page<ReportedAlert>> {
      if (since === undefined) return read(partner, undefined, () => true);
      const time = new Date(since).toISOString();
      return read(partner, { by: 'change', text: changedFilter(time) }, (alert) => changedSince(alert, time));
    },

    async readSubscription(partner: Partner, subscriptionId: string): Promise<Page<ReportedAlert>> {
      const id = subscriptionId.toLowerCase();
      const alerts = [];
      const unreadable = [];
      const ofSubscription = (alert: ReportedAlert) => alert.subscriptionId === id;
      const filter = { by: 'subscription', text: `subscriptionId eq '${id.replaceAll("'", "''")}'` } as const;
      for await (const part of read(partner, filter, ofSubscription)) {
        alerts.push(...part.alerts);
        unreadable.push(...part.unreadable);
      }
      return { alerts, unreadable };
    },

    /**
     * One PATCH an alert, by the person where they are signed in, else by the app. The first refusal is the answer; the
     * others are still told unless nobody may.
     */
    async tell(
      partner: Partner,
      told: { readonly subscriptionId: string; readonly externalIds: readonly string[]; readonly goal: ReportGoal },
      by: Person,
    ): Promise<Told> {
      if (told.externalIds.length === 0 || told.externalIds.some((id) => asText(id) === undefined))
        throw new TypeError('no alert is named');
      return outside(async () => {
        const own = by.tenantId.toLowerCase() === partner.tenantId.toLowerCase();
        const personal = own ? await deps.people.graph(by) : undefined;
        const token = personal ?? (await deps.tokens.app(partner.tenantId, deps.scope));
        let outcome: Told = { kind: 'told' };
        for (const id of told.externalIds) {
          const one = await tellOne(token, id, told.goal);
          if (outcome.kind === 'told') outcome = one;
          if (one.kind === 'refused' && (one.why === 'forbidden' || one.why === 'mfa')) break;
        }
        return outcome.kind === 'refused' && personal === undefined ? { ...outcome, byApp: true } : outcome;
      });
    },
  };
}
