import { createHash } from 'node:crypto';
import { fraudEvent, isFresh, testEvent, type WebhookEvent } from '../domain/webhook-event.ts';
import { lookJob } from './look-at.ts';
import type { Log } from './ports.ts';
import { pollJob } from './sweep.ts';
import type { WebhookOutcome, WebhookStore } from './webhook-ports.ts';

export interface TakeWebhookDeps {
  readonly webhooks: Pick<WebhookStore, 'partnerOf' | 'take' | 'count'>;
  readonly now: () => Date;
  readonly log: Log;
}

/** How keys are kept: a copy of the database opens nothing. */
export function webhookKeyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/**
 * Takes an event whose signature was good: it only causes a look at the subscription that it names, by a job that all
 * events of that subscription share. What is of no use here is counted. The key is compared by its hash, so that no
 * time tells how near a guess was.
 */
export async function takeWebhook(deps: TakeWebhookDeps, key: string, event: WebhookEvent): Promise<WebhookOutcome> {
  const at = deps.now();
  const now = at.toISOString();
  const partnerId = await deps.webhooks.partnerOf(webhookKeyHash(key));
  const note = (outcome: WebhookOutcome) => {
    deps.log.info({ partner: partnerId, event: event.name, outcome }, 'an event of Partner Center came');
    return outcome;
  };
  if (partnerId === undefined || !isFresh(event, at)) {
    // The age first: it is answered otherwise, and no answer may depend on whether a key is known.
    const outcome = isFresh(event, at) ? 'unknown-partner' : 'stale';
    await deps.webhooks.count(partnerId, outcome, now);
    return note(outcome);
  }
  const { name, subscriptionId, bodyHash } = event;
  const outcome = name === fraudEvent ? 'taken' : name === testEvent ? 'tested' : 'other-event';
  const jobs =
    outcome !== 'taken' ? [] : [subscriptionId === undefined ? pollJob(partnerId) : lookJob(partnerId, subscriptionId)];
  return note(await deps.webhooks.take({ partnerId, bodyHash, outcome, jobs, now }));
}
