import { changeStatus, legacyId } from '../world/alerts.ts';
import { isJson } from '../world/messages.ts';
import type { Store, WorldAlert } from '../world/store.ts';
import { fraudEvent } from './fraud-event-json.ts';
import type { Claims } from './login-tokens.ts';
import { illFormed } from './partner-center-errors.ts';
import type { PartnerCenterParts } from './partner-center-parts.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

const statuses: Readonly<Record<string, WorldAlert['status']>> = {
  Active: 'active',
  Investigating: 'investigating',
  Resolved: 'resolved',
  // The newer of the two published tables spells it so.
  Resolve: 'resolved',
};

/** `GET /v1/fraudEvents`: a bare array of all that the caller's customers have; wider with X-NewEventsModel. */
export function listEvents({ store }: PartnerCenterParts, claims: Claims, request: FakeRequest): FakeAnswer {
  const query = request.url.searchParams;
  const wide = isWide(request);
  const status = query.get('EventStatus');
  if (status !== null && statuses[status] === undefined) return illFormed('EventStatus is not valid.');
  const subscriptionId = query.get('SubscriptionId')?.toLowerCase();
  const eventType = wide ? query.get('EventType')?.toLowerCase() : undefined;
  const mine = [...store.alerts.values()].filter(
    (a) =>
      a.partnerTenantId === claims.tid &&
      (status === null || a.status === statuses[status]) &&
      (subscriptionId === undefined || a.subscriptionId === subscriptionId) &&
      (eventType === undefined || a.alertType.toLowerCase() === eventType),
  );
  const page = wide ? pageOf(mine, query) : mine;
  if ('status' in page) return page;
  return { status: 200, body: page.map((a) => fraudEvent(store, a, wide)) };
}

/**
 * `POST /v1/fraudEvents/subscription/{id}/status`. Without EventIds, or with none in it, EVERY event of the
 * subscription is updated, as the real one does.
 */
export function updateEvents(
  { store, takesLegitimate }: PartnerCenterParts,
  claims: Claims,
  request: FakeRequest,
): FakeAnswer {
  if (!isJson(request.body)) return illFormed('The body is missing or ill-formed.');
  const { EventIds, EventStatus, ResolvedReason } = request.body;
  const status = typeof EventStatus === 'string' ? statuses[EventStatus] : undefined;
  if (status === undefined) return illFormed('EventStatus is not valid.');
  const reason = reasonOf(ResolvedReason, takesLegitimate);
  if (reason === 'bad') return illFormed('ResolvedReason is not valid.');
  // Assumption: a reason is asked for only by a resolution, although the table marks it required throughout.
  if (status === 'resolved' && reason === 'none') return illFormed('ResolvedReason is required.');
  const asked = Array.isArray(EventIds) ? EventIds.map(String) : [];
  const by = claims.upn ?? store.bot.name;
  const updated = ofSubscription(store, claims, request.params.subscriptionId)
    .filter((a) => asked.length === 0 || asked.includes(legacyId(a)))
    .map((a) => changeStatus(store, a.id, { status, by, ...(reason === 'none' ? {} : { reason }) }));
  return { status: 200, body: updated.map((a) => fraudEvent(store, a, isWide(request))) };
}

function ofSubscription(store: Store, claims: Claims, id: string | undefined): readonly WorldAlert[] {
  const wanted = id?.toLowerCase();
  return [...store.alerts.values()].filter((a) => a.partnerTenantId === claims.tid && a.subscriptionId === wanted);
}

function reasonOf(given: unknown, takesLegitimate: boolean): 'legitimate' | 'fraud' | 'ignore' | 'none' | 'bad' {
  if (given === undefined || given === null || given === '') return 'none';
  if (given === 'Fraud') return 'fraud';
  if (given === 'Ignore') return 'ignore';
  return given === 'Legitimate' && takesLegitimate ? 'legitimate' : 'bad';
}

/** Both of PageSize and PageNumber, or neither; the first page is 1. */
function pageOf(all: readonly WorldAlert[], query: URLSearchParams): readonly WorldAlert[] | FakeAnswer {
  const [size, number] = [query.get('PageSize'), query.get('PageNumber')];
  if (size === null && number === null) return all;
  const [rows, page] = [Number(size), Number(number)];
  if (!Number.isInteger(rows) || !Number.isInteger(page) || rows < 1 || page < 1) {
    return illFormed('PageSize and PageNumber must both be positive numbers.');
  }
  return all.slice((page - 1) * rows, page * rows);
}

function isWide(request: FakeRequest): boolean {
  return request.headers['x-neweventsmodel']?.toLowerCase() === 'true';
}
