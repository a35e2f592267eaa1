import type { Case } from '../domain/case.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Person } from '../domain/people.ts';
import { investigateJob } from '../workflow/write-case.ts';
import type { BotDeps, Turn } from './context.ts';

/** Longest that a person waits within a turn. */
const patienceMs = 2500;

/** Has a case's subscription read now, for a person; `failed`: a job does it. */
export type Look = (caseId: CaseId, by: Person) => Promise<'read' | 'failed'>;

/**
 * One look at a time for each case: it goes on when the turn is over, and is a whole subscription's, so that whoever asks
 * meanwhile waits for the same.
 */
export function createLook(
  deps: Pick<BotDeps, 'log'> & {
    readonly store: { readonly posts: Pick<BotDeps['store']['posts'], 'add'> };
    /** Reads the subscription and concludes, as the job does. */
    readonly investigate: (caseId: CaseId) => Promise<void>;
  },
): Look {
  const looks = new Map<CaseId, ReturnType<Look>>();

  async function look(caseId: CaseId, by: Person): ReturnType<Look> {
    try {
      await deps.investigate(caseId);
      return 'read';
    } catch (error) {
      // A job takes over also where the turn is over by then.
      deps.log.warn({ err: error }, 'a subscription could not be read within a turn');
      await deps.store.posts.add([], [investigateJob(caseId, by)]);
      return 'failed';
    }
  }

  return (caseId, by) => {
    const running = looks.get(caseId) ?? look(caseId, by).finally(() => looks.delete(caseId));
    looks.set(caseId, running);
    return running;
  };
}

/**
 * Has a case's subscription read while the person waits. True once it is kept; after a while false: it goes on, by a
 * job where it failed, and draws the cards anew.
 */
export async function lookInto({ look }: Pick<BotDeps, 'look'>, turn: Turn, c: Case): Promise<boolean> {
  const waited = new Promise<'waited'>((resolve) => setTimeout(() => resolve('waited'), patienceMs).unref());
  return (await Promise.race([look(c.id, turn.incoming.person), waited])) === 'read';
}
