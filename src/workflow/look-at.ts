import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import { storable } from '../domain/storable.ts';
import { cardMissing } from './card-missing.ts';
import type { Job } from './job-ports.ts';
import { createNaming } from './names.ts';
import { type PollDeps, takeIn } from './poll.ts';

/** Tries at a source that does not answer; after that the polls, which come anyway, are enough. */
const attempts = 4;

/** Looks at one subscription at once, because Partner Center said that something happened there. */
export async function lookAt(deps: PollDeps, partner: Partner, subscriptionId: string, attempt: number): Promise<void> {
  const naming = createNaming(deps, partner);
  try {
    const page = await deps.sources[partner.source].readSubscription(partner, subscriptionId);
    await takeIn(deps, partner, storable(page), naming);
    await cardMissing(deps, partner.id);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    deps.log.warn({ partner: partner.id, why: error.why, err: error }, 'a subscription could not be looked at');
    if (attempt < attempts) throw error;
  } finally {
    await naming.rest();
  }
}

/** All looks at a subscription are one job; those of a partner come one after another, so that many events are no flood. */
export function lookJob(
  partnerId: Extract<Job, { name: 'look-at' }>['payload']['partnerId'],
  subscriptionId: string,
): Job {
  return {
    name: 'look-at',
    payload: { partnerId, subscriptionId },
    key: `look-at:${partnerId}:${subscriptionId}`,
    queue: `look-at:${partnerId}`,
  };
}
