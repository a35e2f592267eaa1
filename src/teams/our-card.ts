import type { BotDeps, Turn } from './context.ts';

/** Whether the card that was pressed is a message of ours, where we posted it: a forwarded copy is not (facts/azure.md 9.4). */
export async function isOurCard(deps: BotDeps, { incoming, partner }: Turn): Promise<boolean> {
  const { replyToId, conversationId } = incoming;
  if (replyToId === undefined) return false;
  const post = await deps.store.posts.byActivity(conversationId, replyToId);
  return post?.partnerId === partner.id;
}
