import { say, unmarked } from '../../cards/parts/escape.ts';
import type { Case } from '../domain/case.ts';
import type { NewPost, Post } from '../workflow/post-ports.ts';
import type { BotDeps } from './context.ts';
import { mentioning } from './mentions.ts';
import { wordsFor } from './words.ts';

/**
 * The reminder that somebody asked for: in the thread of the case's card in each channel, with a mention of the one who works on
 * the case, else of the one who asked. Said once per card and snooze, however often it is made.
 */
export async function reminderPosts(
  deps: Pick<BotDeps, 'store' | 'newId'>,
  c: Case,
  snooze: NonNullable<Case['snooze']>,
  cards: readonly Post[],
): Promise<readonly NewPost[]> {
  const who = c.owner ?? snooze.by;
  const known = await deps.store.people.find(who.tenantId, who.objectId);
  return cards.flatMap((card) => {
    if (card.sentTo === undefined || card.place.kind !== 'channel') return [];
    const words = wordsFor(card.language);
    const name = unmarked(who.name);
    const text = say(words, 'reminder.text', { name, number: c.number, reason: unmarked(snooze.reason) });
    return [
      {
        id: deps.newId('post'),
        partnerId: card.partnerId,
        place: {
          kind: 'conversation',
          conversationId: card.sentTo.conversationId,
          serviceUrl: card.serviceUrl,
          tenantId: card.tenantId,
        },
        content: { kind: 'fixed', activity: mentioning(text, name, known?.teamsId) },
        language: card.language,
        dedupeKey: `remind:${c.id}:${snooze.until}:${card.id}`,
      },
    ];
  });
}
