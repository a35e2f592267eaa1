import { botAvatar } from './lib/avatar.js';
import { h, renderWhenChanged } from './lib/dom.js';
import { icon } from './lib/icons.js';
import { conversationOf, conversationsOf, partnerOf, personOf } from './lib/store.js';
import { peopleMenu } from './people-menu.js';
import { themeSwitch } from './theme-switch.js';

/** What stands beside the name of a channel that is not as usual. */
const tags = { deleted: 'Deleted', archived: 'Archived', private: 'Private', blocked: 'Blocked' };

/** The left rail: who one is, which conversations that person sees. Returns what draws a state. */
export function createRail(root, store, { unread, close }) {
  const brand = h(
    'div',
    { class: 'brand' },
    h('img', { src: '/icon.svg', alt: '', width: 32, height: 32 }),
    h('div', {}, h('strong', { text: 'Mining Watch' }), h('span', { text: 'Local world' })),
    h(
      'button',
      { class: 'icon-button drawer-close', type: 'button', 'aria-label': 'Close', on: { click: close } },
      icon('close'),
    ),
  );
  const people = peopleMenu((personId) => store.set({ personId, conversationId: undefined }));
  const list = h('div', { class: 'rail-list' });
  root.append(brand, people.element, list, h('div', { class: 'rail-foot' }, themeSwitch()));

  return (state) => {
    const person = personOf(state);
    const shown = conversationOf(state);
    const conversations = conversationsOf(state.snapshot, person).map((conversation) => ({
      ...conversation,
      current: conversation.id === shown.id,
      unread: conversation.id !== shown.id && unread(person.id, conversation.id),
    }));
    people.update(state.snapshot, person);
    renderWhenChanged(list, JSON.stringify([person.id, conversations]), () =>
      groups(conversations, partnerOf(state.snapshot, person.tenantId), (conversationId) => {
        store.set({ conversationId });
        close();
      }),
    );
  };
}

function groups(conversations, partner, open) {
  const teams = Map.groupBy(
    conversations.filter(({ kind }) => kind === 'channel'),
    ({ teamId }) => teamId,
  );
  const chats = conversations.filter(({ kind }) => kind === 'personal');
  return [
    h('h2', { class: 'rail-heading', text: partner === undefined ? 'Teams' : `Teams of ${partner.name}` }),
    teams.size === 0 && h('p', { class: 'rail-none', text: 'This person is in no team.' }),
    ...[...teams.values()].map((channels) =>
      h(
        'section',
        { class: 'rail-team' },
        h('h3', { text: channels[0].teamName ?? 'Team' }),
        h(
          'ul',
          {},
          channels.map((channel) => h('li', {}, entry(channel, open))),
        ),
      ),
    ),
    h('h2', { class: 'rail-heading', text: 'Chat' }),
    h(
      'ul',
      {},
      chats.map((chat) => h('li', {}, entry(chat, open))),
    ),
  ].filter(Boolean);
}

function entry(conversation, open) {
  const channel = conversation.kind === 'channel';
  return h(
    'button',
    {
      class: conversation.unread ? 'rail-entry unread' : 'rail-entry',
      type: 'button',
      'aria-current': conversation.current ? 'page' : undefined,
      data: { focus: conversation.id, conversation: channel ? conversation.name : 'chat' },
      on: { click: () => open(conversation.id) },
    },
    channel ? icon('hash', 18) : botAvatar('tiny'),
    h('span', { class: 'rail-name', text: channel ? conversation.name : 'Mining Watch' }),
    tags[conversation.state] && h('span', { class: 'tag', text: tags[conversation.state] }),
    conversation.unread && h('span', { class: 'unread-dot' }, h('span', { class: 'visually-hidden', text: 'unread' })),
  );
}
