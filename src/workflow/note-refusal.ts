import type { Log } from './ports.ts';
import { webhookKeyHash } from './take-webhook.ts';
import type { WebhookStore } from './webhook-ports.ts';

export interface NoteRefusalDeps {
  readonly webhooks: Pick<WebhookStore, 'partnerOf' | 'noteRefusal'>;
  readonly now: () => Date;
  readonly log: Log;
}

const minute = 60_000;
/** Refusals that a process notes in a minute: who has no good signature may not keep the database busy. */
const mostNotes = 50;

/**
 * Notes for the operator that callbacks are refused, and why: each reason and key once a minute, a few of all together, and
 * only after the answer, so that neither a flood nor the time of an answer does or tells anything. Never throws.
 */
export function createRefusalNotes(deps: NoteRefusalDeps): (key: string, why: string) => Promise<void> {
  const noted = new Set<string>();
  let since = Number.NEGATIVE_INFINITY;

  return async (key, why) => {
    const at = deps.now();
    if (Math.abs(at.getTime() - since) >= minute) {
      noted.clear();
      since = at.getTime();
    }
    const keyHash = webhookKeyHash(key);
    const one = `${why} ${keyHash}`;
    if (noted.has(one) || noted.size >= mostNotes) return;
    noted.add(one);
    try {
      await deps.webhooks.noteRefusal(await deps.webhooks.partnerOf(keyHash), why, at.toISOString());
    } catch (err) {
      deps.log.warn({ err, why }, 'a refused callback could not be noted');
    }
  };
}
