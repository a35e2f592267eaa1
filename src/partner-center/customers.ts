import type { CustomerFacts, StandingFacts } from '../domain/facts.ts';
import type { Partner } from '../domain/partner.ts';
import { HttpError } from '../http/http-error.ts';
import { present } from '../http/loose.ts';
import type { PersonKey, PersonTokens } from '../http/tokens.ts';
import { urlPath } from '../http/url-path.ts';
import { findAzureSubscription } from './azure-subscription.ts';
import {
  createPartnerCenter,
  isNoRelationship,
  outside,
  type PartnerCenter,
  type PartnerCenterDeps,
} from './client.ts';
import { BillingProfile, Customer } from './schema.ts';
import { fullName, readStanding } from './standing.ts';

/** Customers of a partner as Partner Center has them, read by the app (facts/partner-center.md 4). All calls throw OutsideError. */
export function createCustomerDirectory(deps: PartnerCenterDeps & { readonly people: PersonTokens }) {
  const partnerCenter = createPartnerCenter(deps);

  /** The same calls with the person's own token, where there is one. */
  async function asPerson(by: PersonKey | undefined): Promise<PartnerCenter> {
    const token = by && (await deps.people.partnerCenter(by));
    return token === undefined
      ? partnerCenter
      : createPartnerCenter({ ...deps, tokens: { app: () => Promise.resolve(token) } });
  }

  async function customerOf(partner: Partner, customerTenantId: string): Promise<Customer> {
    const path = urlPath`/v1/customers/${customerTenantId}`;
    return partnerCenter.json(partner, { path }, (body) => Customer.parse(body));
  }

  return {
    /** Undefined where the customer is unknown, or not this partner's. */
    async customerName(partner: Partner, customerTenantId: string): Promise<string | undefined> {
      return outside(() =>
        orUndefined(async () => (await customerOf(partner, customerTenantId)).companyProfile?.companyName),
      );
    },

    /** Undefined where the customer did not buy it through this partner. */
    async subscriptionName(
      partner: Partner,
      customerTenantId: string,
      subscriptionId: string,
    ): Promise<string | undefined> {
      return outside(() =>
        orUndefined(
          async () => (await findAzureSubscription(partnerCenter, partner, customerTenantId, subscriptionId))?.name,
        ),
      );
    },

    /** Throws only for a fault of the program: what cannot be read is an unavailable fact. */
    standing: async (
      partner: Partner,
      customerTenantId: string,
      subscriptionId: string,
      by?: PersonKey,
    ): Promise<Omit<StandingFacts, 'earlierCases'>> =>
      readStanding(await asPerson(by), partner, customerTenantId, subscriptionId),

    /** Name, language and contact of the customer, from its billing profile; the name without it where only that is readable. */
    async customer(partner: Partner, customerTenantId: string): Promise<CustomerFacts> {
      return outside(async () => {
        const path = urlPath`/v1/customers/${customerTenantId}/profiles/billing`;
        const [customer, billing] = await Promise.allSettled([
          customerOf(partner, customerTenantId),
          partnerCenter.json(partner, { path }, (body) => BillingProfile.parse(body)),
        ]);
        if (customer.status === 'rejected' && billing.status === 'rejected') throw billing.reason;
        const profile = billing.status === 'fulfilled' ? billing.value : undefined;
        const company = customer.status === 'fulfilled' ? customer.value.companyProfile : undefined;
        return present({
          customerName: company?.companyName ?? profile?.companyName,
          culture: profile?.culture,
          email: profile?.email,
          contactName: fullName(profile?.firstName, profile?.lastName),
        });
      });
    },
  };
}

async function orUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNoRelationship(error) || (error instanceof HttpError && error.status === 404)) return undefined;
    throw error;
  }
}
