import type { Case, CheckName } from '../domain/case.ts';
import type { ReadFacts } from '../domain/facts.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import type { CaseStore, FactStore, NameStore, PartnerStore } from './ports.ts';

/** All that a card about one case is drawn from. */
export interface ShownCase {
  readonly case: Case;
  readonly partner: Partner;
  readonly names: { readonly customerName?: string; readonly subscriptionName?: string };
  readonly facts: Partial<Record<CheckName, ReadFacts>>;
  readonly previousNumber?: number;
}

export interface ShowDeps {
  readonly cases: CaseStore;
  readonly partners: PartnerStore;
  readonly names: NameStore;
  readonly facts: FactStore;
}

/** Reads what cards about a case show; with facts only where asked, which most cards do not need. Undefined for an unknown case. */
export async function showCase(
  deps: ShowDeps,
  known: CaseId | Case,
  options: { readonly facts: boolean },
): Promise<ShownCase | undefined> {
  const c = typeof known === 'string' ? (await deps.cases.load(known))?.case : known;
  const partner = c && (await deps.partners.byId(c.partnerId));
  if (!c || !partner) return undefined;
  const [names, facts, previous] = await Promise.all([
    deps.names.names(partner.id, c.customerTenantId, c.subscriptionId),
    options.facts ? deps.facts.read(c.id) : {},
    c.previousCaseId === undefined ? undefined : deps.cases.load(c.previousCaseId),
  ]);
  return { case: c, partner, names, facts, ...(previous ? { previousNumber: previous.case.number } : {}) };
}
