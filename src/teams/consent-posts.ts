import { noticeCard } from '../../cards/notice.ts';
import type { Words } from '../../cards/parts/words.ts';
import type { NoticeView } from '../../cards/talk-views.ts';
import type { Consent, ConsentTrouble } from '../domain/consent.ts';
import type { NewId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import { partnerChannels } from '../domain/routing.ts';
import type { ChannelStore, NewPost } from '../workflow/ports.ts';
import { asJson } from './as-json.ts';
import { cardActivity } from './replies.ts';
import { wordsFor } from './words.ts';

interface ConsentPostDeps {
  readonly channels: Pick<ChannelStore, 'ofPartner'>;
  readonly newId: NewId;
}

/** The background sign-in cannot be used: a card in each channel of the partner, with why and how it is mended. */
export async function consentAlarmPosts(
  deps: ConsentPostDeps,
  partner: Partner,
): Promise<(trouble: ConsentTrouble) => readonly NewPost[]> {
  const post = await inChannels(deps, partner);
  return (trouble) =>
    post((words) => {
      const how = words.t(trouble === 'unreadable' ? 'consent.howOperator' : 'consent.how');
      const why = words.t(`consent.why.${trouble}`);
      return {
        tone: 'problem',
        title: words.t('consent.alarmTitle'),
        text: words.t('consent.alarm', { partner: partner.name, why, how }),
      };
    });
}

/** Somebody has signed in for the partner: everybody learns who. */
export async function consentGivenPosts(
  deps: ConsentPostDeps,
  partner: Partner,
  { name }: Consent,
): Promise<readonly NewPost[]> {
  const post = await inChannels(deps, partner);
  return post((words) => ({
    tone: 'good',
    title: words.t('consent.page.givenTitle'),
    text: words.t('consent.given', { name, partner: partner.name }),
  }));
}

async function inChannels(
  deps: ConsentPostDeps,
  partner: Partner,
): Promise<(told: (words: Words) => NoticeView) => readonly NewPost[]> {
  const ready = (await deps.channels.ofPartner(partner.id)).filter(({ state }) => state === 'ready');
  const channels = partnerChannels(partner.routing, ready);
  return (told) =>
    channels.map(({ id, language }) => {
      const words = wordsFor(language);
      return {
        id: deps.newId('post'),
        partnerId: partner.id,
        place: { kind: 'channel', channelId: id },
        language,
        content: { kind: 'fixed', activity: cardActivity(asJson(noticeCard(told(words), words))) },
      };
    });
}
