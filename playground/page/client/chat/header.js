import { botAvatar } from '../lib/avatar.js';
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

/** The children of the line above a conversation. */
export function chatHeader({ conversation, partner, openRail, openPanel }) {
  const channel = conversation.kind === 'channel';
  return [
    h(
      'button',
      {
        class: 'icon-button only-narrow',
        type: 'button',
        'aria-label': 'People and conversations',
        data: { focus: 'rail', opens: 'rail' },
        on: { click: openRail },
      },
      icon('menu'),
    ),
    channel ? h('span', { class: 'channel-mark' }, icon('hash')) : botAvatar('small'),
    h(
      'div',
      { class: 'chat-title' },
      h('h1', { text: channel ? conversation.name : 'Mining Watch' }),
      h('p', {
        text: channel ? `${conversation.teamName ?? 'Team'} · ${partner?.name ?? ''}` : 'Chat between you and the bot',
      }),
    ),
    h(
      'button',
      {
        class: 'button quiet only-medium',
        type: 'button',
        data: { focus: 'panel', opens: 'panel' },
        on: { click: openPanel },
      },
      icon('world', 18),
      h('span', { text: 'World' }),
    ),
  ];
}
