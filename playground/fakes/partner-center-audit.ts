import type { Store, WorldCustomer } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import type { Claims } from './login-tokens.ts';
import { illFormed, partnerCenterError } from './partner-center-errors.ts';
import { collection, selfLink } from './partner-center-page.ts';
import type { PartnerCenterParts } from './partner-center-parts.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

const day = 24 * 3_600_000;
const keptDays = 90;
const longestDays = 30;
const usualSize = 500;

interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly fits: (record: Json) => boolean;
}

/**
 * Partner Center's activity log (facts/partner-center.md 6): UTC days, at most 30 a call, 90 kept; one filter; pages
 * whose next link wants the MS-ContinuationToken header. Assumption: an end date ends as it begins.
 */
export function auditRecords(
  { store }: Pick<PartnerCenterParts, 'store'>,
  claims: Claims,
  request: FakeRequest,
): FakeAnswer {
  const token = request.headers['ms-continuationtoken'];
  const seeks = request.url.searchParams.get('seekOperation')?.toLowerCase() === 'next';
  if (seeks !== (token !== undefined)) return illFormed('seekOperation and MS-ContinuationToken go together.');
  const place = token === undefined ? { query: request.url.search, from: 0 } : placeOf(token);
  if (place === undefined) return illFormed('MS-ContinuationToken is not valid.');
  const query = new URLSearchParams(place.query);
  const size = Number(query.get('size') ?? usualSize);
  if (!Number.isInteger(size) || size < 1) return illFormed('size must be a positive number.');
  const wanted = wantedBy(query, store.clock.now());
  if (typeof wanted === 'string') return partnerCenterError(400, 400, wanted);
  const all = recordsOf(store, claims.tid).filter((record) => isWanted(record, wanted));
  const until = place.from + size;
  const value = Buffer.from(JSON.stringify({ query: place.query, from: until })).toString('base64');
  const next = {
    uri: `/auditrecords?size=${size}&seekOperation=Next`,
    method: 'GET',
    headers: [{ key: 'MS-ContinuationToken', value }],
  } as const;
  const links = { self: selfLink(request), ...(until < all.length ? { next } : {}) };
  return { status: 200, body: collection(all.slice(place.from, until), links) };
}

function placeOf(token: string): { readonly query: string; readonly from: number } | undefined {
  const read = parsed(Buffer.from(token, 'base64').toString('utf8'));
  const { query, from } = read ?? {};
  return typeof query === 'string' && typeof from === 'number' ? { query, from } : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

/** What is asked for, or why it cannot be. */
function wantedBy(query: URLSearchParams, now: Date): Wanted | string {
  const today = Math.floor(now.getTime() / day) * day;
  const from = dateOf(query.get('startDate')) ?? today - longestDays * day;
  const to = dateOf(query.get('endDate')) ?? Math.min(from + (longestDays + 1) * day, today + day);
  if (Number.isNaN(from) || Number.isNaN(to)) return 'Dates are written as yyyy-mm-dd.';
  if (from < today - keptDays * day) return 'The start date is more than 90 days ago.';
  if (to - from > (longestDays + 1) * day) return 'No more than 30 days can be asked for at once.';
  const text = query.get('filter');
  if (text === null) return { from, to, fits: () => true };
  const fits = filterBy(parsed(text) ?? {});
  return fits === undefined ? 'The filter is not supported.' : { from, to, fits };
}

function dateOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  return /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
}

/** One field, each with the one operator that it has. */
function filterBy({ Field, Operator, Value }: Json): Wanted['fits'] | undefined {
  const value = typeof Value === 'string' ? Value.toLowerCase() : undefined;
  if (value === undefined) return undefined;
  const of = (field: string) => (record: Json) => String(record[field]).toLowerCase();
  switch (`${String(Field)} ${String(Operator)}`) {
    case 'CustomerId equals':
      return (record) => of('customerId')(record) === value;
    case 'CompanyName substring':
      return (record) => of('customerName')(record).includes(value);
    case 'ResourceType equals':
      return (record) => of('resourceType')(record) === value;
    default:
      return undefined;
  }
}

function isWanted(record: Json, { from, to, fits }: Wanted): boolean {
  const at = Date.parse(String(record.operationDate));
  return at >= from && at < to && fits(record);
}

/** Newest first: how each customer was won and its Azure plan ordered. */
function recordsOf(store: Store, partnerTenantId: string): readonly Json[] {
  return [...store.customers.values()]
    .filter((c) => c.partnerTenantId === partnerTenantId)
    .flatMap((c) => [won(store, c), ordered(store, c)])
    .toSorted((a, b) => String(b.operationDate).localeCompare(String(a.operationDate)));
}

function won(store: Store, c: WorldCustomer): Json {
  const resourceNewValue = JSON.stringify({ Id: c.tenantId, CompanyProfile: { CompanyName: c.name } });
  return {
    ...common(store, c, 'add_customer', 0),
    resourceType: 'customer',
    resourceNewValue,
    customizedData: [{ key: 'CustomerId', value: c.tenantId }],
  };
}

function ordered(store: Store, c: WorldCustomer): Json {
  const orderId = store.ids.letters(`${c.tenantId}/order`, 12);
  const line = { LineItemNumber: 0, OfferId: 'DZH318Z0BPS6:0001:DZH318Z0BMTX', SubscriptionId: c.planId };
  return {
    ...common(store, c, 'create_order', 4 * 60_000),
    resourceType: 'order',
    resourceNewValue: JSON.stringify({ Id: orderId, LineItems: [line] }),
    customizedData: [
      { key: 'OrderId', value: orderId },
      { key: 'OfferId-0', value: line.OfferId },
      { key: 'SubscriptionId-0', value: c.planId },
    ],
  };
}

function common(store: Store, c: WorldCustomer, operationType: string, afterMs: number): Json {
  const staff = [...store.people.values()].filter((p) => p.tenantId === c.partnerTenantId && !p.isGuest);
  const who = staff[Math.floor(store.ids.chance(`${c.tenantId}/sold-by`) * staff.length)];
  return {
    id: store.ids.uuid(`${c.tenantId}/audit/${operationType}`),
    partnerId: c.partnerTenantId,
    customerId: c.tenantId,
    customerName: c.name,
    userPrincipalName: who?.upn ?? '',
    applicationId: 'Partner Center Web',
    operationType,
    operationDate: new Date(Date.parse(c.since) + afterMs).toISOString(),
    operationStatus: 'succeeded',
    resourceOldValue: '',
    attributes: { objectType: 'AuditRecord' },
  };
}
