import { addMessage, isJson, showCardTo } from '../messages.ts';
import { personalConversation } from '../personal-chat.ts';
import { need, type Store } from '../store.ts';
import type { InvokeAnswer, Json, World, WorldConversation } from '../types.ts';
import { baseActivity, clientInfo } from './activities.ts';
import type { Post } from './post.ts';

export interface ClientParts {
  readonly store: Store;
  readonly post: Post;
  readonly serviceUrl: () => string;
}

const cardAnswer = 'application/vnd.microsoft.card.adaptive';

/** What people do in their Teams clients: write, and press buttons. */
export function teamsClient(parts: ClientParts): Pick<World, 'personalChat' | 'say' | 'execute'> {
  const { store } = parts;
  return {
    personalChat: (personId) => personalConversation(store, personId),

    async say(m) {
      const person = need(store.people, m.personId, 'person');
      const conversation = need(store.conversations, m.conversationId, 'conversation');
      const told = conversation.kind === 'personal' || m.mention !== false;
      const mention = conversation.kind === 'channel' && told;
      const known = m.activityId === undefined ? undefined : store.messages.get(m.activityId);
      const message =
        known ??
        addMessage(store, {
          conversationId: conversation.id,
          from: person.id,
          text: mention ? `@${store.bot.name} ${m.text}` : m.text,
          ...(m.activityId === undefined ? {} : { id: m.activityId }),
          ...(m.threadId === undefined ? {} : { threadId: m.threadId }),
        });
      if (!told || !botHears(store, conversation)) return 0;
      const at = `<at>${store.bot.name}</at>`;
      const mentioned = { id: store.bot.teamsId, name: store.bot.name };
      const { status } = await parts.post({
        ...baseActivity({
          store,
          serviceUrl: parts.serviceUrl(),
          person,
          conversation,
          id: message.id,
          ...(conversation.kind === 'channel' ? { threadId: message.threadId } : {}),
        }),
        type: 'message',
        textFormat: 'plain',
        text: mention ? `${at} ${m.text}` : m.text,
        entities: mention ? [{ type: 'mention', mentioned, text: at }, clientInfo(person)] : [clientInfo(person)],
      });
      return status;
    },

    async execute(m) {
      const person = need(store.people, m.personId, 'person');
      const message = need(store.messages, m.messageId, 'message');
      const conversation = need(store.conversations, message.conversationId, 'conversation');
      const answer = await parts.post({
        ...baseActivity({
          store,
          serviceUrl: parts.serviceUrl(),
          person,
          conversation,
          id: m.activityId ?? `f:${store.ids.next()}`,
          ...(conversation.kind === 'channel' ? { threadId: message.threadId } : {}),
        }),
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: message.id,
        value: {
          action: { type: 'Action.Execute', verb: m.verb, data: m.data },
          trigger: m.trigger ?? 'manual',
        },
      });
      const read = invokeAnswer(answer);
      const now = store.messages.get(message.id);
      if (read.type === cardAnswer && isJson(read.value) && now !== undefined && !now.deleted) {
        showCardTo(store, now, person.id, read.value);
      }
      return read;
    },
  };
}

/** Teams tells a bot nothing of a team that it has been removed from. */
function botHears(store: Store, conversation: WorldConversation): boolean {
  if (conversation.teamId === undefined) return conversation.state === 'open';
  return conversation.state === 'open' && store.teams.get(conversation.teamId)?.botInstalled === true;
}

function invokeAnswer({ status, body }: { status: number; body: string }): InvokeAnswer {
  const parsed = parse(body);
  return {
    httpStatus: status,
    ...(typeof parsed.statusCode === 'number' ? { statusCode: parsed.statusCode } : {}),
    ...(typeof parsed.type === 'string' ? { type: parsed.type } : {}),
    ...('value' in parsed ? { value: parsed.value } : {}),
  };
}

function parse(body: string): Json {
  try {
    const parsed: unknown = JSON.parse(body);
    return isJson(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
