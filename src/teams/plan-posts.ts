import type { Case } from '../domain/case.ts';
import type { PlanId } from '../domain/ids.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { BotDeps, Turn } from './context.ts';

/**
 * The plan's living card in the thread of the case's card in each channel, so that whoever may approve it sees it; and in
 * the 1:1 chat where it was asked for.
 */
export async function planPosts(
  deps: Pick<BotDeps, 'store' | 'newId'>,
  turn: Pick<Turn, 'incoming' | 'language' | 'partner'>,
  c: Case,
  planId: PlanId,
): Promise<readonly NewPost[]> {
  const { incoming } = turn;
  const cards = (await deps.store.posts.cardsOf(c.id)).filter(({ place }) => place.kind === 'channel');
  const threads = cards.flatMap((post) =>
    post.sentTo === undefined
      ? []
      : [
          {
            conversationId: post.sentTo.conversationId,
            serviceUrl: post.serviceUrl,
            tenantId: post.tenantId,
            language: post.language,
          },
        ],
  );
  const chats = incoming.isPersonal ? [{ ...incoming, language: turn.language }] : [];
  return [...threads, ...chats].map(({ conversationId, serviceUrl, tenantId, language }) => ({
    id: deps.newId('post'),
    partnerId: turn.partner.id,
    place: { kind: 'conversation', conversationId, serviceUrl, tenantId },
    content: { kind: 'plan', caseId: c.id, planId },
    language,
    dedupeKey: `plan:${planId}:${conversationId}`,
  }));
}
