import { digestDay, standardDigestAt } from '../domain/digest.ts';
import type { Partner } from '../domain/partner.ts';
import { partnerChannels } from '../domain/routing.ts';
import { workingDaysOf } from '../domain/working-days.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { NewPost, PostStore } from './post-ports.ts';
import type { Channel, ChannelStore } from './teams-ports.ts';

export interface DigestDeps {
  readonly partners: Pick<PartnerStore, 'all'>;
  readonly channels: Pick<ChannelStore, 'ofPartner'>;
  readonly posts: Pick<PostStore, 'add' | 'known'>;
  readonly now: () => Date;
  /** The digest as it is now, for these channels, each under the key that is given for it. */
  readonly digestPosts: (
    partner: Partner,
    wanted: readonly { readonly channel: Channel; readonly key: string }[],
  ) => Promise<readonly NewPost[]>;
}

/**
 * Says each partner's digest where its time has come: once a working day in its default channel, or in each where it has
 * none, however often this runs
 * and however many processes do (posts know each other by their keys).
 */
export async function sayDigests(deps: DigestDeps): Promise<void> {
  for (const partner of await deps.partners.all()) {
    const at = partner.digestAt ?? standardDigestAt;
    const day = digestDay(deps.now(), partner.timeZone, at, workingDaysOf(partner));
    if (day === undefined) continue;
    const ready = (await deps.channels.ofPartner(partner.id)).filter(({ state }) => state === 'ready');
    const wanted = partnerChannels(partner.routing, ready).map((channel) => ({
      channel,
      key: `digest:${channel.id}:${day}`,
    }));
    const said = new Set(await deps.posts.known(wanted.map(({ key }) => key)));
    const missing = wanted.filter(({ key }) => !said.has(key));
    if (missing.length > 0) await deps.posts.add(await deps.digestPosts(partner, missing), []);
  }
}
