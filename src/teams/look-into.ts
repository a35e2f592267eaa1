import type { Case } from '../domain/case.ts';
import { investigateJob } from '../workflow/write-case.ts';
import type { BotDeps, Turn } from './context.ts';

/** Longest that a person waits within a turn. */
const patienceMs = 2500;

/**
 * Has a case's subscription read while the person waits. True once it is kept; after a while false: it goes on, by a
 * job where it failed, and draws the cards anew.
 */
export async function lookInto(deps: BotDeps, turn: Turn, c: Case): Promise<boolean> {
  const waited = new Promise<'waited'>((resolve) => setTimeout(() => resolve('waited'), patienceMs).unref());
  const read = deps.investigate(c.id).then(
    () => 'read' as const,
    // A job takes over also where the turn is over by then.
    async (error: unknown) => {
      deps.log.warn({ err: error }, 'a subscription could not be read within a turn');
      await deps.store.posts.add([], [investigateJob(c.id, turn.incoming.person)]);
      return 'failed' as const;
    },
  );
  return (await Promise.race([read, waited])) === 'read';
}
