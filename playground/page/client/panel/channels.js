import { post } from '../lib/api.js';
import { h, renderWhenChanged } from '../lib/dom.js';
import { personOf } from '../lib/store.js';
import { field, section, whileBusy } from './section.js';

const states = {
  open: 'Open, as usual',
  archived: 'Its team is archived',
  private: 'Private: bots cannot post',
  'private-added': 'Private, and the bot is added to it',
  blocked: 'The bot is blocked',
  deleted: 'Deleted',
};

/** "Break a channel": what people and administrators make of the channels of the person's teams. */
export function channelsSection() {
  const list = h('div', { class: 'channel-list' });
  return {
    element: section({ name: 'Break a channel', sign: 'hash', open: false }, list),
    update(state) {
      const person = personOf(state);
      const own = state.snapshot.conversations.filter(
        ({ kind, tenantId }) => kind === 'channel' && tenantId === person.tenantId,
      );
      renderWhenChanged(list, JSON.stringify([own, person.id]), () =>
        own.length === 0
          ? [h('p', { class: 'none', text: `${person.name} is in no team.` })]
          : own.map((channel) => channelField(channel, person)),
      );
    },
  };
}

function channelField(channel, person) {
  // A team's first channel can be archived with it, and never deleted.
  const offered = Object.entries(states).filter(([state]) => state !== 'deleted' || channel.id !== channel.teamId);
  const current = channel.state === 'bot-removed' ? 'open' : channel.state;
  const select = h(
    'select',
    { data: { focus: channel.id, channel: channel.name } },
    offered.map(([value, text]) => h('option', { value, text, selected: value === current })),
  );
  const of = { conversationId: channel.id, personId: person.id };
  select.addEventListener('change', () =>
    whileBusy(select, () =>
      select.value === 'private-added' ? post('private-channel', of) : post('channel', { ...of, state: select.value }),
    ),
  );
  return field(`${channel.teamName ?? 'Team'} · ${channel.name}`, select);
}
