import { need, type Store } from '../store.ts';
import type { Json, WorldConversation, WorldPerson } from '../types.ts';

/** What every activity of Teams has, whoever sends it and wherever (payloads of the Teams docs). */
export interface ActivityParts {
  readonly store: Store;
  readonly serviceUrl: string;
  readonly person: WorldPerson;
  readonly conversation: WorldConversation;
  readonly threadId?: string;
  readonly id: string;
}

export function baseActivity(parts: ActivityParts): Json {
  const { store, person, conversation } = parts;
  const now = store.clock.now();
  return {
    id: parts.id,
    timestamp: now.toISOString(),
    localTimestamp: localTime(now, person.timeZone),
    localTimezone: person.timeZone,
    channelId: 'msteams',
    serviceUrl: parts.serviceUrl,
    from: { id: person.teamsId, name: person.name, aadObjectId: person.id },
    recipient: { id: store.bot.teamsId, name: store.bot.name },
    conversation: conversationAccount(conversation, parts.threadId),
    locale: person.locale,
    entities: [clientInfo(person)],
    channelData: channelData(store, conversation),
  };
}

/**
 * What Teams tells of a team or channel that was changed: it names whoever did it by their Teams id alone, and comes from no
 * client of theirs (samples in msteams-docs, subscribe-to-conversation-events).
 */
export function changeActivity(parts: ActivityParts, eventType: string, channel: WorldConversation | undefined): Json {
  const { store, person, conversation } = parts;
  const { id, timestamp, localTimestamp, channelId, serviceUrl, recipient } = baseActivity(parts);
  const { id: teamId, name } = need(store.teams, conversation.teamId ?? '', 'team');
  return {
    type: 'conversationUpdate',
    timestamp,
    localTimestamp,
    id,
    channelId,
    serviceUrl,
    from: { id: person.teamsId },
    conversation: { isGroup: true, conversationType: 'channel', id: conversation.id },
    recipient,
    channelData: {
      ...(channel === undefined
        ? { team: { id: teamId, name } }
        : { channel: { id: channel.id, name: channel.name }, team: { id: teamId } }),
      eventType,
      tenant: { id: conversation.tenantId },
    },
  };
}

/** What the person's own client adds to what it sends. */
export function clientInfo(person: WorldPerson): Json {
  const country = person.locale.split('-')[1] ?? 'US';
  return { type: 'clientInfo', locale: person.locale, country, platform: 'Web', timezone: person.timeZone };
}

function conversationAccount(conversation: WorldConversation, threadId: string | undefined): Json {
  const { id, tenantId } = conversation;
  if (conversation.kind === 'personal') return { conversationType: 'personal', tenantId, id };
  return {
    isGroup: true,
    conversationType: 'channel',
    tenantId,
    id: threadId === undefined ? id : `${id};messageid=${threadId}`,
  };
}

function channelData(store: Store, conversation: WorldConversation): Json {
  const tenant = { id: conversation.tenantId };
  const team = conversation.teamId === undefined ? undefined : store.teams.get(conversation.teamId);
  if (team === undefined) return { tenant };
  return {
    tenant,
    team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId },
    channel: { id: conversation.id },
    teamsTeamId: team.id,
    teamsChannelId: conversation.id,
  };
}

/** By time zone: making one takes longer than all the rest of an activity. */
const offsets = new Map<string, Intl.DateTimeFormat>();

function offsetFormat(timeZone: string): Intl.DateTimeFormat {
  const known = offsets.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  offsets.set(timeZone, known);
  return known;
}

/** A moment as the wall clock of a zone shows it, with its offset: `2026-03-02T10:00:00.000+01:00`. */
function localTime(at: Date, timeZone: string): string {
  const named = offsetFormat(timeZone).formatToParts(at);
  const offset = (named.find((p) => p.type === 'timeZoneName')?.value ?? 'GMT').replace('GMT', '') || '+00:00';
  const [hours = '0', minutes = '0'] = offset.slice(1).split(':');
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000 * (offset.startsWith('-') ? -1 : 1);
  return `${new Date(at.getTime() + ms).toISOString().slice(0, -1)}${offset}`;
}
