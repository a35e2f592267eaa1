import { cancelSubscription } from '../world/azure-subscription-state.ts';
import type { Store } from '../world/store.ts';
import type { Claims } from './login-tokens.ts';
import { ownCustomer } from './partner-center-customers.ts';
import { illFormed, noRelation, partnerCenterError } from './partner-center-errors.ts';
import type { PartnerCenterParts } from './partner-center-parts.ts';
import { entitlementJson } from './partner-center-subscriptions.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

const noRights = partnerCenterError(403, 900335, 'The caller may not do this to the Azure subscription.');
const notFound = partnerCenterError(404, 800111, 'The Azure entitlement was not found.');
const wrongReason = partnerCenterError(400, 900307, 'The cancellation reason is not valid.');

/** Cancels an Azure subscription (facts/partner-center.md 4.3): the answer still calls it active, for ten minutes. */
export function cancelEntitlement(
  { store }: Pick<PartnerCenterParts, 'store'>,
  claims: Claims,
  request: FakeRequest,
): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  if (!mayCancel(store, claims)) return noRights;
  const { body, params } = request;
  if (typeof body !== 'object' || body === null) return illFormed('The body is missing.');
  if (!('cancellationReason' in body) || body.cancellationReason !== 'compromise') return wrongReason;
  const found = store.subscriptions.get(params.entitlementId?.toLowerCase() ?? '');
  const isUnderPlan = found?.customerTenantId === c.tenantId && params.subscriptionId?.toLowerCase() === c.planId;
  if (found === undefined || !isUnderPlan) return notFound;
  cancelSubscription(store, found.id, store.clock.now().toISOString());
  return { status: 202, body: entitlementJson(store, c, found) };
}

/** Admin agents, whom the local world knows by their group: an app is none. */
function mayCancel(store: Store, claims: Claims): boolean {
  const groups = store.partners.get(claims.tid)?.groups;
  const ids = groups === undefined ? [] : [groups.remover, groups.owner];
  return ids.some((id) => store.groups.get(id)?.memberIds.includes(claims.oid ?? '') === true);
}
