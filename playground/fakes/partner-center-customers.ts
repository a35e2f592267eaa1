import type { Store, WorldCustomer } from '../world/store.ts';
import type { Json } from '../world/types.ts';
import type { Claims } from './login-tokens.ts';
import { illFormed, noRelation, partnerCenterError } from './partner-center-errors.ts';
import { collection, pageOf, selfLink } from './partner-center-page.ts';
import type { PartnerCenterParts } from './partner-center-parts.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

type Parts = Pick<PartnerCenterParts, 'store'>;

/** The customer of a request if it is one of the caller's; a stranger's looks the same as none. */
export function ownCustomer(store: Store, claims: Claims, request: FakeRequest): WorldCustomer | undefined {
  const found = store.customers.get((request.params.customerId ?? '').toLowerCase());
  return found?.partnerTenantId === claims.tid ? found : undefined;
}

export function listCustomers({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const mine = [...store.customers.values()].filter((c) => c.partnerTenantId === claims.tid);
  return pageOf(request, mine.map(listed), 100);
}

export function customer({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  return {
    status: 200,
    body: {
      ...listed(c),
      commerceId: c.planId,
      billingProfile: billing(c),
      allowDelegatedAccess: true,
      customDomains: [c.domain],
    },
  };
}

export function billingProfile({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  return c === undefined ? noRelation : { status: 200, body: billing(c) };
}

export function validationStatus({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  if (request.url.searchParams.get('type')?.toLowerCase() !== 'account') return illFormed('type must be account.');
  if (c.validation === 'none') return partnerCenterError(404, 600074, 'The account has not been validated yet.');
  return { status: 200, body: { type: 'account', status: c.validation, lastUpdateDateTime: c.since } };
}

export function agreements({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  // Without a type the older agreement is meant, which none of these customers ever had.
  const asked = request.url.searchParams.get('agreementType');
  const { email, firstName, lastName } = c.contact;
  const items =
    asked === 'MicrosoftCustomerAgreement' && c.agreedAt !== undefined
      ? [{ primaryContact: { firstName, lastName, email, phoneNumber: '' }, dateAgreed: c.agreedAt, type: asked }]
      : [];
  return { status: 200, body: collection(items, { self: selfLink(request) }) };
}

export function directSigned({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  return c === undefined ? noRelation : { status: 200, body: { isSigned: c.directSigned } };
}

/** Indirect resellers of a customer; customers of a direct-bill partner have none. */
export function relationships({ store }: Parts, claims: Claims, request: FakeRequest): FakeAnswer {
  const c = ownCustomer(store, claims, request);
  if (c === undefined) return noRelation;
  const items =
    c.reseller === undefined
      ? []
      : [
          {
            id: c.reseller.tenantId,
            name: c.reseller.name,
            relationshipType: 'is_indirect_reseller_of',
            state: 'active',
            mpnId: c.reseller.mpnId,
            location: c.country,
            attributes: { objectType: 'PartnerRelationship' },
          },
        ];
  return { status: 200, body: collection(items, { self: selfLink(request) }) };
}

function listed(c: WorldCustomer): Json {
  return {
    id: c.tenantId,
    companyProfile: {
      tenantId: c.tenantId,
      domain: c.domain,
      companyName: c.name,
      links: links(`/customers/${c.tenantId}/profiles/company`),
      attributes: { objectType: 'CustomerCompanyProfile' },
    },
    relationshipToPartner: 'reseller',
    links: links(`/customers/${c.tenantId}`),
    attributes: { objectType: 'Customer' },
  };
}

function billing(c: WorldCustomer): Json {
  const { firstName, lastName, email } = c.contact;
  return {
    id: c.tenantId,
    firstName,
    lastName,
    email,
    culture: c.culture,
    language: c.language,
    companyName: c.name,
    defaultAddress: {
      country: c.country,
      city: c.city,
      addressLine1: c.street,
      postalCode: c.postalCode,
      firstName,
      lastName,
    },
    links: links(`/customers/${c.tenantId}/profiles/billing`),
    attributes: { etag: `"${c.tenantId.slice(0, 8)}"`, objectType: 'CustomerBillingProfile' },
  };
}

function links(uri: string): Json {
  return { self: { uri, method: 'GET', headers: [] } };
}
