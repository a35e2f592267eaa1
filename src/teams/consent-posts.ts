import { noticeCard } from '../../cards/notice.ts';
import type { Consent } from '../domain/consent.ts';
import type { NewId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import { partnerChannels } from '../domain/routing.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { ChannelStore } from '../workflow/teams-ports.ts';
import { asJson } from './as-json.ts';
import { cardActivity } from './replies.ts';
import { wordsFor } from './words.ts';

interface ConsentPostDeps {
  readonly channels: Pick<ChannelStore, 'ofPartner'>;
  readonly newId: NewId;
}

/** Somebody has signed in for the partner: everybody learns who, in each of its channels. */
export async function consentGivenPosts(
  deps: ConsentPostDeps,
  partner: Partner,
  { name }: Consent,
): Promise<readonly NewPost[]> {
  const ready = (await deps.channels.ofPartner(partner.id)).filter(({ state }) => state === 'ready');
  return partnerChannels(partner.routing, ready).map(({ id, language }) => {
    const words = wordsFor(language);
    const told = {
      tone: 'good',
      title: words.t('consent.page.givenTitle'),
      text: words.t('consent.given', { name, partner: partner.name }),
    } as const;
    return {
      id: deps.newId('post'),
      partnerId: partner.id,
      place: { kind: 'channel', channelId: id },
      language,
      content: { kind: 'fixed', activity: cardActivity(asJson(noticeCard(told, words))) },
    };
  });
}
