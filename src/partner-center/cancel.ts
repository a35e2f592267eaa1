import { OutsideError } from '../domain/outside.ts';
import type { Person } from '../domain/people.ts';
import type { OutcomeWhy } from '../domain/run.ts';
import { HttpError } from '../http/http-error.ts';
import { present } from '../http/loose.ts';
import type { PersonTokens } from '../http/tokens.ts';
import { urlPath } from '../http/url-path.ts';
import { type AzureScope, type BoughtSubscription, findAzureSubscription } from './azure-subscription.ts';
import { createPartnerCenter, isNoRelationship, type PartnerCenterDeps } from './client.ts';
import { createRequestIds } from './request-ids.ts';

interface Refusal {
  readonly kind: 'refused';
  readonly why: OutcomeWhy;
  readonly again: boolean;
  readonly waitSeconds?: number;
  readonly detail?: string;
}

type Cancelled = { readonly kind: 'over'; readonly correlationId?: string } | { readonly kind: 'absent' } | Refusal;

type Look =
  | {
      readonly kind: 'there';
      readonly fingerprint: Record<string, never>;
      readonly power: 'unknown';
      readonly beingDeleted: boolean;
    }
  | { readonly kind: 'gone' }
  | Refusal;

/** The only reason that the route takes (900307 for any other). */
const body = { cancellationReason: 'compromise' };

/**
 * Cancels an Azure subscription in Partner Center (facts/partner-center.md 4.1-4.3), always with the person's own token:
 * the app's is never used for it. The answer comes at once, and the subscription turns inactive some ten minutes later.
 * Nothing is thrown for what Partner Center answers.
 */
export function createSubscriptionCanceller(deps: PartnerCenterDeps & { readonly people: PersonTokens }) {
  const withRequestId = createRequestIds(deps.newId);

  async function tokenOf({ partner }: AzureScope, by: Person): Promise<string | undefined> {
    const own = by.tenantId.toLowerCase() === partner.tenantId.toLowerCase();
    return own ? deps.people.partnerCenter(by) : undefined;
  }

  /** Calls with a token of a person, or of the app where there is none. */
  function clientFor(token: string | undefined) {
    return createPartnerCenter(token === undefined ? deps : { ...deps, tokens: { app: () => Promise.resolve(token) } });
  }

  return {
    /** `over`: accepted, to be verified. `absent`: it was inactive already. */
    async cancel(at: AzureScope, by: Person): Promise<Cancelled> {
      const token = await tokenOf(at, by);
      if (token === undefined) return { kind: 'refused', why: 'needs-sign-in', again: false };
      const client = clientFor(token);
      const { partner, customerTenantId, subscriptionId } = at;
      return orRefusal<Cancelled>(async () => {
        const bought = await findAzureSubscription(client, partner, customerTenantId, subscriptionId);
        if (bought === undefined) return notBought;
        if (isInactive(bought)) return { kind: 'absent' };
        // One of the older kind has no entitlement to cancel; suspending it is another thing.
        if (bought.planId === undefined) return { kind: 'refused', why: 'not-stoppable', again: false };
        const path = urlPath`/v1/customers/${customerTenantId}/subscriptions/${bought.planId}/azureEntitlements/${subscriptionId}/cancel`;
        const change = JSON.stringify([partner.tenantId, customerTenantId, subscriptionId]);
        const answer = await withRequestId(change, (requestId) =>
          client.send(partner, { path, token, change: { method: 'POST', json: body, requestId } }),
        );
        const correlationId = answer.headers.get('ms-correlationid')?.slice(0, 100);
        return { kind: 'over', ...present({ correlationId }) };
      });
    },

    /** `gone` once it is shown as inactive. Read by the app where the person is not signed in any more. */
    async look(at: AzureScope, by: Person): Promise<Look> {
      const client = clientFor(await tokenOf(at, by));
      return orRefusal<Look>(async () => {
        const bought = await findAzureSubscription(client, at.partner, at.customerTenantId, at.subscriptionId);
        if (bought === undefined) return notBought;
        if (isInactive(bought)) return { kind: 'gone' };
        return { kind: 'there', fingerprint: {}, power: 'unknown', beingDeleted: false };
      });
    },
  };
}

/** What is not shown any more may be with somebody else: that is no proof. */
const notBought: Refusal = { kind: 'refused', why: 'lost-access', again: false };

/** Assumption: of an older subscription, `deleted` says what `inactive` says of an entitlement. */
function isInactive({ ownStatus }: BoughtSubscription): boolean {
  return /^(?:inactive|deleted)$/i.test(ownStatus ?? '');
}

async function orRefusal<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    // Pages of a list that do not end.
    if (error instanceof OutsideError) return { kind: 'refused', why: 'other', again: false };
    if (!(error instanceof HttpError)) throw error;
    return refusalFor(error);
  }
}

/** 900307, 900118 and 800002 are faults of the request and stay `other`, with the code in the detail. */
const whyByCode: Readonly<Record<string, OutcomeWhy>> = {
  '900335': 'no-right',
  '900329': 'needs-sign-in',
  '800111': 'lost-access',
};

function refusalFor(error: HttpError): Refusal {
  const said = [error.code, error.detail].filter((part) => part !== undefined).join(': ');
  const words = present({ detail: said === '' ? undefined : said, waitSeconds: error.retryAfter });
  return { kind: 'refused', ...whyOf(error), ...words };
}

function whyOf(error: HttpError): Pick<Refusal, 'why' | 'again'> {
  const { kind, status = 0, code = '' } = error;
  if (kind === 'schema') return { why: 'other', again: false };
  if (kind !== 'status' || status >= 500 || status === 408) return { why: 'unreachable', again: true };
  if (error.mfa) return { why: 'mfa', again: false };
  if (isNoRelationship(error)) return { why: 'lost-access', again: false };
  const known = whyByCode[code];
  if (known !== undefined) return { why: known, again: false };
  if (status === 429) return { why: 'throttled', again: true };
  if (status === 409) return { why: 'busy', again: true };
  const byStatus: Readonly<Record<number, OutcomeWhy>> = { 401: 'needs-sign-in', 403: 'no-right', 404: 'lost-access' };
  return { why: byStatus[status] ?? 'other', again: false };
}
