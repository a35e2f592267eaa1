import { drawCard } from '../cards/card.js';
import { avatar, botAvatar } from '../lib/avatar.js';
import { h, renderWhenChanged } from '../lib/dom.js';
import { fullTime, messageTime } from '../lib/format.js';
import { messageHtml } from '../lib/markdown.js';
import { linkToast } from '../lib/toast.js';
import { isSignIn, signInCard } from './sign-in.js';

export const botName = 'Mining Watch';

/** An empty message; `updateMessage` fills it. */
export function createMessage(message) {
  const head = h('div', { class: 'message-head' });
  const body = h('div', { class: 'message-body' });
  const element = h(
    'div',
    { class: 'message', data: { messageId: message.id } },
    h('div', { class: 'message-side' }),
    h('div', { class: 'message-main' }, head, body),
  );
  element.parts = { side: element.firstElementChild, head, body };
  return element;
}

/**
 * Brings a message up to date for the person who looks at it. The body is drawn anew only when what he sees of it
 * changed, so what he typed into a card stays while other messages come and go.
 */
export function updateMessage(element, message, view) {
  const { person, snapshot } = view;
  const own = message.from === person.id;
  element.classList.toggle('message-own', own);
  element.classList.toggle('message-bot', message.from === 'bot');
  const sender = snapshot.people.find(({ id }) => id === message.from);
  const name = message.from === 'bot' ? botName : (sender?.name ?? 'Somebody');
  const time = messageTime(message.at, snapshot.now, person);

  renderWhenChanged(element.parts.side, message.from, () => [
    message.from === 'bot' ? botAvatar() : avatar(sender ?? { id: message.from, name }),
  ]);
  renderWhenChanged(element.parts.head, JSON.stringify([name, time, message.edited, message.deleted]), () =>
    [
      h('span', { class: 'message-name', text: name }),
      message.from === 'bot' && h('span', { class: 'tag', text: 'Bot' }),
      h('time', { class: 'message-time', datetime: message.at, title: fullTime(message.at, person), text: time }),
      message.edited && !message.deleted && h('span', { class: 'message-mark', text: 'Edited' }),
    ].filter(Boolean),
  );

  const card = message.deleted ? undefined : (message.cardFor[person.id] ?? message.card);
  const signIn = isSignIn(card) ? view.signIns.stateOf(person, message) : undefined;
  const signature = JSON.stringify([person.id, message.deleted, message.text, card, signIn]);
  renderWhenChanged(element.parts.body, signature, () => bodyOf(message, card, view));
}

function bodyOf(message, card, view) {
  if (message.deleted) return [h('p', { class: 'message-gone', text: 'This message has been deleted.' })];
  const parts = [];
  if (message.text) parts.push(message.from === 'bot' ? botText(message.text) : plainText(message.text));
  if (isSignIn(card)) {
    const { person, signIns } = view;
    const open = (link) => signIns.open(person, message, link);
    parts.push(signInCard(card.content, signIns.stateOf(person, message), open));
  } else if (card !== undefined) {
    parts.push(
      drawCard(card, {
        person: view.person,
        onExecute: (action, busy) => view.onExecute(message, action, busy),
        onSubmit: view.onSubmit,
      }),
    );
  }
  return parts;
}

/** What a person typed is plain text; the bot's name at its beginning is the mention that told the bot. */
function plainText(text) {
  const mention = `@${botName}`;
  const mentioned = text.startsWith(mention);
  return h(
    'div',
    { class: 'message-text message-plain' },
    mentioned && h('span', { class: 'mention', text: mention }),
    mentioned ? text.slice(mention.length) : text,
  );
}

function botText(text) {
  const element = h('div', { class: 'message-text' });
  element.innerHTML = messageHtml(text);
  element.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link === null) return;
    event.preventDefault();
    linkToast(link.href);
  });
  return element;
}
