import type { CaseId } from '../domain/ids.ts';
import { isLive, untilOf } from '../domain/memory.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import type { MemoryStore } from './memory-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import { type ReadingDeps, readSoFar } from './read-so-far.ts';

export interface RecallDeps extends Pick<HandleDeps, 'cases' | 'now'>, ReadingDeps {
  readonly partners: PartnerStore;
  readonly memories: Pick<MemoryStore, 'of'>;
}

/**
 * Compares the open case of a case's subscription with what was confirmed there before, and writes down what came of it,
 * or that nothing counts any more. May be called any number of times.
 */
export async function recallAgain(deps: RecallDeps, caseId: CaseId): Promise<void> {
  const asked = await deps.cases.load(caseId);
  const partner = asked && (await deps.partners.byId(asked.case.partnerId));
  if (!asked || !partner) return;
  const { stage, subscriptionId } = asked.case;
  const open = stage === 'closed' ? await deps.cases.openCaseOf(partner.id, subscriptionId) : asked;
  if (open === undefined) return;
  const [memory, read] = await Promise.all([
    deps.memories.of(partner.id, subscriptionId),
    readSoFar(deps, open.case.id),
  ]);
  const counts = memory !== undefined && isLive(memory, partner.memoryDays, deps.now());
  const found = counts ? { memory, until: untilOf(memory, partner.memoryDays) } : {};
  await observeCase(deps, open.case.id, { type: 'recall', ...found, read }, 'memory');
}
