import type { Case } from '../domain/case.ts';
import { investigateJob } from '../workflow/write-case.ts';
import type { BotDeps, Turn } from './context.ts';

/** Longest that a person waits within a turn. */
const patienceMs = 2500;

/**
 * Has a case's subscription read while the person waits. True once it is kept; after a while false, and a job goes on
 * and draws the cards anew.
 */
export async function lookInto(deps: BotDeps, turn: Turn, c: Case): Promise<boolean> {
  const waited = new Promise<'waited'>((resolve) => setTimeout(() => resolve('waited'), patienceMs).unref());
  const read = deps.investigate(c.id).then(
    () => 'read' as const,
    (error: unknown) => {
      deps.log.warn({ err: error }, 'a subscription could not be read within a turn');
      return 'failed' as const;
    },
  );
  const outcome = await Promise.race([read, waited]);
  if (outcome === 'failed') await deps.store.posts.add([], [investigateJob(c.id, turn.incoming.person)]);
  return outcome === 'read';
}
