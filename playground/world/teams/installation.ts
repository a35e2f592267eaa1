import { isJson } from '../messages.ts';
import { personalConversation } from '../personal-chat.ts';
import { need, type Store, type WorldTeam } from '../store.ts';
import type { ChannelState, Json, World, WorldConversation, WorldPerson } from '../types.ts';
import { type ActivityParts, baseActivity, changeActivity } from './activities.ts';
import type { ClientParts } from './client.ts';

/** Adding the bot to teams and chats, and removing it or what it was in. */
export function installations(
  parts: ClientParts,
): Pick<
  World,
  | 'install'
  | 'uninstall'
  | 'installPersonal'
  | 'uninstallPersonal'
  | 'blockChat'
  | 'deleteChannel'
  | 'setChannel'
  | 'inPrivateChannel'
> {
  const { store } = parts;
  const post = async (activity: Json): Promise<void> => {
    const { status } = await parts.post(activity);
    if (status < 200 || status > 299) throw new Error(`the bot answered ${status} to ${String(activity.type)}`);
  };
  const about = (person: WorldPerson, conversation: WorldConversation): ActivityParts => ({
    store,
    serviceUrl: parts.serviceUrl(),
    person,
    conversation,
    id: `f:${store.ids.next()}`,
  });
  const tell = async (person: WorldPerson, conversation: WorldConversation, more: Json): Promise<void> => {
    const base = baseActivity(about(person, conversation));
    await post({ ...base, ...more, channelData: { ...part(base.channelData), ...part(more.channelData) } });
  };
  const bot = { id: store.bot.teamsId };
  const setChannel: World['setChannel'] = async (conversationId, personId, state) => {
    const channel = need(store.conversations, conversationId, 'channel');
    const person = need(store.people, personId, 'person');
    const { teamId } = channel;
    if (teamId === undefined || (state === 'deleted' && teamId === channel.id))
      throw new Error('only a channel can be deleted or changed');
    const event = eventOf(channel.state, state);
    const isOfTeam = event?.startsWith('team') === true;
    for (const one of store.conversations.values()) {
      const changes = one.id === channel.id || (isOfTeam && one.teamId === teamId && one.state === channel.state);
      if (changes) store.conversations.set(one.id, { ...one, state });
    }
    store.changed();
    if (event === undefined || store.teams.get(teamId)?.botInstalled !== true) return;
    const general = need(store.conversations, teamId, 'channel');
    await post(changeActivity(about(person, general), event, isOfTeam ? undefined : channel));
  };

  return {
    async install(teamId, personId, channelId) {
      const team = need(store.teams, teamId, 'team');
      const person = need(store.people, personId, 'person');
      setInstalled(store, team, true);
      const general = need(store.conversations, teamId, 'channel');
      const selectedChannel = { id: channelId ?? alertChannel(store, teamId).id };
      await tell(person, general, {
        type: 'installationUpdate',
        action: 'add',
        channelData: { settings: { selectedChannel }, source: { name: 'message' } },
      });
      await tell(person, general, {
        type: 'conversationUpdate',
        membersAdded: [bot],
        channelData: { eventType: 'teamMemberAdded', settings: { selectedChannel } },
      });
    },

    async uninstall(teamId, personId) {
      const team = need(store.teams, teamId, 'team');
      const person = need(store.people, personId, 'person');
      const general = need(store.conversations, teamId, 'channel');
      setInstalled(store, team, false);
      await tell(person, general, {
        type: 'conversationUpdate',
        membersRemoved: [bot],
        channelData: { eventType: 'teamMemberRemoved' },
      });
      await tell(person, general, { type: 'installationUpdate', action: 'remove' });
    },

    async installPersonal(personId) {
      const person = need(store.people, personId, 'person');
      const chat = setChat(store, personId, 'open');
      await tell(person, chat, { type: 'installationUpdate', action: 'add' });
      await tell(person, chat, { type: 'conversationUpdate', membersAdded: [bot] });
      return chat;
    },

    async uninstallPersonal(personId) {
      const chat = setChat(store, personId, 'bot-removed');
      await tell(need(store.people, personId, 'person'), chat, { type: 'installationUpdate', action: 'remove' });
    },

    blockChat: (personId, isBlocked) => void setChat(store, personId, isBlocked ? 'blocked' : 'open'),

    async inPrivateChannel(conversationId, personId, change) {
      const channel = need(store.conversations, conversationId, 'channel');
      const isAdded = change === 'added';
      store.conversations.set(channel.id, { ...channel, state: isAdded ? 'private' : 'bot-removed' });
      store.changed();
      await tell(need(store.people, personId, 'person'), channel, {
        type: 'conversationUpdate',
        [isAdded ? 'membersAdded' : 'membersRemoved']: [bot],
        channelData: {
          eventType: isAdded ? 'channelMemberAdded' : 'channelMemberRemoved',
          channel: { id: channel.id, name: channel.name, type: 'private' },
        },
      });
    },

    setChannel,
    deleteChannel: (conversationId, personId) => setChannel(conversationId, personId, 'deleted'),
  };
}

/** The event of Teams that tells of it, where there is one (facts/teams.md 2.4). */
function eventOf(was: WorldConversation['state'], is: ChannelState): string | undefined {
  if (was === is) return undefined;
  if (is === 'deleted') return 'channelDeleted';
  if (is === 'archived') return 'teamArchived';
  if (is !== 'open') return undefined;
  return was === 'deleted' ? 'channelRestored' : was === 'archived' ? 'teamUnarchived' : undefined;
}

function setChat(store: Store, personId: string, state: WorldConversation['state']): WorldConversation {
  const chat = { ...personalConversation(store, personId), state };
  store.conversations.set(chat.id, chat);
  store.changed();
  return chat;
}

function part(value: unknown): Json {
  return isJson(value) ? value : {};
}

function setInstalled(store: Store, team: WorldTeam, botInstalled: boolean): void {
  store.teams.set(team.id, { ...team, botInstalled });
  for (const c of store.conversations.values()) {
    if (c.teamId !== team.id || c.state === 'deleted') continue;
    // An archived team stays so when the bot is added to it.
    if (botInstalled && c.state !== 'bot-removed') continue;
    store.conversations.set(c.id, { ...c, state: botInstalled ? 'open' : 'bot-removed' });
  }
  store.changed();
}

/** What the person who installs would pick: the channel for alerts where there is one. */
function alertChannel(store: Store, teamId: string): WorldConversation {
  const channels = [...store.conversations.values()].filter((c) => c.teamId === teamId && c.state !== 'deleted');
  return channels.find((c) => c.name === 'Azure Alerts') ?? need(store.conversations, teamId, 'channel');
}
