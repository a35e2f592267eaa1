import type { ChannelId, NewId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import { partnerChannels } from '../domain/routing.ts';
import { cardMissing } from './card-missing.ts';
import type { CaseStore, Channel, ChannelStore, NewPost, PartnerStore, PostStore } from './ports.ts';
import type { ChannelStates } from './sending-ports.ts';

export interface ChannelClosedDeps {
  readonly channels: Pick<ChannelStore, 'byId' | 'ofPartner'>;
  readonly channelStates: Pick<ChannelStates, 'moveWaiting'>;
  readonly partners: Pick<PartnerStore, 'byId'>;
  readonly cases: CaseStore;
  readonly posts: PostStore;
  readonly newId: NewId;
  /** What the partner's owners are told in their 1:1 chats, and everybody in the channels that take over. */
  readonly closedNotices: (
    partner: Partner,
    channel: Channel,
    others: readonly Channel[],
  ) => Promise<readonly NewPost[]>;
}

/**
 * After a channel turned out to take no messages: owners are told once with the mending step, what waits for it goes to
 * another channel of the partner, and open cases get cards there. May run twice: notices know each other by their keys.
 */
export async function channelClosed(deps: ChannelClosedDeps, channelId: ChannelId): Promise<void> {
  const channel = await deps.channels.byId(channelId);
  // It may be open again meanwhile.
  if (channel === undefined || channel.state === 'ready') return;
  const partner = await deps.partners.byId(channel.partnerId);
  if (partner === undefined) return;
  const ready = (await deps.channels.ofPartner(partner.id)).filter(({ state }) => state === 'ready');
  const others = partnerChannels(partner.routing, ready);
  await deps.posts.add(await deps.closedNotices(partner, channel, others), []);
  const [other] = others;
  if (other === undefined) return;
  await deps.channelStates.moveWaiting(channel.id, other.id);
  await cardMissing(deps, partner.id);
}
