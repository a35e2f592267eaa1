import type { Store } from './store.ts';
import type { Json, WorldMessage } from './types.ts';

/** What one message shows: a text, a card, or (after an update) both. */
export interface MessageContent {
  readonly text?: string;
  readonly card?: Json;
}

/** Adds a message; without `threadId` it opens a thread. `id` is given where Teams re-sends one it made before. */
export function addMessage(
  store: Store,
  m: MessageContent & { conversationId: string; threadId?: string; from: string; id?: string },
): WorldMessage {
  const id = m.id ?? store.nextMessageId();
  const message: WorldMessage = {
    id,
    conversationId: m.conversationId,
    threadId: m.threadId ?? id,
    from: m.from,
    at: store.clock.now().toISOString(),
    ...(m.text === undefined ? {} : { text: m.text }),
    ...(m.card === undefined ? {} : { card: m.card }),
    cardFor: {},
    edited: false,
    deleted: false,
  };
  store.messages.set(id, message);
  store.changed();
  return message;
}

/** Everybody sees the new content; what single persons had been shown instead is gone. */
export function replaceContent(store: Store, message: WorldMessage, content: MessageContent): void {
  const { text: _text, card: _card, ...rest } = message;
  store.messages.set(message.id, { ...rest, ...content, cardFor: {}, edited: true });
  store.changed();
}

export function showCardTo(store: Store, message: WorldMessage, personId: string, card: Json): void {
  store.messages.set(message.id, { ...message, cardFor: { ...message.cardFor, [personId]: card } });
  store.changed();
}

export function deleteMessage(store: Store, message: WorldMessage): void {
  const { text: _text, card: _card, ...rest } = message;
  store.messages.set(message.id, { ...rest, cardFor: {}, deleted: true });
  store.changed();
}

/** Splits `19:…@thread.tacv2;messageid=…` into the channel and the thread in it. */
export function splitThread(conversationId: string): { conversationId: string; threadId?: string } {
  const [id = '', threadId] = conversationId.split(';messageid=');
  return threadId === undefined ? { conversationId: id } : { conversationId: id, threadId };
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
