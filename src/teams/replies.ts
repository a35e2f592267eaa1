import type { PartnerId } from '../domain/ids.ts';
import type { Json } from '../workflow/ports.ts';
import type { NewPost, PostContent } from '../workflow/post-ports.ts';
import type { BotDeps, Reply, Turn } from './context.ts';
import type { Incoming } from './incoming.ts';

/** A message with plain text; a card and a text are never in one activity, because Teams would split it and lose its id. */
export function textActivity(text: string): Json {
  return { type: 'message', text, textFormat: 'plain' };
}

export function cardActivity(card: Json): Json {
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }] };
}

/** What the posts that answer a message are made under, so that they are known later. */
export function answerKey(conversationId: string, activityId: string, index = 0): string {
  return `re ${conversationId} ${activityId} ${index}`;
}

/** Posts that answer a message, in its own thread or chat. One message is answered once, however often it is delivered. */
export function replyPosts(
  deps: Pick<BotDeps, 'newId'>,
  turn: Pick<Turn, 'incoming' | 'language'> & { readonly partner: { readonly id: PartnerId } },
  replies: readonly Reply[],
): readonly NewPost[] {
  const { incoming } = turn;
  return replies.map((reply, i) => ({
    id: deps.newId('post'),
    partnerId: turn.partner.id,
    place: placeOf(incoming),
    content: contentOf(reply),
    language: turn.language,
    dedupeKey: answerKey(incoming.conversationId, incoming.activityId, i),
  }));
}

function placeOf(incoming: Incoming): NewPost['place'] {
  return {
    kind: 'conversation',
    conversationId: incoming.conversationId,
    serviceUrl: incoming.serviceUrl,
    tenantId: incoming.tenantId,
  };
}

function contentOf(reply: Reply): PostContent {
  switch (reply.kind) {
    case 'text':
      return { kind: 'fixed', activity: textActivity(reply.text) };
    case 'card':
      return { kind: 'fixed', activity: cardActivity(reply.card) };
    case 'case':
      return { kind: 'case', caseId: reply.case.id };
    case 'check':
      return { kind: 'check', caseId: reply.case.id, check: reply.check };
    case 'inventory':
      return { kind: 'inventory', caseId: reply.case.id };
    case 'plan':
      return { kind: 'plan', caseId: reply.case.id, planId: reply.planId };
  }
}
