import { addMessage, deleteMessage, isJson, replaceContent } from '../world/messages.ts';
import type { Store } from '../world/store.ts';
import type { Json, WorldMessage } from '../world/types.ts';
import type { OpenConversation } from './connector-access.ts';
import { contentOf, messagesOf, tooBig } from './connector-content.ts';
import { badSyntax, noActivity, noPermission, tooBigError } from './connector-errors.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

/** The ids that sending an activity gave: none when Teams split it in two (then it cannot be updated later). */
export interface Sent {
  readonly rootId: string;
  readonly activityId?: string;
}

/** Writes an activity of the bot's into a conversation; the caller has checked that it may. */
export function send(store: Store, open: OpenConversation, activity: Json): Sent | FakeAnswer {
  if (tooBig(activity)) return tooBigError;
  if (activity.type !== 'message') return badSyntax(`Activity type ${String(activity.type)} is not supported.`);
  const contents = messagesOf(activity);
  if (contents.length === 0) return badSyntax('The activity has neither text nor attachments.');
  let threadId = open.threadId;
  const made: WorldMessage[] = [];
  for (const content of contents) {
    const message = addMessage(store, {
      ...content,
      conversationId: open.conversation.id,
      from: 'bot',
      ...(threadId === undefined ? {} : { threadId }),
    });
    if (open.conversation.kind === 'channel') threadId = message.threadId;
    made.push(message);
  }
  const [first, second] = made;
  if (first === undefined) return badSyntax('The activity has neither text nor attachments.');
  return second === undefined ? { rootId: first.threadId, activityId: first.id } : { rootId: first.threadId };
}

export function postActivity(store: Store, open: OpenConversation, request: FakeRequest): FakeAnswer {
  if (!isJson(request.body)) return badSyntax('The activity could not be read.');
  if (request.body.type === 'typing') return { status: 202, body: {} };
  const sent = send(store, open, request.body);
  if ('status' in sent) return sent;
  return { status: 201, body: sent.activityId === undefined ? {} : { id: sent.activityId } };
}

export function updateActivity(store: Store, open: OpenConversation, request: FakeRequest): FakeAnswer {
  const message = ownMessage(store, open, request);
  if ('status' in message) return message;
  if (!isJson(request.body)) return badSyntax('The activity could not be read.');
  if (tooBig(request.body)) return tooBigError;
  replaceContent(store, message, contentOf(request.body));
  return { status: 200, body: { id: message.id } };
}

export function deleteActivity(store: Store, open: OpenConversation, request: FakeRequest): FakeAnswer {
  const message = ownMessage(store, open, request);
  if ('status' in message) return message;
  deleteMessage(store, message);
  return { status: 200 };
}

function ownMessage(store: Store, open: OpenConversation, request: FakeRequest): WorldMessage | FakeAnswer {
  const message = store.messages.get(request.params.activityId ?? '');
  if (message === undefined || message.deleted || message.conversationId !== open.conversation.id) return noActivity;
  if (message.from !== 'bot') return noPermission('A bot can change its own messages only.');
  return message;
}
