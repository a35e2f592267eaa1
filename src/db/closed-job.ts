import type { ChannelId } from '../domain/ids.ts';
import type { Job } from '../workflow/job-ports.ts';

/** Says that a channel takes no messages, and has another take over. */
export function closedJob(channelId: ChannelId): Job {
  return {
    name: 'channel-closed',
    payload: { channelId },
    key: `channel-closed:${channelId}`,
    queue: `channel:${channelId}`,
  };
}
