import { outside, say } from '../../cards/parts/escape.ts';
import type { Case } from '../domain/case.ts';
import type { Json, NewPost, Post } from '../workflow/ports.ts';
import type { BotDeps } from './context.ts';
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
    const name = outside(unformatted(who.name));
    const text = say(words, 'reminder.text', { name, number: c.number, reason: outside(unformatted(snooze.reason)) });
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
        content: { kind: 'fixed', activity: known === undefined ? plain(text) : mentioning(text, name, known.teamsId) },
        language: card.language,
        dedupeKey: `remind:${c.id}:${snooze.until}:${card.id}`,
      },
    ];
  });
}

/** A message with a mention is read as Markdown, unlike the texts on cards. */
function unformatted(text: string): string {
  return text.replaceAll(/[*_`~#>|[\]\\]/g, ' ');
}

function plain(text: string): Json {
  return { type: 'message', text, textFormat: 'plain' };
}

/** Teams takes a mention where its text stands in the message to the letter (facts/teams.md 2.7). */
function mentioning(text: string, name: string, teamsId: string): Json {
  const at = `<at>${name}</at>`;
  const entities = [{ type: 'mention', text: at, mentioned: { id: teamsId, name } }];
  return { type: 'message', text: text.replace(name, () => at), entities };
}
