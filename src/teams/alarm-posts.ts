import { alarmCard } from '../../cards/alarm.ts';
import { say } from '../../cards/parts/escape.ts';
import type { Alarm } from '../domain/alarms.ts';
import type { Language, Partner } from '../domain/partner.ts';
import { type AlarmCard, alarmCardKey, type DrawnCard } from '../workflow/ledger-ports.ts';
import type { Json } from '../workflow/ports.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { Channel } from '../workflow/teams-ports.ts';
import { asJson } from './as-json.ts';
import type { BotDeps } from './context.ts';
import { cardActivity, textActivity } from './replies.ts';
import { alarmView } from './view-alarm.ts';
import { wordsFor } from './words.ts';

type Deps = Pick<BotDeps, 'newId'> & { readonly store: Pick<BotDeps['store'], 'names'> };

/** An alarm's card in each of these channels, once. */
export async function raisedPosts(
  deps: Deps,
  partner: Partner,
  alarm: Alarm,
  channels: readonly Channel[],
): Promise<readonly NewPost[]> {
  const draw = await drawer(deps, partner, alarm);
  return channels.map(({ id, language }) => ({
    id: deps.newId('post'),
    partnerId: partner.id,
    place: { kind: 'channel', channelId: id },
    content: { kind: 'fixed', activity: draw(language) },
    language,
    dedupeKey: alarmCardKey(alarm.id, id),
  }));
}

/** The same cards as they are by now. */
export async function redrawnCards(
  deps: Deps,
  partner: Partner,
  alarm: Alarm,
  cards: readonly AlarmCard[],
): Promise<readonly DrawnCard[]> {
  const draw = await drawer(deps, partner, alarm);
  return cards.map(({ postId, language }) => ({ postId, activity: draw(language) }));
}

/** A line in the thread of each card that was posted, so that who follows it learns that the alarm is over. */
export function allClear(
  deps: Pick<Deps, 'newId'>,
  partner: Partner,
  alarm: Alarm,
  cards: readonly AlarmCard[],
): readonly NewPost[] {
  return cards.flatMap(({ postId, language, serviceUrl, tenantId, sentTo }): readonly NewPost[] => {
    if (sentTo === undefined) return [];
    const words = wordsFor(language);
    const text = say(words, 'alarm.allClear', { what: say(words, `alarm.${alarm.kind}.over`) });
    return [
      {
        id: deps.newId('post'),
        partnerId: partner.id,
        place: { kind: 'conversation', conversationId: sentTo.conversationId, serviceUrl, tenantId },
        content: { kind: 'fixed', activity: textActivity(text) },
        language,
        dedupeKey: `alarm-over:${postId}`,
      },
    ];
  });
}

async function drawer(deps: Deps, partner: Partner, alarm: Alarm): Promise<(language: Language) => Json> {
  const { customerTenantId, subscriptionId } = alarm.facts;
  const names =
    customerTenantId === undefined || subscriptionId === undefined
      ? {}
      : await deps.store.names.names(partner.id, customerTenantId, subscriptionId);
  const view = alarmView(partner, alarm, names);
  return (language) => cardActivity(asJson(alarmCard(view, wordsFor(language))));
}
