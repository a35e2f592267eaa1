import type { Json, WorldConversation, WorldPerson } from '../../playground/world/types.ts';
import type { House } from '../support/house.ts';

export interface Said {
  readonly person: WorldPerson;
  readonly conversation: WorldConversation;
  readonly id?: string;
}

/** An activity as Teams writes it, to be broken by tests. `more` replaces parts of it. */
export function activity(house: House, { person, conversation, id = 'f:activity' }: Said, more: Json): Json {
  const { tenantId, kind } = conversation;
  const team = conversation.teamId === undefined ? {} : { team: { id: conversation.teamId } };
  const channel = kind === 'channel' ? { channel: { id: conversation.id } } : {};
  return {
    id,
    timestamp: house.world.now().toISOString(),
    channelId: 'msteams',
    serviceUrl: `${house.world.urls.connector}/emea/`,
    from: { id: person.teamsId, name: person.name, aadObjectId: person.id },
    recipient: { id: botId(house), name: 'Mining Watch' },
    conversation: { id: conversation.id, conversationType: kind, tenantId },
    locale: person.locale,
    channelData: { tenant: { id: tenantId }, ...team, ...channel },
    ...more,
  };
}

export function typed(house: House, said: Said, text: string): Json {
  return activity(house, said, { type: 'message', text });
}

export function pressed(house: House, said: Said & { readonly replyToId: string }, action: unknown): Json {
  const { replyToId } = said;
  return activity(house, said, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId,
    value: { action, trigger: 'manual' },
  });
}

function botId(house: House): string {
  return `28:${house.world.botEnv()['BOT_APP_ID'] ?? ''}`;
}
