import type { Partner } from '../domain/partner.ts';
import { cardMissing } from '../workflow/card-missing.ts';
import type { Channel, NewPost } from '../workflow/ports.ts';
import type { BotDeps } from './context.ts';
import { drawWelcome } from './draw.ts';
import type { Incoming } from './incoming.ts';
import { cardActivity } from './replies.ts';

/**
 * Remembers the channel that the bot was added to, welcomes once, and posts the cards of the cases that are open. Teams
 * sends two activities for one installation; the channel is fresh only for the first.
 */
export async function install(deps: BotDeps, incoming: Incoming, partner: Partner): Promise<void> {
  const { team, channel } = incoming;
  // Whoever adds the bot for themselves can be written to from then on.
  if (incoming.isPersonal) await deps.acquaintances.meet(incoming);
  if (!team || !channel) return;
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
    },
    (known) => ({ posts: [welcomePost(deps, partner, known, incoming)], jobs: [] }),
  );
  await cardMissing({ ...deps.store, newId: deps.newId }, partner.id);
  deps.log.info({ partner: partner.id, fresh }, 'the bot was added to a team');
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

/** Nothing is posted in the channels of a team that the bot was removed from. */
export async function uninstall(deps: BotDeps, incoming: Incoming): Promise<void> {
  if (!incoming.team) return;
  await deps.store.channelStates.close({ tenantId: incoming.tenantId, teamId: incoming.team.id }, 'removed');
  deps.log.info({ tenant: incoming.tenantId }, 'the bot was removed from a team');
}
