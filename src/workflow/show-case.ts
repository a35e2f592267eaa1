import type { Case, CheckName } from '../domain/case.ts';
import type { ReadFacts } from '../domain/facts.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import type { CaseNames, CaseStore, FactStore } from './case-ports.ts';
import type { NameStore, PartnerStore } from './partner-ports.ts';

/** All that a card about one case is drawn from. */
export interface ShownCase {
  readonly case: Case;
  readonly partner: Partner;
  readonly names: CaseNames;
  readonly facts: Partial<Record<CheckName, ReadFacts>>;
  readonly previousNumber?: number;
}

export interface ShowDeps {
  readonly cases: CaseStore;
  readonly partners: PartnerStore;
  readonly names: NameStore;
  readonly facts: FactStore;
}

export interface ShowOptions {
  /** Whether the facts of the checks are read, which most cards do not need. */
  readonly facts: boolean;
  /** What the caller knows already is not read again. */
  readonly partner?: Partner;
  readonly names?: CaseNames;
}

/** Reads what cards about a case show. Undefined for an unknown case. */
export async function showCase(
  deps: ShowDeps,
  known: CaseId | Case,
  options: ShowOptions,
): Promise<ShownCase | undefined> {
  const c = typeof known === 'string' ? (await deps.cases.load(known))?.case : known;
  const partner = c && (options.partner ?? (await deps.partners.byId(c.partnerId)));
  if (!c || !partner) return undefined;
  const [names, facts, previous] = await Promise.all([
    options.names ?? deps.names.names(partner.id, c.customerTenantId, c.subscriptionId),
    options.facts ? deps.facts.read(c.id) : {},
    c.previousCaseId === undefined ? undefined : deps.cases.load(c.previousCaseId),
  ]);
  return { case: c, partner, names, facts, ...(previous ? { previousNumber: previous.case.number } : {}) };
}

/** What the card of a case in a channel is drawn from. */
export interface ShownCard extends Pick<ShownCase, 'case' | 'names' | 'previousNumber'> {
  readonly timeZone: string;
  readonly workingDays?: readonly number[];
  /** Whose clients ask for a fresh card by themselves. */
  readonly teamsIds: readonly string[];
}

/** Reads what the card of a case in a channel shows. Undefined for an unknown case. */
export async function showCard(deps: Pick<ShowDeps, 'cases'>, caseId: CaseId): Promise<ShownCard | undefined> {
  const shown = await deps.cases.loadShown(caseId);
  const before = shown?.case.previousCaseId;
  const previous = before === undefined ? undefined : await deps.cases.load(before);
  return shown && { ...shown, ...(previous ? { previousNumber: previous.case.number } : {}) };
}
