import { alarmCard } from '../../cards/alarm.ts';
import { say } from '../../cards/parts/escape.ts';
import type { Alarm } from '../domain/alarms.ts';
import type { Language, Partner } from '../domain/partner.ts';
import { type AlarmCard, type AllClear, alarmCardKey } from '../workflow/ledger-ports.ts';
import type { Channel, Json, NewPost } from '../workflow/ports.ts';
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
  const draw = await drawer(deps, partner, alarm, undefined);
  return channels.map(({ id, language }) => ({
    id: deps.newId('post'),
    partnerId: partner.id,
    place: { kind: 'channel', channelId: id },
    content: { kind: 'fixed', activity: draw(language) },
    language,
    dedupeKey: alarmCardKey(alarm.id, id),
  }));
}

/** The same cards once it is over, and a line in the thread of each that was posted, so that who follows it learns of it. */
export async function allClear(
  deps: Deps,
  partner: Partner,
  alarm: Alarm,
  over: { readonly at: string; readonly cards: readonly AlarmCard[] },
): Promise<AllClear> {
  const draw = await drawer(deps, partner, alarm, over.at);
  return {
    cards: over.cards.map(({ postId, language }) => ({ postId, activity: draw(language) })),
    posts: over.cards.flatMap(({ postId, language, serviceUrl, tenantId, sentTo }): readonly NewPost[] => {
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
    }),
  };
}

async function drawer(
  deps: Deps,
  partner: Partner,
  alarm: Alarm,
  clearedAt: string | undefined,
): Promise<(language: Language) => Json> {
  const { customerTenantId, subscriptionId } = alarm.facts;
  const names =
    customerTenantId === undefined || subscriptionId === undefined
      ? {}
      : await deps.store.names.names(partner.id, customerTenantId, subscriptionId);
  const view = alarmView(partner, alarm, names, clearedAt);
  return (language) => cardActivity(asJson(alarmCard(view, wordsFor(language))));
}
