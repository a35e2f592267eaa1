import type { CaseId, PartnerId } from '../domain/ids.ts';
import type { KeptMemory } from '../domain/memory.ts';
import type { CaseNames } from './case-ports.ts';

/** A confirmation as a list shows it. */
export interface MemoryRow extends KeptMemory, CaseNames {
  readonly caseId: CaseId;
  readonly subscriptionId: string;
  readonly customerTenantId: string;
  /** Of its case: what a button on it carries. */
  readonly revision: number;
}

export interface MemoryStore {
  /**
   * What was confirmed last on a subscription, unless somebody took it back or a later case there turned out to be
   * fraud. Whether its time is over is not looked at.
   */
  of(partnerId: PartnerId, subscriptionId: string): Promise<KeptMemory | undefined>;
  /** All of a partner that count at `now` (ISO 8601) where its policy allows so many days; those that end first come first. */
  list(
    partnerId: PartnerId,
    asked: { readonly now: string; readonly days: number; readonly limit: number; readonly offset: number },
  ): Promise<{ readonly rows: readonly MemoryRow[]; readonly total: number }>;
}
