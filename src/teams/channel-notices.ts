import { noticeCard } from '../../cards/notice.ts';
import { channelName } from '../../cards/parts/channel-name.ts';
import type { Words } from '../../cards/parts/words.ts';
import type { Language, Partner } from '../domain/partner.ts';
import { hasRole } from '../domain/people.ts';
import type { ChannelClosedDeps } from '../workflow/channel-closed.ts';
import type { NewPost, Place } from '../workflow/post-ports.ts';
import type { Channel, TeamsPerson } from '../workflow/teams-ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps } from './context.ts';
import { chatOf } from './own-chat.ts';
import { cardActivity, textActivity } from './replies.ts';
import { namedChannel } from './view-channel.ts';
import { wordsFor } from './words.ts';

type Deps = Pick<BotDeps, 'store' | 'roles' | 'openChat' | 'newId' | 'log'>;

/** People of a partner whose roles are looked up. */
const mostAsked = 60;

/** That a channel takes no messages: to each owner in the 1:1 chat, and to everybody where they come instead. */
export function createClosedNotices(deps: Deps): ChannelClosedDeps['closedNotices'] {
  return async (partner, channel, others) => {
    const { state } = channel;
    if (state === 'ready') return { posts: [], isOwed: false };
    const key = `closed:${channel.id}:${channel.stateAt ?? ''}`;
    const { owners, isSure } = await ownersOf(deps, partner);
    const chats = await Promise.all(owners.map((owner) => chatOf(deps, owner, channel.serviceUrl)));
    const told = chats.flatMap((chat, i): NewPost[] => {
      const owner = owners[i];
      if (typeof chat === 'string' || owner === undefined) return [];
      const language = owner.language ?? partner.language;
      const where = (words: Words) =>
        others.length === 0
          ? words.t('closed.nowhere')
          : words.t('closed.elsewhere', { channels: others.map((one) => nameOf(one, words)).join(', ') });
      return [
        notice(deps, partner, { place: chat, language, key: `${key}:${owner.objectId}` }, (words) => ({
          title: words.t('closed.title', { channel: nameOf(channel, words) }),
          text: [words.t(`closed.why.${state}`), words.t(`closed.how.${state}`), where(words)].join(' '),
        })),
      ];
    });
    const isOwed = told.length === 0 && (chats.includes('later') || !isSure);
    if (told.length === 0 && !isOwed)
      deps.log.error({ partner: partner.id, channel: channel.id, state }, 'no owner can be told');
    const everybody = others.map(({ id, language }) =>
      notice(deps, partner, { place: { kind: 'channel', channelId: id }, language, key: `${key}:${id}` }, (words) => ({
        title: words.t('closed.title', { channel: nameOf(channel, words) }),
        text: [words.t(`closed.why.${state}`), words.t('closed.here')].join(' '),
      })),
    );
    return { posts: [...told, ...everybody], isOwed };
  };
}

/** Said first in a channel that can be posted to again. */
export function helloAgain(deps: Pick<BotDeps, 'newId'>): (channel: Channel) => NewPost {
  return ({ id, partnerId, language }) => ({
    id: deps.newId('post'),
    partnerId,
    place: { kind: 'channel', channelId: id },
    content: { kind: 'fixed', activity: textActivity(wordsFor(language).t('closed.again')) },
    language,
  });
}

/** `isSure`: nobody's role was left out because it could not be read. */
async function ownersOf(
  deps: Deps,
  partner: Partner,
): Promise<{ readonly owners: readonly TeamsPerson[]; readonly isSure: boolean }> {
  const people = await deps.store.people.ofTenant(partner.tenantId, mostAsked);
  const held = await Promise.all(people.map((person) => deps.roles.roleOf(partner, person)));
  return {
    owners: people.filter((_, i) => hasRole(held[i]?.role ?? 'none', 'owner')),
    isSure: held.every(({ unreadable }) => !unreadable),
  };
}

function notice(
  deps: Deps,
  partner: Partner,
  { place, language, key }: { readonly place: Place; readonly language: Language; readonly key: string },
  say: (words: Words) => { readonly title: string; readonly text: string },
): NewPost {
  const words = wordsFor(language);
  const card = noticeCard({ tone: 'problem', ...say(words) }, words);
  const content = { kind: 'fixed', activity: cardActivity(asJson(card)) } as const;
  return { id: deps.newId('post'), partnerId: partner.id, place, content, language, dedupeKey: key };
}

function nameOf(channel: Channel, words: Words): string {
  return channelName(words, namedChannel(channel));
}
