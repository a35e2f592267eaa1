import type { CaseId } from '../domain/ids.ts';
import type { ReadSoFar } from '../domain/seen.ts';
import type { FactStore } from './case-ports.ts';
import type { InvestigationStore } from './response-ports.ts';

export interface ReadingDeps {
  readonly facts: Pick<FactStore, 'read'>;
  readonly investigations: Pick<InvestigationStore, 'seen'>;
}

/** What was read for a case so far, of what confirmations are compared by. */
export async function readSoFar(deps: ReadingDeps, caseId: CaseId): Promise<ReadSoFar> {
  const [{ usage }, azure] = await Promise.all([deps.facts.read(caseId), deps.investigations.seen(caseId)]);
  return {
    ...(usage?.check === 'usage' ? { usage } : {}),
    ...(azure === undefined ? {} : { azure }),
  };
}
