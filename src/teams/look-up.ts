import type { Case, CheckName } from '../domain/case.ts';
import type { ReadFacts } from '../domain/facts.ts';
import { readFactsJob } from '../workflow/write-case.ts';
import type { BotDeps, Turn } from './context.ts';

/** Longest that a person waits for facts within a turn; Teams gives up after 15 s, and people long before. */
const patienceMs = 2500;

/**
 * Looks a check's facts up while the person waits, with the person's own token where there is one. True once they are
 * kept; after a while false, and a job goes on without the person.
 */
export async function lookUp(deps: BotDeps, turn: Turn, c: Case, check: CheckName): Promise<boolean> {
  const waited = new Promise<'waited'>((resolve) => setTimeout(() => resolve('waited'), patienceMs).unref());
  const read = deps.readFacts(c.id, check, turn.incoming.person).then(
    () => 'read' as const,
    (error: unknown) => {
      deps.log.warn({ err: error, check }, 'facts could not be read within a turn');
      return 'failed' as const;
    },
  );
  const outcome = await Promise.race([read, waited]);
  if (outcome !== 'read') await deps.store.posts.add([], [readFactsJob(c.id, check, turn.incoming.person)]);
  return outcome === 'read';
}

/** Whether looking again, for a person, may show more than is kept. */
export function isWorthALook(facts: ReadFacts | undefined): boolean {
  if (facts === undefined) return true;
  if (facts.check !== 'standing') return false;
  const { relationship, validation, agreement, subscription } = facts.facts;
  return [relationship, validation, agreement, subscription].some(
    (fact) => fact.state === 'unavailable' && fact.why === 'needs-person',
  );
}
