import type { ChannelId, NewId } from '../domain/ids.ts';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import { partnerChannels } from '../domain/routing.ts';
import { cardMissing } from './card-missing.ts';
import type { CaseStore } from './case-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { NewPost, PostStore } from './post-ports.ts';
import type { ChannelStates } from './sending-ports.ts';
import type { Channel, ChannelStore } from './teams-ports.ts';

export interface ChannelClosedDeps {
  readonly channels: Pick<ChannelStore, 'byId' | 'ofPartner'>;
  readonly channelStates: Pick<ChannelStates, 'moveWaiting'>;
  readonly partners: Pick<PartnerStore, 'byId'>;
  readonly cases: CaseStore;
  readonly posts: PostStore;
  readonly newId: NewId;
  /** What the partner's owners are told in their 1:1 chats, and everybody in the channels that take over. */
  readonly closedNotices: (partner: Partner, channel: Channel, others: readonly Channel[]) => Promise<ClosedNotices>;
}

export interface ClosedNotices {
  readonly posts: readonly NewPost[];
  /** No owner is among those who are told, and one may be later. */
  readonly isOwed: boolean;
}

/**
 * After a channel turned out to take no messages: owners are told once with the mending step, what waits for it goes to
 * another channel of the partner, and open cases get cards there. May run twice: notices know each other by their keys.
 * Throws OutsideError where no owner can be told now, after the rest is done: alerts wait for nobody's notice.
 */
export async function channelClosed(deps: ChannelClosedDeps, channelId: ChannelId): Promise<void> {
  const channel = await deps.channels.byId(channelId);
  // It may be open again meanwhile.
  if (channel === undefined || channel.state === 'ready') return;
  const partner = await deps.partners.byId(channel.partnerId);
  if (partner === undefined) return;
  const ready = (await deps.channels.ofPartner(partner.id)).filter(({ state }) => state === 'ready');
  const others = partnerChannels(partner.routing, ready);
  const { posts, isOwed } = await deps.closedNotices(partner, channel, others);
  await deps.posts.add(posts, []);
  const [other] = others;
  if (other !== undefined) {
    await deps.channelStates.moveWaiting(channel.id, other.id);
    await cardMissing(deps, partner.id);
  }
  if (isOwed) throw new OutsideError('no owner can be told now that a channel is closed', { why: 'unreachable' });
}
