import { fabrikam } from './fabrikam.ts';
import { northwind } from './northwind.ts';
import type { CustomerPlan, PartnerPlan, PersonPlan } from './plan.ts';

export interface WorldSize {
  readonly partners: number;
  /** General included. */
  readonly channelsPerPartner: number;
  readonly subscriptionsPerPartner: number;
}

const subscriptionsPerCustomer = 3;

/** Partners made by numbers, for benchmarks; even ones read Graph in English, odd ones fraud events in Italian. */
export function manyPartners(size: WorldSize): readonly PartnerPlan[] {
  return Array.from({ length: size.partners }, (_, i): PartnerPlan => {
    const model = i % 2 === 0 ? northwind : fabrikam;
    return {
      ...model,
      key: `partner-${i}`,
      estates: 'few',
      name: `Partner ${i}`,
      domain: `partner${i}.example`,
      teamName: `Operations ${i}`,
      channels: Array.from({ length: size.channelsPerPartner - 1 }, (_c, c) =>
        c === 0 ? 'Azure Alerts' : `Channel ${c}`,
      ),
      people: [
        person(i, 'owner', ['owner', 'responder']),
        person(i, 'remover', ['remover']),
        person(i, 'responder', ['responder']),
        person(i, 'viewer', ['viewer']),
      ],
      customers: customers(i, size.subscriptionsPerPartner),
    };
  });
}

function person(partner: number, key: string, roles: PersonPlan['roles']): PersonPlan {
  return {
    key,
    name: `${key} ${partner}`,
    title: key,
    locale: partner % 2 === 0 ? 'en-US' : 'it-IT',
    timeZone: 'Europe/Rome',
    roles,
    signedIn: true,
  };
}

function customers(partner: number, subscriptions: number): readonly CustomerPlan[] {
  return Array.from({ length: Math.ceil(subscriptions / subscriptionsPerCustomer) }, (_, c) => ({
    name: `Customer ${partner}-${c}`,
    domain: `customer${partner}-${c}.example`,
    country: 'IT',
    city: 'Roma',
    street: `Via Appia ${c + 1}`,
    postalCode: '00179',
    culture: 'it-IT',
    contact: ['First', `Last ${c}`] as const,
    subscriptions: Array.from(
      { length: Math.min(subscriptionsPerCustomer, subscriptions - c * subscriptionsPerCustomer) },
      (_s, s) => ({ name: `sub-${partner}-${c}-${s}`, dailyCost: 20 + s * 15 }),
    ),
  }));
}
