import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Claims } from './login-tokens.ts';
import { partnerCenterError } from './partner-center-errors.ts';
import type { PartnerCenterParts } from './partner-center-parts.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

/** Names that may be registered; the newer ones are left out (facts/partner-center.md 3.3). */
const eventNames = [
  'test-created',
  'subscription-updated',
  'usagerecords-thresholdExceeded',
  'azure-fraud-event-detected',
  'invoice-ready',
  'granular-admin-relationship-approved',
];

const body = z.object({
  WebhookUrl: z.url({ protocol: /^https?$/ }),
  WebhookEvents: z.array(z.enum(eventNames)).min(1),
  SignatureTokenToMsSignatureHeader: z.boolean().default(false),
});

/** Test events of a partner in this minute, at most (facts/partner-center.md 3.1). */
const mostTests = 2;
const minute = 60_000;

type Handler = (parts: PartnerCenterParts, claims: Claims, request: FakeRequest) => FakeAnswer;

const view = ({ store }: PartnerCenterParts, { tid }: Claims) => {
  const found = store.webhook.registrations.get(tid);
  if (found === undefined) return undefined;
  return {
    SubscriberId: found.subscriberId,
    WebhookUrl: found.url,
    WebhookEvents: found.events,
    SignatureTokenToMsSignatureHeader: found.inMsSignature,
    lastModifiedTimestamp: found.changedAt,
  };
};

const none = partnerCenterError(404, 404, 'There is no registration for this tenant.');

export const listWebhookEvents: Handler = () => ({ status: 200, body: eventNames });

export const viewWebhook: Handler = (parts, claims) => {
  const found = view(parts, claims);
  return found === undefined ? none : { status: 200, body: found };
};

export const createWebhook: Handler = (parts, claims, request) =>
  parts.store.webhook.registrations.has(claims.tid)
    ? partnerCenterError(409, 409, 'There is a registration for this tenant already. Use PUT.')
    : write(parts, claims, request);

export const replaceWebhook: Handler = (parts, claims, request) =>
  parts.store.webhook.registrations.has(claims.tid) ? write(parts, claims, request) : none;

function write(parts: PartnerCenterParts, claims: Claims, request: FakeRequest): FakeAnswer {
  const { store } = parts;
  const wanted = body.safeParse(request.body);
  if (!wanted.success) return partnerCenterError(400, 400, 'The registration is not valid.');
  const { WebhookUrl: url, WebhookEvents: events, SignatureTokenToMsSignatureHeader: inMsSignature } = wanted.data;
  store.webhook.registrations.set(claims.tid, {
    partnerTenantId: claims.tid,
    url,
    events,
    inMsSignature,
    subscriberId: store.webhook.registrations.get(claims.tid)?.subscriberId ?? store.ids.next(),
    changedAt: store.clock.now().toISOString(),
  });
  store.changed();
  return { status: 200, body: view(parts, claims) };
}

/** As .NET's HttpStatusCode spells it: `OK` in the published sample. Assumption: a code without answer is `0`. */
function nameOf(status: number): string {
  return STATUS_CODES[status]?.replaceAll(/[^A-Za-z]/g, '') ?? String(status);
}

export const sendTestEvent: Handler = ({ store, sendTest }, { tid }) => {
  const registered = store.webhook.registrations.get(tid);
  if (registered === undefined) return none;
  if (!registered.events.includes('test-created'))
    return partnerCenterError(400, 400, 'The tenant is not registered for test-created.');
  const now = Date.now();
  const recent = (store.webhook.tests.get(tid) ?? []).filter((at) => now - at < minute);
  if (recent.length >= mostTests)
    return {
      status: 429,
      headers: { 'retry-after': '60' },
      body: { statusCode: 429, message: 'Rate limit is exceeded.' },
    };
  store.webhook.tests.set(tid, [...recent, now]);
  return { status: 200, body: { correlationId: sendTest(tid) } };
};

export const viewTestEvent: Handler = ({ store }, { tid }, { params }) => {
  const sending = store.webhook.sendings.get(params['correlationId'] ?? '');
  if (sending?.partnerTenantId !== tid) return partnerCenterError(404, 404, 'There is no such test event.');
  return {
    status: 200,
    body: {
      correlationId: sending.id,
      partnerId: tid,
      status: sending.ended ? 'completed' : 'pending',
      callbackUrl: sending.url,
      results: sending.attempts.map(({ at, status }) => ({
        responseCode: nameOf(status),
        responseMessage: '',
        systemError: status === 0,
        dateTimeUtc: at,
      })),
    },
  };
};
