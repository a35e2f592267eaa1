import type { Case, CheckName } from '../domain/case.ts';
import { day } from '../domain/clocks.ts';
import type { CheckFacts, Fact, UsageFacts } from '../domain/facts.ts';
import type { CaseId } from '../domain/ids.ts';
import { OutsideError, unavailableReason } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import { findSpike } from '../domain/spike.ts';
import type { CaseStore, FactStore } from './case-ports.ts';
import type { CostReader, CustomerDirectory } from './outside-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import { recallJob } from './write-case.ts';

export interface FactsDeps {
  readonly cases: CaseStore;
  readonly partners: PartnerStore;
  readonly facts: FactStore;
  readonly customers: CustomerDirectory;
  readonly costs: CostReader;
  readonly now: () => Date;
}

/** Days of cost that the usage check shows. */
const costDays = 30;
const newResourceDays = 14;

/**
 * Reads what one check of a case shows and keeps it with its time; for `by` where a person asked for it. What cannot be
 * read is kept as unavailable, with why.
 */
export async function readFacts(deps: FactsDeps, caseId: CaseId, check: CheckName, by?: Person): Promise<void> {
  const stored = await deps.cases.load(caseId);
  const partner = stored && (await deps.partners.byId(stored.case.partnerId));
  if (!stored || !partner) return;
  const facts = await factsOf(deps, partner, stored.case, check, by);
  const jobs = check === 'usage' && stored.case.recall !== undefined ? [recallJob(caseId)] : [];
  await deps.facts.save(caseId, facts, deps.now().toISOString(), jobs);
}

async function factsOf(
  deps: FactsDeps,
  partner: Partner,
  c: Case,
  check: CheckName,
  by: Person | undefined,
): Promise<CheckFacts> {
  const { id: caseId, customerTenantId: customer, subscriptionId: subscription } = c;
  switch (check) {
    case 'standing': {
      const [standing, earlierCases] = await Promise.all([
        deps.customers.standing(partner, customer, subscription, by),
        deps.cases.ofCustomer(partner.id, customer, caseId),
      ]);
      return { check, facts: { ...standing, earlierCases } };
    }
    case 'usage':
      return { check, facts: await orUnavailable(() => usage(deps, partner, customer, subscription)) };
    case 'customer':
      return { check, facts: await orUnavailable(() => deps.customers.customer(partner, customer)) };
  }
}

async function usage(deps: FactsDeps, partner: Partner, customer: string, subscription: string): Promise<UsageFacts> {
  const now = deps.now().getTime();
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const [cost, newResources] = await Promise.all([
    deps.costs.dailyCost(partner, customer, subscription, dateOf(now - costDays * day), dateOf(now - day)),
    orUnavailable(async () => {
      return await deps.costs.newResources(
        partner,
        customer,
        subscription,
        new Date(now - newResourceDays * day).toISOString(),
      );
    }),
  ]);
  return {
    ...cost,
    spike: findSpike(cost.days),
    newResources: newResources.state === 'known' ? newResources.value : newResources,
  };
}

async function orUnavailable<T>(read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { state: 'known', value: await read() };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { state: 'unavailable', why: unavailableReason(error) };
  }
}
