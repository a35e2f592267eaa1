import type { NewId, PartnerId } from '../domain/ids.ts';
import { channelsFor } from '../domain/routing.ts';
import type { CaseStore } from './case-ports.ts';
import type { NewPost, PostStore } from './post-ports.ts';

const mostAtOnce = 200;

/**
 * Gives every open case, or those of one partner, a card in each channel that it belongs in and that does not show it:
 * after a channel was added or went, after a card could not be posted, and where a case and a channel came at the same
 * moment and did not see each other.
 */
export async function cardMissing(
  deps: { readonly cases: CaseStore; readonly posts: PostStore; readonly newId: NewId },
  ofPartner?: PartnerId,
): Promise<void> {
  const missing = await deps.cases.uncarded(mostAtOnce, ofPartner);
  const posts = missing.filter(belongsThere).map(
    ({ caseId, partnerId, channelId, language, failed }): NewPost => ({
      id: deps.newId('post'),
      partnerId,
      place: { kind: 'channel', channelId },
      content: { kind: 'case', caseId },
      language,
      dedupeKey: alertKey(caseId, channelId, failed),
    }),
  );
  if (posts.length > 0) await deps.posts.add(posts, []);
}

type Missing = Awaited<ReturnType<CaseStore['uncarded']>>[number];

function belongsThere({ channelId, routed }: Missing): boolean {
  if (routed === undefined) return true;
  const { routing, alerts, ready } = routed;
  return alerts.some((alert) => channelsFor(routing, alert, ready).some(({ id }) => id === channelId));
}

/** A case has one card in a channel at a time; a further one only once those before have failed. */
export function alertKey(caseId: string, channelId: string, failed: number): string {
  return `alert:${caseId}:${channelId}:${failed}`;
}
