import { joined, outside, say } from '../../cards/parts/escape.ts';
import type { AfterCareFindings } from '../domain/after-care.ts';
import type { Case } from '../domain/case.ts';
import { partnerChannels } from '../domain/routing.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { BotDeps } from './context.ts';
import { textActivity } from './replies.ts';
import { wordsFor } from './words.ts';

/** Names that an alarm tells. */
const mostNames = 5;

/**
 * What was removed is there again, or its makers made more: a new message in each channel with a card of the case, above
 * the threads, with the case's card as it then is right after it. Said once per look.
 */
export async function alarmPosts(
  deps: Pick<BotDeps, 'store' | 'newId'>,
  c: Case,
  findings: AfterCareFindings,
): Promise<readonly NewPost[]> {
  const [all, cards, partner] = await Promise.all([
    deps.store.channels.ofPartner(c.partnerId),
    deps.store.posts.cardsOf(c.id),
    deps.store.partners.byId(c.partnerId),
  ]);
  const ready = all.filter(({ state }) => state === 'ready');
  const shownIn = new Set(cards.map(({ place }) => (place.kind === 'channel' ? place.channelId : undefined)));
  const ofCase = ready.filter(({ id }) => shownIn.has(id));
  const channels = ofCase.length > 0 ? ofCase : partnerChannels(partner?.routing, ready);
  const names = [...findings.back, ...findings.fresh];
  const look = c.afterCare?.next ?? 0;
  return channels.flatMap(({ id, language }): readonly NewPost[] => {
    const words = wordsFor(language);
    const shown = joined(names.slice(0, mostNames).map(outside), ', ');
    const text = say(words, 'alarm.back', { number: c.number, count: names.length, names: shown });
    const common = { partnerId: c.partnerId, place: { kind: 'channel', channelId: id }, language } as const;
    return [
      {
        ...common,
        id: deps.newId('post'),
        content: { kind: 'fixed', activity: textActivity(text) },
        dedupeKey: `alarm:${c.id}:${c.afterCare?.since ?? ''}:${look}:${id}`,
      },
      {
        ...common,
        id: deps.newId('post'),
        content: { kind: 'case', caseId: c.id },
        dedupeKey: `alarm-card:${c.id}:${c.afterCare?.since ?? ''}:${look}:${id}`,
      },
    ];
  });
}
