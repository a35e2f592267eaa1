import type { NamedChannel } from '../../cards/parts/channel-name.ts';
import { isGeneral } from '../domain/general-channel.ts';
import type { Channel } from '../workflow/teams-ports.ts';

/** How a channel is called on cards and in notices. */
export function namedChannel(channel: Pick<Channel, 'teamId' | 'teamsChannelId' | 'teamName' | 'name'>): NamedChannel {
  const { teamName, name } = channel;
  return {
    ...(teamName === undefined ? {} : { teamName }),
    ...(name === undefined ? {} : { channelName: name }),
    ...(isGeneral(channel) ? { isGeneral: true } : {}),
  };
}
