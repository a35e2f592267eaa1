import { post } from '../lib/api.js';
import { h, renderWhenChanged } from '../lib/dom.js';
import { personOf } from '../lib/store.js';
import { toast } from '../lib/toast.js';
import { section, workButton } from './section.js';

/** Installing and removing the bot in the teams of the person, and ending its process. */
export function botSection() {
  const teams = h('ul', { class: 'team-list' });
  const restart = h('div', { class: 'restart', hidden: true });
  restart.append(
    h('p', { text: 'Ends the process at once, wherever it is, and starts it anew. Nothing may be lost.' }),
    workButton({ class: 'button' }, 'Kill and restart the bot', async () => {
      await post('restart-bot', {});
      toast('good', 'The bot is back.');
    }),
  );
  return {
    element: section({ name: 'Mining Watch in teams', sign: 'person', open: false }, teams, restart),
    update(state) {
      const person = personOf(state);
      restart.hidden = !state.snapshot.can.restartBot;
      const own = teamsOf(state.snapshot, person);
      renderWhenChanged(teams, JSON.stringify([own, person.id]), () =>
        own.length === 0
          ? [h('li', { class: 'none', text: `${person.name} is in no team.` })]
          : own.map((team) => teamLine(team, person)),
      );
    },
  };
}

function teamsOf(snapshot, person) {
  const channels = snapshot.conversations.filter(
    ({ kind, tenantId }) => kind === 'channel' && tenantId === person.tenantId,
  );
  return [...Map.groupBy(channels, ({ teamId }) => teamId)].map(([id, all]) => ({
    id,
    name: all[0].teamName ?? 'Team',
    installed: all.some(({ state }) => state === 'open'),
  }));
}

function teamLine(team, person) {
  const call = team.installed ? 'uninstall' : 'install';
  return h(
    'li',
    {},
    h(
      'span',
      {},
      h('strong', { text: team.name }),
      h('span', { text: team.installed ? 'Installed' : 'Not installed' }),
    ),
    workButton({ class: 'button small', data: { focus: team.id } }, team.installed ? 'Uninstall' : 'Install', () =>
      post(call, { teamId: team.id, personId: person.id }),
    ),
  );
}
