import { isJson } from '../world/messages.ts';
import { personalConversation } from '../world/personal-chat.ts';
import type { Store } from '../world/store.ts';
import type { Json, WorldPerson } from '../world/types.ts';
import { type ConnectorParts, openConversation, taken } from './connector-access.ts';
import { badSyntax, connectorError, noConversation, noPermission, notInRoster } from './connector-errors.ts';
import { send } from './connector-messages.ts';
import type { FakeAnswer } from './server.ts';

/** `POST /v3/conversations`: a new thread in a channel, or the 1:1 chat with a person. */
export function createConversation(parts: ConnectorParts, body: unknown): FakeAnswer {
  if (!isJson(body)) return badSyntax('Incorrect conversation creation parameters');
  const channelData = isJson(body.channelData) ? body.channelData : {};
  const channelId = idOf(channelData.channel);
  const tenantId = typeof body.tenantId === 'string' ? body.tenantId : idOf(channelData.tenant);
  return channelId === undefined
    ? createPersonal(parts, body, tenantId)
    : createThread(parts, { channelId, tenantId, activity: body.activity });
}

function createThread(
  parts: ConnectorParts,
  asked: { channelId: string; tenantId: string | undefined; activity: unknown },
): FakeAnswer {
  const open = openConversation(parts.store, asked.channelId);
  if ('status' in open) return open;
  const { conversation } = open;
  if (conversation.kind !== 'channel') return noConversation;
  // Assumption: a tenant that is not the channel's is refused; the documents do not say how.
  if (asked.tenantId !== undefined && asked.tenantId !== conversation.tenantId) {
    return noPermission('The channel belongs to another tenant.');
  }
  if (!isJson(asked.activity)) return badSyntax('Incorrect conversation creation parameters');
  const throttled = taken(parts, 'create', conversation.id, conversation.tenantId);
  if (throttled !== undefined) return throttled;
  const sent = send(parts.store, { conversation }, asked.activity);
  if ('status' in sent) return sent;
  const activityId = sent.activityId === undefined ? {} : { activityId: sent.activityId };
  const id = `${conversation.id};messageid=${sent.rootId}`;
  return { status: 201, body: { id, ...activityId, serviceUrl: parts.serviceUrl() } };
}

function createPersonal(parts: ConnectorParts, body: Json, tenantId: string | undefined): FakeAnswer {
  const { store } = parts;
  const members = Array.isArray(body.members) ? body.members : [];
  if (body.isGroup === true || members.length !== 1) return badSyntax('Bot cannot create group conversations.');
  if (tenantId === undefined) return badSyntax('Incorrect conversation creation parameters');
  const memberId = idOf(members[0]) ?? '';
  const person = [...store.people.values()].find((p) => p.id === memberId || p.teamsId === memberId);
  if (person === undefined || person.tenantId !== tenantId) {
    return connectorError(400, 'MemberNotFoundInConversation', 'The member is not known in the tenant.');
  }
  if (!reachable(store, person)) return notInRoster;
  const throttled = taken(parts, 'create', person.id, tenantId);
  if (throttled !== undefined) return throttled;
  const conversation = personalConversation(store, person.id);
  if (!isJson(body.activity)) return { status: 201, body: { id: conversation.id, serviceUrl: parts.serviceUrl() } };
  const open = openConversation(store, conversation.id);
  if ('status' in open) return open;
  const sent = send(store, { conversation }, body.activity);
  if ('status' in sent) return sent;
  const activityId = sent.activityId === undefined ? {} : { activityId: sent.activityId };
  return { status: 201, body: { id: conversation.id, ...activityId, serviceUrl: parts.serviceUrl() } };
}

/**
 * The bot may open a chat with those who have it already, or share a team with it. Assumption: one in which it is blocked is
 * named like any other, as there is one for each person; the documents tell of messages alone.
 */
function reachable(store: Store, person: WorldPerson): boolean {
  const chat = [...store.conversations.values()].find((c) => c.personId === person.id);
  if (chat !== undefined) return chat.state === 'open' || chat.state === 'blocked';
  return [...store.teams.values()].some((t) => t.botInstalled && t.memberIds.includes(person.id));
}

function idOf(value: unknown): string | undefined {
  return isJson(value) && typeof value.id === 'string' ? value.id : undefined;
}
