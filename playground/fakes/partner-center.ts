import { audiences } from '../world/audiences.ts';
import { bearerOf } from './bearer.ts';
import { listEvents, updateEvents } from './fraud-events.ts';
import type { Claims } from './login-tokens.ts';
import { auditRecords } from './partner-center-audit.ts';
import { cancelEntitlement } from './partner-center-cancel.ts';
import {
  agreements,
  billingProfile,
  customer,
  directSigned,
  listCustomers,
  relationships,
  validationStatus,
} from './partner-center-customers.ts';
import { appTokenRefused, partnerCenterError, withoutMfa } from './partner-center-errors.ts';
import type { PartnerCenterParts } from './partner-center-parts.ts';
import {
  listOfCustomer,
  listServiceRequests,
  patchServiceRequest,
  serviceRequest,
} from './partner-center-service-requests.ts';
import { azureEntitlements, subscription, subscriptions } from './partner-center-subscriptions.ts';
import {
  createWebhook,
  listWebhookEvents,
  replaceWebhook,
  sendTestEvent,
  viewTestEvent,
  viewWebhook,
} from './partner-center-webhooks.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

type Handler = (parts: PartnerCenterParts, claims: Claims, request: FakeRequest) => FakeAnswer;
/** Whose tokens a route takes by its documentation; fraudEvents says "App+User" without "only". */
type Auth = 'any' | 'people' | 'events';

/** Partner Center's REST API: fraud events, what it knows of customers and subscriptions, and support requests. */
export function partnerCenterRoutes(parts: PartnerCenterParts): readonly Route[] {
  const route = (method: string, path: string, auth: Auth, handler: Handler): Route => ({
    method,
    path,
    handle: async (request) => {
      const answer = await guarded(parts, auth, request, (claims) => handler(parts, claims, request));
      return { ...answer, headers: { ...requestIds(request), ...answer.headers } };
    },
  });
  const one = '/v1/customers/:customerId';
  const webhooks = '/webhooks/v1/registration';
  return [
    route('GET', '/v1/fraudEvents', 'events', listEvents),
    route('POST', '/v1/fraudEvents/subscription/:subscriptionId/status', 'events', updateEvents),
    route('GET', '/v1/customers', 'any', listCustomers),
    route('GET', one, 'any', customer),
    route('GET', `${one}/profiles/billing`, 'any', billingProfile),
    route('GET', `${one}/validationStatus`, 'people', validationStatus),
    route('GET', `${one}/agreements`, 'people', agreements),
    route('GET', `${one}/directSignedMicrosoftCustomerAgreementStatus`, 'people', directSigned),
    route('GET', `${one}/relationships`, 'people', relationships),
    route('GET', `${one}/subscriptions`, 'any', subscriptions),
    route('GET', `${one}/subscriptions/:subscriptionId`, 'any', subscription),
    route('GET', `${one}/subscriptions/:subscriptionId/azureEntitlements`, 'any', azureEntitlements),
    route(
      'POST',
      `${one}/subscriptions/:subscriptionId/azureEntitlements/:entitlementId/cancel`,
      'any',
      cancelEntitlement,
    ),
    route('GET', '/v1/auditrecords', 'any', auditRecords),
    // There is no POST any more: requests are made in the portal.
    route('GET', '/v1/servicerequests', 'people', listServiceRequests),
    route('GET', '/v1/servicerequests/:number', 'people', serviceRequest),
    route('PATCH', '/v1/servicerequests/:number', 'people', patchServiceRequest),
    route('GET', `${one}/servicerequests`, 'people', listOfCustomer),
    route('GET', `${webhooks}/events`, 'any', listWebhookEvents),
    route('GET', webhooks, 'any', viewWebhook),
    route('POST', webhooks, 'any', createWebhook),
    route('PUT', webhooks, 'any', replaceWebhook),
    route('POST', `${webhooks}/validationEvents`, 'any', sendTestEvent),
    route('GET', `${webhooks}/validationEvents/:correlationId`, 'any', viewTestEvent),
  ];
}

async function guarded(
  parts: PartnerCenterParts,
  auth: Auth,
  request: FakeRequest,
  handle: (claims: Claims) => FakeAnswer,
): Promise<FakeAnswer> {
  const bearer = await bearerOf(request, parts.tokens, audiences.partnerCenter);
  if (bearer.kind === 'wrong-audience')
    return partnerCenterError(401, 900420, 'The audience of the token is not valid.');
  // Assumption: no published code was found for a missing or forged token.
  if (bearer.kind !== 'ok') return partnerCenterError(401, 401, 'Unauthorized');
  const { claims } = bearer;
  if (claims.idtyp === 'app' && refusesApps(parts, auth)) return appTokenRefused;
  if (claims.idtyp === 'user' && claims.amr?.includes('mfa') !== true) return withoutMfa;
  if (!parts.store.partners.has(claims.tid)) return partnerCenterError(403, 900308, 'The caller is not of a partner.');
  return handle(claims);
}

function refusesApps({ store }: PartnerCenterParts, auth: Auth): boolean {
  const { appTokens } = store.loginRules;
  return (auth === 'people' && appTokens !== 'accepted') || (auth === 'events' && appTokens === 'refused');
}

/** The ids of the request come back with the answer (headers page of the Partner Center docs). */
function requestIds({ headers }: FakeRequest): Record<string, string> {
  const none = '00000000-0000-0000-0000-000000000000';
  return {
    'ms-requestid': headers['ms-requestid'] ?? none,
    'ms-correlationid': headers['ms-correlationid'] ?? none,
    'ms-cv': 'local.0',
    'ms-serverid': 'local',
  };
}
