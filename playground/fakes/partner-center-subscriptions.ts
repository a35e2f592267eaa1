import { isInactive } from '../world/azure-subscription-state.ts';
import type { Store, WorldCustomer, WorldSubscription } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import type { Claims } from './login-tokens.ts';
import { ownCustomer } from './partner-center-customers.ts';
import { noRelation, noSubscription } from './partner-center-errors.ts';
import { collection, selfLink } from './partner-center-page.ts';
import type { PartnerCenterParts } from './partner-center-parts.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

type Parts = Pick<PartnerCenterParts, 'store'>;

/** What the customer has bought: the Azure plan, and licences that have nothing to do with Azure. */
export function subscriptions({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  return { status: 200, body: collection(bought(store, c), { self: selfLink(request) }) };
}

export function subscription({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  const id = request.params.subscriptionId?.toLowerCase();
  const found = bought(store, c).find((s) => s.id === id);
  return found === undefined ? noSubscription : { status: 200, body: found };
}

/** The Azure subscriptions under a plan: `id` is Azure's, `subscriptionId` is the plan's. */
export function azureEntitlements({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  const planId = request.params.subscriptionId?.toLowerCase();
  if (!bought(store, c).some((s) => s.id === planId)) return noSubscription;
  const items = [...store.subscriptions.values()]
    .filter((s) => s.customerTenantId === c.tenantId && planId === c.planId)
    .map((s) => entitlementJson(store, c, s));
  return { status: 200, body: collection(items, { self: selfLink(request) }) };
}

export function entitlementJson(store: Store, c: WorldCustomer, s: WorldSubscription): Json {
  const status = isInactive(s, store.clock.now()) ? 'inactive' : 'active';
  return { id: s.id, friendlyName: s.name, status, subscriptionId: c.planId };
}

function bought(store: Store, c: WorldCustomer): readonly Json[] {
  const common = {
    quantity: 1,
    creationDate: c.since,
    effectiveStartDate: c.since,
    status: 'active',
    autoRenewEnabled: true,
    isTrial: false,
    suspensionReasons: [],
    contractType: 'subscription',
    partnerId: '',
  };
  const licences = store.ids.uuid(`${c.tenantId}/licences`);
  return [
    {
      ...common,
      id: c.planId,
      offerId: 'DZH318Z0BPS6:0001:DZH318Z0BMTX',
      offerName: 'Azure plan',
      friendlyName: 'Azure plan',
      productType: { id: 'Azure', displayName: 'Azure' },
      unitType: 'Usage',
      billingType: 'usage',
      billingCycle: 'monthly',
      orderId: store.ids.letters(`${c.tenantId}/order`, 12),
      links: { self: { uri: `/customers/${c.tenantId}/subscriptions/${c.planId}`, method: 'GET', headers: [] } },
      attributes: { etag: `"${c.planId.slice(0, 8)}"`, objectType: 'Subscription' },
    },
    {
      ...common,
      id: licences,
      offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
      offerName: 'Microsoft 365 Business Basic',
      friendlyName: 'Microsoft 365 Business Basic',
      productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
      quantity: 25,
      unitType: 'Licenses',
      billingType: 'license',
      billingCycle: 'monthly',
      termDuration: 'P1Y',
      orderId: store.ids.letters(`${c.tenantId}/licence-order`, 12),
      links: { self: { uri: `/customers/${c.tenantId}/subscriptions/${licences}`, method: 'GET', headers: [] } },
      attributes: { etag: `"${licences.slice(0, 8)}"`, objectType: 'Subscription' },
    },
  ];
}
