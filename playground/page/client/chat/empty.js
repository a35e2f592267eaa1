import { h } from '../lib/dom.js';

/** What is shown where nothing has been written yet. */
export function emptyChat(conversation) {
  const personal = conversation.kind === 'personal';
  return h(
    'div',
    { class: 'empty' },
    h('img', { src: '/icon.svg', alt: '', width: 56, height: 56 }),
    h('h2', { text: personal ? 'A quiet word with Mining Watch' : 'Nothing here yet' }),
    h('p', {
      text: personal
        ? 'Write “help” to see what it can do for you.'
        : 'Detections of crypto-mining arrive here as cards. Report one from the panel, or mention Mining Watch.',
    }),
  );
}
