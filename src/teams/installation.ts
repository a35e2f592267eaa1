import type { Partner } from '../domain/partner.ts';
import { storable } from '../domain/storable.ts';
import { cardMissing } from '../workflow/card-missing.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { Channel } from '../workflow/teams-ports.ts';
import type { BotDeps } from './context.ts';
import { drawWelcome } from './draw.ts';
import type { Incoming, Told } from './incoming.ts';
import { forgetChat } from './own-chat.ts';
import { cardActivity } from './replies.ts';

/**
 * Remembers the channel that the bot was added to, welcomes once, and posts the cards of the cases that are open. Teams
 * sends two activities for one installation; the channel is fresh only for the first. A private channel, in which bots
 * cannot write, is closed from the first, and owners are told in their 1:1 chats (docs/decisions/0018-dead-letters.md).
 */
export async function install(deps: BotDeps, incoming: Incoming, partner: Partner): Promise<void> {
  const { team } = incoming;
  const channel = await namedChannel(deps, incoming);
  // Whoever adds the bot for themselves can be written to from then on.
  if (incoming.isPersonal) {
    // Another process may have been told meanwhile that the bot was removed there.
    deps.acquaintances.forget(incoming.person);
    await deps.acquaintances.meet(incoming);
  }
  if (!team || !channel) return;
  const state = channel.type === 'private' ? channel.type : undefined;
  // Whoever adds it to a team is to be told of that, and perhaps the only owner there is.
  if (state !== undefined) await deps.acquaintances.meet(incoming);
  const { fresh } = await deps.store.channels.install(
    {
      id: deps.newId('channel'),
      partnerId: partner.id,
      tenantId: incoming.tenantId,
      teamId: team.id,
      teamsChannelId: channel.id,
      serviceUrl: incoming.serviceUrl,
      language: partner.language,
      installedBy: incoming.person.objectId,
      ...(team.name === undefined ? {} : { teamName: team.name }),
      ...(channel.name === undefined ? {} : { name: channel.name }),
      ...(state === undefined ? {} : { state }),
    },
    (known) => ({ posts: [welcomePost(deps, partner, known, incoming)], jobs: [] }),
  );
  await cardMissing({ ...deps.store, newId: deps.newId }, partner.id);
  deps.log.info({ partner: partner.id, fresh }, 'the bot was added to a team');
}

/**
 * The channel with its name and type, by what Teams says of it, else by the list of the team's channels. What neither says
 * turns out with the first message.
 */
async function namedChannel(
  deps: BotDeps,
  { team, channel, serviceUrl, tenantId }: Incoming,
): Promise<Incoming['channel']> {
  // General has no name in either, and is what it is.
  if (team === undefined || channel === undefined || channel.id === team.id) return channel;
  if (channel.type !== undefined && channel.name !== undefined) return channel;
  const listed = await deps.listedChannel({ serviceUrl, tenantId, teamId: team.id }, channel.id);
  return listed === undefined ? channel : { ...storable(listed), ...channel };
}

/** The bot was added to a shared or private channel, of which its team's installation says nothing. */
export async function addedToOne(deps: BotDeps, incoming: Incoming, partner: Partner): Promise<void> {
  // People of other organizations may be in a shared one: it is an owner who has alerts go there, in its settings.
  if (incoming.channel?.type === 'private') await install(deps, incoming, partner);
}

export async function removedFromOne(deps: BotDeps, { tenantId, channel }: Told): Promise<void> {
  const known = channel && (await deps.store.channels.byTeamsId(tenantId, channel.id));
  if (known !== undefined) await deps.store.channelStates.close({ channelId: known.id }, 'removed');
}

function welcomePost(deps: BotDeps, partner: Partner, channel: Channel, incoming: Incoming): NewPost {
  return {
    id: deps.newId('post'),
    partnerId: partner.id,
    place: { kind: 'channel', channelId: channel.id },
    content: { kind: 'fixed', activity: cardActivity(drawWelcome(partner, channel, incoming.person.name)) },
    language: channel.language,
  };
}

/** Nothing is posted in the channels of a team, or in the 1:1 chat, that the bot was removed from. */
export async function uninstall(deps: BotDeps, { tenantId, team, isPersonal, conversationId }: Told): Promise<void> {
  if (isPersonal) await forgetChat(deps, { tenantId, conversationId }, 'closed');
  if (!team) return;
  await deps.store.channelStates.close({ tenantId, teamId: team.id }, 'removed');
  deps.log.info({ tenant: tenantId }, 'the bot was removed from a team');
}
