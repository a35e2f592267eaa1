import { type ConnectorCallDeps, createConnectorCall } from './connector-call.ts';
import { ConnectorError } from './connector-error.ts';
import type { JsonRecord } from './is-record.ts';
import { Conversations, type ListedChannel } from './schema.ts';

/** The part of an activity that the bot makes up itself: type, text or attachments, entities, summary, channelData. */
export type OutgoingActivity = JsonRecord;

export interface ChannelPlace {
  readonly serviceUrl: string;
  readonly tenantId: string;
  /** `19:…@thread.tacv2`. */
  readonly teamsChannelId: string;
}

export interface ConversationPlace {
  readonly serviceUrl: string;
  /** With `;messageid=` for a thread of a channel. */
  readonly conversationId: string;
  readonly tenantId: string;
}

export interface Sent {
  readonly conversationId: string;
  readonly activityId: string;
}

/** A member of a conversation, as far as it is used. */
export interface Member {
  readonly teamsId: string;
  readonly name: string;
  readonly objectId?: string;
  readonly tenantId?: string;
  readonly isGuest: boolean;
}

/** The Bot Connector's REST calls that are used. Each is one HTTP call, never repeated; each throws ConnectorError. */
export interface Connector {
  /** Opens a thread in a channel with its first message. */
  newThread(channel: ChannelPlace, activity: OutgoingActivity): Promise<Sent>;
  /** Writes into a conversation: a thread where the id names one, else at its end. */
  reply(place: ConversationPlace, activity: OutgoingActivity): Promise<Sent>;
  /** Replaces a message of the bot's. */
  update(place: ConversationPlace, activityId: string, activity: OutgoingActivity): Promise<void>;
  /** Deletes a message of the bot's. */
  remove(place: ConversationPlace, activityId: string): Promise<void>;
  /** A member by Teams id or Entra object id; undefined where there is no such member. */
  member(place: ConversationPlace, memberId: string): Promise<Member | undefined>;
  /** One of a team's channels by the list of them, with what it says of it; undefined where it is not in the list. */
  channel(
    team: { readonly serviceUrl: string; readonly tenantId: string; readonly teamId: string },
    teamsChannelId: string,
  ): Promise<ListedChannel | undefined>;
  /** The 1:1 chat with a person whom Teams knows by `teamsId`; made where there is none. */
  createPersonal(person: {
    readonly serviceUrl: string;
    readonly tenantId: string;
    readonly teamsId: string;
  }): Promise<{ readonly conversationId: string }>;
}

export interface ConnectorDeps extends ConnectorCallDeps {
  readonly appId: string;
}

/** Makes the connector (facts/teams.md 2.3; Swagger: microsoft/botframework-sdk, botframework-channel.json). */
export function createConnector(deps: ConnectorDeps): Connector {
  const call = createConnectorCall(deps);
  const bot = { id: `28:${deps.appId}` };
  const ask = async (method: string, url: string, body?: object): Promise<{ readonly [key: string]: unknown }> => {
    const answer = await call(method, url, body === undefined ? undefined : JSON.stringify(body));
    return jsonObject(answer.text);
  };

  return {
    newThread: async (channel, activity) => {
      const url = conversationsOf(channel.serviceUrl);
      const made = await ask('POST', url, {
        isGroup: true,
        bot,
        tenantId: channel.tenantId,
        channelData: { channel: { id: channel.teamsChannelId }, tenant: { id: channel.tenantId } },
        activity: { ...activity, from: bot },
      });
      const conversationId = idOf(made.id, 'POST', url);
      return { conversationId, activityId: idOf(made.activityId ?? rootOf(conversationId), 'POST', url) };
    },
    reply: async (place, activity) => {
      const { conversationId } = place;
      const url = `${conversationOf(place)}/activities`;
      const sent = await ask('POST', url, { ...activity, from: bot, conversation: { id: conversationId } });
      return { conversationId, activityId: idOf(sent.id, 'POST', url) };
    },
    update: async (place, activityId, activity) => {
      const body = { ...activity, id: activityId, from: bot, conversation: { id: place.conversationId } };
      await ask('PUT', activityOf(place, activityId), body);
    },
    remove: async (place, activityId) => {
      await ask('DELETE', activityOf(place, activityId));
    },
    member: async (place, memberId) => {
      try {
        return readMember(await ask('GET', `${conversationOf(place)}/members/${encodeURIComponent(memberId)}`));
      } catch (error) {
        if (error instanceof ConnectorError && error.code === 'MemberNotFoundInConversation') return undefined;
        throw error;
      }
    },
    channel: async ({ serviceUrl, teamId }, teamsChannelId) => {
      const url = `${serviceUrl.replace(/\/+$/, '')}/v3/teams/${encodeURIComponent(teamId)}/conversations`;
      const { conversations } = await ask('GET', url);
      return Conversations.parse(conversations).find(({ id }) => id === teamsChannelId);
    },
    createPersonal: async ({ serviceUrl, tenantId, teamsId }) => {
      const url = conversationsOf(serviceUrl);
      const channelData = { tenant: { id: tenantId } };
      const made = await ask('POST', url, { isGroup: false, bot, members: [{ id: teamsId }], tenantId, channelData });
      return { conversationId: idOf(made.id, 'POST', url) };
    },
  };
}

const conversationsOf = (serviceUrl: string): string => `${serviceUrl.replace(/\/+$/, '')}/v3/conversations`;
const conversationOf = (place: ConversationPlace): string =>
  `${conversationsOf(place.serviceUrl)}/${encodeURIComponent(place.conversationId)}`;
const activityOf = (place: ConversationPlace, activityId: string): string =>
  `${conversationOf(place)}/activities/${encodeURIComponent(activityId)}`;

/** Id of a thread's first message, from the conversation id that names the thread (facts/teams.md 1.6). */
export function rootOf(conversationId: string): string | undefined {
  return /;messageid=([^;]+)/.exec(conversationId)?.[1];
}

/** Teams gives no id where it made two messages of one activity (facts/teams.md 1.1). `refused`, as a repeat would post it again. */
function idOf(value: unknown, method: string, url: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new ConnectorError({ kind: 'refused', status: 200, code: 'NoId', method, host: new URL(url).host });
}

function jsonObject(text: string): { readonly [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function readMember(value: { readonly [key: string]: unknown }): Member | undefined {
  const { id, name, aadObjectId, objectId, tenantId, userRole } = value;
  const object = aadObjectId ?? objectId;
  if (typeof id !== 'string') return undefined;
  return {
    teamsId: id,
    name: typeof name === 'string' ? name : '',
    ...(typeof object === 'string' ? { objectId: object } : {}),
    ...(typeof tenantId === 'string' ? { tenantId } : {}),
    // Assumption: any role but `user` is treated as a guest's; the value for guests is not documented (facts/teams.md 4.5).
    isGuest: typeof userRole === 'string' && userRole !== 'user',
  };
}
