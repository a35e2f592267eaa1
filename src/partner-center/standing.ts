import type { Fact, StandingFacts } from '../domain/facts.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import { HttpError } from '../http/http-error.ts';
import { asOneOf, present } from '../http/loose.ts';
import { urlPath } from '../http/url-path.ts';
import { findAzureSubscription } from './azure-subscription.ts';
import { isNoRelationship, outside, type PartnerCenter } from './client.ts';
import { Agreement, Customer, DirectSigned, ValidationStatus } from './schema.ts';

/**
 * What speaks for or against the customer's account (facts/partner-center.md 4.4), read fact by fact: one that cannot
 * be read is unavailable with why, and keeps none of the others back.
 */
export async function readStanding(
  partnerCenter: PartnerCenter,
  partner: Partner,
  customerTenantId: string,
  subscriptionId: string,
): Promise<Omit<StandingFacts, 'earlierCases'>> {
  const [customer, validation, agreement, subscription] = await Promise.all([
    readCustomer(partnerCenter, partner, customerTenantId),
    fact(() => readValidation(partnerCenter, partner, customerTenantId)),
    fact(() => readAgreement(partnerCenter, partner, customerTenantId)),
    fact(() => readSubscription(partnerCenter, partner, customerTenantId, subscriptionId)),
  ]);
  return { ...customer, validation, agreement, subscription };
}

async function readCustomer(
  partnerCenter: PartnerCenter,
  partner: Partner,
  customerTenantId: string,
): Promise<Pick<StandingFacts, 'customerName' | 'customerDomain' | 'relationship'>> {
  const path = urlPath`/v1/customers/${customerTenantId}`;
  const read = await fact(async () => {
    try {
      return await partnerCenter.json(partner, { path }, (body) => Customer.parse(body));
    } catch (error) {
      if (isNoRelationship(error)) return { relationshipToPartner: 'none', companyProfile: undefined };
      throw error;
    }
  });
  if (read.state === 'unavailable') return { relationship: read };
  const { companyProfile, relationshipToPartner } = read.value;
  const relationship = asOneOf(relationshipToPartner, ['reseller', 'advisor', 'none']) ?? 'other';
  return {
    ...present({ customerName: companyProfile?.companyName, customerDomain: companyProfile?.domain }),
    relationship: { state: 'known', value: relationship },
  };
}

/** Account validation; 404 with code 600074 says that it was never done, which blocks nothing. */
async function readValidation(partnerCenter: PartnerCenter, partner: Partner, customer: string): Promise<string> {
  const path = urlPath`/v1/customers/${customer}/validationStatus`;
  try {
    const query = { type: 'account' };
    const read = await partnerCenter.json(partner, { path, query }, (body) => ValidationStatus.parse(body));
    return read.status;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404 && error.code === '600074') return 'never-assessed';
    throw error;
  }
}

type AgreementFact = Extract<StandingFacts['agreement'], { state: 'known' }>['value'];

/** The Microsoft Customer Agreement: confirmed by the partner, or signed by the customer with Microsoft directly. */
async function readAgreement(partnerCenter: PartnerCenter, partner: Partner, customer: string): Promise<AgreementFact> {
  const path = urlPath`/v1/customers/${customer}/agreements?agreementType=MicrosoftCustomerAgreement`;
  const agreements = (await partnerCenter.items(partner, path)).flatMap((item) => Agreement.safeParse(item).data ?? []);
  const latest = agreements.toSorted((a, b) => (b.dateAgreed ?? '').localeCompare(a.dateAgreed ?? ''))[0];
  if (latest !== undefined) {
    const { firstName, lastName } = latest.primaryContact ?? {};
    return { signed: true, ...present({ signedAt: latest.dateAgreed, signedBy: fullName(firstName, lastName) }) };
  }
  const direct = urlPath`/v1/customers/${customer}/directSignedMicrosoftCustomerAgreementStatus`;
  return { signed: await partnerCenter.json(partner, { path: direct }, (body) => DirectSigned.parse(body).isSigned) };
}

type SubscriptionFact = Extract<StandingFacts['subscription'], { state: 'known' }>['value'];

async function readSubscription(
  partnerCenter: PartnerCenter,
  partner: Partner,
  customer: string,
  subscriptionId: string,
): Promise<SubscriptionFact> {
  const found = await findAzureSubscription(partnerCenter, partner, customer, subscriptionId);
  if (found === undefined)
    throw new OutsideError('the subscription is not among those that the customer bought', { why: 'not-found' });
  const { status, suspensionReasons, createdAt } = found;
  return present({ status: status ?? 'unknown', suspensionReasons, createdAt });
}

export function fullName(first: string | undefined, last: string | undefined): string | undefined {
  const name = [first, last].filter((part) => part !== undefined).join(' ');
  return name === '' ? undefined : name;
}

/** What was read, or why it could not be. */
async function fact<T>(read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { state: 'known', value: await outside(read) };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const why = error.why === 'throttled' ? 'not-ready' : error.why === 'unauthorized' ? 'needs-person' : error.why;
    const code = error.cause instanceof HttpError ? error.cause.code : undefined;
    return { state: 'unavailable', why, ...present({ detail: code }) };
  }
}
