import { say, unmarked } from '../../cards/parts/escape.ts';
import type { AskingDue } from '../domain/asking-due.ts';
import type { Case } from '../domain/case.ts';
import type { NewPost, Post } from '../workflow/post-ports.ts';
import type { BotDeps } from './context.ts';
import { mentioning } from './mentions.ts';
import { wordsFor } from './words.ts';

/**
 * What was promised: that a request which was composed is still without its number, or that a customer had not answered.
 * In the thread of the case's card in each channel, with a mention of who asked for it; said once.
 */
export async function askingReminderPosts(
  deps: Pick<BotDeps, 'store' | 'newId'>,
  c: Case,
  due: AskingDue,
  cards: readonly Post[],
): Promise<readonly NewPost[]> {
  const wanted = [
    ...due.remind.flatMap((kind) => {
      const request = c.support?.[kind];
      return request === undefined
        ? []
        : [{ key: `reminder.support.${kind}`, who: request.by, once: `support:${kind}:${request.at}` } as const];
    }),
    ...(due.askAgain && c.contact?.askAgain
      ? [{ key: 'reminder.answer', who: c.contact.askAgain.by, once: `answer:${c.contact.askAgain.at}` } as const]
      : []),
  ];
  const posts = wanted.map(async ({ key, who, once }) => {
    const known = await deps.store.people.find(who.tenantId, who.objectId);
    return cards.flatMap((card): readonly NewPost[] => {
      if (card.sentTo === undefined || card.place.kind !== 'channel') return [];
      const name = unmarked(who.name);
      const text = say(wordsFor(card.language), key, { name, number: c.number });
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
          dedupeKey: `remind:${c.id}:${once}:${card.id}`,
        },
      ];
    });
  });
  return (await Promise.all(posts)).flat();
}
