import type { NewId } from '../domain/ids.ts';
import { cardMissing } from './card-missing.ts';
import { type HandleDeps, observeCase } from './handle.ts';
import { isDue } from './poll.ts';
import type { Job, PartnerStore, PostStore } from './ports.ts';

export interface SweepDeps extends Pick<HandleDeps, 'cases' | 'now'> {
  readonly partners: PartnerStore;
  readonly posts: PostStore;
  readonly newId: NewId;
}

/** Does what absolute times ask for by now: looks at sources that are due, cards that are missing, snoozes that end. Runs each minute, and may run at any time. */
export async function sweep(deps: SweepDeps): Promise<void> {
  const now = deps.now();
  const jobs: Job[] = [];
  for (const partner of await deps.partners.all()) {
    if (isDue(partner, await deps.partners.sourceState(partner.id), now)) jobs.push(pollJob(partner.id));
  }
  if (jobs.length > 0) await deps.posts.add([], jobs);
  await cardMissing(deps);
  for (const caseId of await deps.cases.snoozesEnded(now.toISOString()))
    await observeCase(deps, caseId, { type: 'end-snooze', now: now.toISOString() }, 'snooze');
}

export function pollJob(partnerId: Extract<Job, { name: 'poll' }>['payload']['partnerId']): Job {
  return { name: 'poll', payload: { partnerId }, key: `poll:${partnerId}`, queue: `poll:${partnerId}` };
}
