import type { ClosedState } from '../domain/channel-state.ts';
import { cardMissing } from '../workflow/card-missing.ts';
import type { WhichChannels } from '../workflow/sending-ports.ts';
import { helloAgain } from './channel-notices.ts';
import type { BotDeps } from './context.ts';
import type { Told } from './incoming.ts';

/** What Teams tells of a channel or of its team (facts/teams.md 2.4), as far as it changes whether one can post. */
export type ChannelEvent =
  | 'channelDeleted'
  | 'channelRestored'
  | 'teamArchived'
  | 'teamUnarchived'
  | 'teamDeleted'
  | 'teamRestored';

const closes: Readonly<Partial<Record<ChannelEvent, ClosedState>>> = {
  channelDeleted: 'gone',
  teamArchived: 'archived',
  teamDeleted: 'team-gone',
};

const anything: readonly ClosedState[] = ['gone', 'team-gone', 'blocked', 'archived', 'private', 'refused'];

const opens: Readonly<Partial<Record<ChannelEvent, readonly ClosedState[]>>> = {
  channelRestored: anything,
  teamUnarchived: ['archived', 'refused'],
  teamRestored: ['team-gone', 'gone'],
};

/** Closes or opens the channel, or those of the team. */
export async function channelEvent(deps: BotDeps, told: Told, event: ChannelEvent): Promise<void> {
  const which = await whichOf(deps, told, event);
  if (which === undefined) return;
  // What is private is so again once it is restored.
  const isPrivate = event === 'channelRestored' && told.channel?.type === 'private';
  const state = isPrivate ? 'private' : closes[event];
  if (state === undefined) await reopen(deps, which, opens[event] ?? []);
  else await deps.store.channelStates.close(which, state);
}

async function whichOf(deps: BotDeps, told: Told, event: ChannelEvent): Promise<WhichChannels | undefined> {
  const { tenantId, team, channel } = told;
  if (event.startsWith('team')) return team && { tenantId, teamId: team.id };
  const known = channel && (await deps.store.channels.byTeamsId(tenantId, channel.id));
  return known && { channelId: known.id };
}

/** Teams tells of a new name, of a channel or of a team. */
export async function renamed(deps: BotDeps, { tenantId, team, channel }: Told, what: 'channel' | 'team') {
  const named = what === 'team' ? team : channel;
  if (named?.name !== undefined) await deps.store.channels.rename(tenantId, { what, id: named.id, name: named.name });
}

/** Where somebody can write to the bot, the bot can most likely write too; if not, the channel closes again. Not so in a private one. */
export async function spokenIn(deps: BotDeps, { isPersonal, tenantId, channel }: Told): Promise<void> {
  if (isPersonal || channel === undefined) return;
  const known = await deps.store.channels.byTeamsId(tenantId, channel.id);
  if (known === undefined) return;
  if (channel.type === 'private') await deps.store.channelStates.close({ channelId: known.id }, 'private');
  else if (known.state !== 'ready') await reopen(deps, { channelId: known.id }, ['removed', ...anything]);
}

/** Somebody says that a partner's channels are mended. Answers how many are tried. */
export async function tryChannels(
  deps: BotDeps,
  partnerId: Extract<WhichChannels, { partnerId: unknown }>['partnerId'],
) {
  return (await reopen(deps, { partnerId }, anything)).length;
}

async function reopen(deps: BotDeps, which: WhichChannels, from: readonly ClosedState[]) {
  const opened = await deps.store.channelStates.reopen(which, from, helloAgain(deps));
  for (const { id } of opened) deps.log.info({ channel: id, state: 'ready' }, 'a channel takes messages again');
  // Open cases that came meanwhile have no card there yet.
  for (const partnerId of new Set(opened.map((channel) => channel.partnerId)))
    await cardMissing({ ...deps.store, newId: deps.newId }, partnerId);
  return opened;
}
