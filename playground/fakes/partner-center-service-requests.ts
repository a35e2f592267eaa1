import { z } from 'zod';
import { noteRequest } from '../world/portal.ts';
import { requestStatuses, severities, type WorldServiceRequest } from '../world/portal-types.ts';
import type { Store } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import type { Claims } from './login-tokens.ts';
import { ownCustomer } from './partner-center-customers.ts';
import { illFormed, noRelation, partnerCenterError } from './partner-center-errors.ts';
import { collection, selfLink } from './partner-center-page.ts';
import type { PartnerCenterParts } from './partner-center-parts.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

type Parts = Pick<PartnerCenterParts, 'store'>;

/** Assumption: what Partner Center answers for a request of somebody else is not documented; as if there were none. */
const notFound = partnerCenterError(404, 404, 'The service request was not found.');
const never = '0001-01-01T00:00:00';
const change = z.looseObject({ newNote: z.object({ text: z.string().trim().min(1) }) });

/** The caller's own requests: a list writes status and severity as numbers. */
export function listServiceRequests({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  return listed(own(store, claims), request);
}

export function listOfCustomer({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  return listed(
    own(store, claims).filter(({ customerTenantId }) => customerTenantId === c.tenantId),
    request,
  );
}

export function serviceRequest({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const found = ownOf(store, claims, request);
  return found === undefined ? notFound : { status: 200, body: whole(store, found) };
}

/** Takes a new note only: what else the documents say can be changed, nobody here changes. */
export function patchServiceRequest({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const found = ownOf(store, claims, request);
  if (found === undefined) return notFound;
  const read = change.safeParse(camelKeys(request.body));
  if (!read.success) return illFormed('NewNote with a Text is required.');
  return { status: 200, body: whole(store, noteRequest(store, found, read.data.newNote.text)) };
}

function own(store: Store, claims: Claims): readonly WorldServiceRequest[] {
  return [...store.serviceRequests.values()].filter(({ personId }) => personId === claims.oid);
}

function ownOf(store: Store, claims: Claims, request: FakeRequest): WorldServiceRequest | undefined {
  return own(store, claims).find(({ number }) => number === request.params.number);
}

function listed(requests: readonly WorldServiceRequest[], request: FakeRequest): FakeAnswer {
  const items = requests.map((one) => ({
    title: one.title,
    severity: severities.indexOf(one.severity),
    id: one.number,
    status: requestStatuses.indexOf(one.status),
    primaryContact: contact(one),
    ...dates(one),
    attributes: { objectType: 'ServiceRequest' },
  }));
  return { status: 200, body: collection(items, { self: selfLink(request) }) };
}

function whole(store: Store, one: WorldServiceRequest): Json {
  const { title, description, severity, number, status, notes } = one;
  return {
    title,
    description,
    severity,
    supportTopicId: '32444671',
    supportTopicName: 'Adding or managing customers',
    id: number,
    status,
    organization: { id: one.partnerTenantId, name: store.partners.get(one.partnerTenantId)?.name },
    primaryContact: contact(one),
    productId: '15960',
    ...dates(one),
    notes: notes.map(({ by, at, text }) => ({ createdByName: by, createdDate: withoutZone(at), text })),
    attributes: { objectType: 'ServiceRequest' },
  };
}

function contact({ by }: WorldServiceRequest): Json {
  const [firstName = '', ...rest] = by.split(' ');
  return { lastName: rest.join(' '), firstName };
}

function dates({ createdAt, changedAt, closedAt }: WorldServiceRequest): Json {
  return { createdDate: createdAt, lastModifiedDate: changedAt, lastClosedDate: closedAt ?? never };
}

/** Times of notes carry no zone (facts/partner-center.md 7.1's samples). */
function withoutZone(at: string): string {
  return at.replace(/Z$/, '');
}

/** Names in PascalCase, as samples send them, or in camelCase. */
function camelKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), camelKeys(item)]),
  );
}
