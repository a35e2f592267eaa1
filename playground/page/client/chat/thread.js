import { h, reconcile } from '../lib/dom.js';
import { composeBox } from './compose.js';
import { createMessage, updateMessage } from './message.js';

/** A thread of a channel: the first message, the answers below it, and a box to answer in. */
export function createThread(thread, view) {
  const root = h('div', { class: 'thread-root' });
  const replies = h('div', { class: 'thread-replies' });
  const element = h('article', { class: 'thread', data: { threadId: thread.id } }, root, replies);
  element.parts = { root, replies };
  element.append(
    h(
      'div',
      { class: 'thread-reply' },
      composeBox({
        label: 'Reply in this thread',
        placeholder: 'Reply',
        withMention: true,
        small: true,
        send: (message) => view.onSay({ ...message, threadId: thread.id }),
      }),
    ),
  );
  return element;
}

export function updateThread(element, thread, view) {
  const keyed = {
    key: (message) => message.id,
    create: createMessage,
    update: (child, message) => updateMessage(child, message, view),
  };
  reconcile(element.parts.root, thread.messages.slice(0, 1), keyed);
  reconcile(element.parts.replies, thread.messages.slice(1), keyed);
  element.parts.replies.hidden = thread.messages.length < 2;
}

/** A channel's messages as threads, in the order in which the threads began. */
export function threadsOf(messages) {
  const threads = new Map();
  for (const message of messages) {
    const thread = threads.get(message.threadId) ?? { id: message.threadId, messages: [] };
    thread.messages.push(message);
    threads.set(message.threadId, thread);
  }
  return [...threads.values()]
    .map(({ id, messages: own }) => ({
      id,
      messages: own.toSorted((a, b) => order(a, id) - order(b, id) || compare(a.at, b.at)),
    }))
    .toSorted((a, b) => compare(a.messages[0].at, b.messages[0].at));
}

function order(message, threadId) {
  return message.id === threadId ? 0 : 1;
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
