import type { Store } from '../world/store.ts';
import type { Json, WorldConversation, WorldPerson } from '../world/types.ts';
import { badSyntax, noConversation, noMember } from './connector-errors.ts';
import type { FakeAnswer } from './server.ts';

/** Teams' page of a roster: asked sizes are clamped (learn.microsoft.com, "Get Teams specific context"). */
const page = { least: 50, most: 500, usual: 200 };

export function rosterOf(store: Store, conversation: WorldConversation): readonly Json[] {
  return conversation.memberIds.flatMap((id) => {
    const person = store.people.get(id);
    return person === undefined ? [] : [account(person)];
  });
}

export function member(store: Store, conversation: WorldConversation, id: string): FakeAnswer {
  const person = [...store.people.values()].find((p) => p.teamsId === id || p.id === id);
  if (person === undefined || !conversation.memberIds.includes(person.id)) return noMember;
  return { status: 200, body: account(person) };
}

export function pagedMembers(store: Store, conversation: WorldConversation, query: URLSearchParams): FakeAnswer {
  const roster = rosterOf(store, conversation);
  // Paging is for teams and channels only; a chat answers everybody at once.
  if (conversation.kind === 'personal') return { status: 200, body: { members: roster } };
  const asked = Number(query.get('pageSize') ?? page.usual);
  if (!Number.isInteger(asked)) return badSyntax('pageSize is not a number.');
  const size = Math.min(Math.max(asked, page.least), page.most);
  const token = query.get('continuationToken');
  const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(from)) return badSyntax('continuationToken is not valid.');
  const next = from + size;
  const more = next < roster.length ? { continuationToken: Buffer.from(String(next)).toString('base64url') } : {};
  return { status: 200, body: { ...more, members: roster.slice(from, next) } };
}

export function teamOf(store: Store, teamId: string): FakeAnswer {
  const team = store.teams.get(teamId);
  if (team === undefined) return noConversation;
  const { id, name, aadGroupId, tenantId, memberIds } = team;
  const channelCount = channels(store, teamId).length;
  return {
    status: 200,
    body: { id, name, aadGroupId, tenantId, type: 'standard', channelCount, memberCount: memberIds.length },
  };
}

/**
 * General comes without a name, so that each client can say it in its own language. Assumption: each comes with its type,
 * as ChannelInfo of botframework-schema has one, and private channels are in the list.
 */
export function channelsOf(store: Store, teamId: string): FakeAnswer {
  const conversations = channels(store, teamId).map((c) => ({
    id: c.id,
    name: c.id === teamId ? null : c.name,
    type: c.state === 'private' ? 'private' : 'standard',
  }));
  return { status: 200, body: { conversations } };
}

function channels(store: Store, teamId: string): readonly WorldConversation[] {
  return [...store.conversations.values()].filter((c) => c.teamId === teamId && c.state !== 'deleted');
}

function account(person: WorldPerson): Json {
  const [givenName = '', ...rest] = person.name.split(' ');
  return {
    id: person.teamsId,
    name: person.name,
    aadObjectId: person.id,
    objectId: person.id,
    givenName,
    surname: rest.join(' '),
    email: person.upn,
    userPrincipalName: person.upn,
    tenantId: person.tenantId,
    userRole: person.isGuest ? 'guest' : 'user',
  };
}
