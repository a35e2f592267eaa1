import { isJson } from '../world/messages.ts';
import type { Store } from '../world/store.ts';
import type { Json, WorldGroup, WorldPerson } from '../world/types.ts';
import { graphError, graphPage, selected } from './graph-page.ts';
import type { Claims } from './login-tokens.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

/** Most group ids that one checkMemberGroups takes (learn.microsoft.com, directoryObject: checkMemberGroups). */
const mostGroups = 20;

const notFound = (id: string): FakeAnswer =>
  graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export function getUser(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  const id = request.params.id ?? claims.oid ?? '';
  const person = findUser(store, claims, id);
  if (person === undefined) return notFound(id);
  return {
    status: 200,
    body: {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
      ...selected(user(person), request.url.searchParams.get('$select')),
    },
  };
}

export function checkMemberGroups(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  const id = request.params.id ?? '';
  const person = findUser(store, claims, id);
  if (person === undefined) return notFound(id);
  const groupIds = isJson(request.body) && Array.isArray(request.body.groupIds) ? request.body.groupIds : undefined;
  if (groupIds === undefined) return graphError(400, 'Request_BadRequest', 'groupIds is required.');
  if (groupIds.length > mostGroups) {
    return graphError(
      400,
      'Request_BadRequest',
      `Too many elements are included in the groupIds: the maximum is ${mostGroups}.`,
    );
  }
  const value = groupIds.filter((g) => findGroup(store, claims, String(g))?.memberIds.includes(person.id) === true);
  return {
    status: 200,
    body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)', value },
  };
}

export function getGroup(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  const id = request.params.id ?? '';
  const group = findGroup(store, claims, id);
  if (group === undefined) return notFound(id);
  const { displayName } = group;
  return {
    status: 200,
    body: {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#groups/$entity',
      id,
      displayName,
      mailEnabled: false,
      securityEnabled: true,
      groupTypes: [],
    },
  };
}

export function groupMembers(store: Store, claims: Claims, request: FakeRequest): FakeAnswer {
  const id = request.params.id ?? '';
  const group = findGroup(store, claims, id);
  if (group === undefined) return notFound(id);
  const members = group.memberIds.flatMap((memberId) => {
    const person = store.people.get(memberId);
    return person === undefined ? [] : [{ '@odata.type': '#microsoft.graph.user', ...user(person) }];
  });
  return graphPage(request, members, { usual: 100, largest: 999 });
}

function findUser(store: Store, claims: Claims, id: string): WorldPerson | undefined {
  const person = store.people.get(id.toLowerCase()) ?? [...store.people.values()].find((p) => p.upn === id);
  return person?.tenantId === claims.tid ? person : undefined;
}

function findGroup(store: Store, claims: Claims, id: string): WorldGroup | undefined {
  const group = store.groups.get(id.toLowerCase());
  return group?.tenantId === claims.tid ? group : undefined;
}

function user(person: WorldPerson): Json {
  const [givenName = '', ...rest] = person.name.split(' ');
  return {
    id: person.id,
    displayName: person.name,
    givenName,
    surname: rest.join(' '),
    jobTitle: person.title,
    businessPhones: person.phone === undefined ? [] : [person.phone],
    mobilePhone: null,
    mail: person.isGuest ? null : person.upn,
    userPrincipalName: person.upn,
    preferredLanguage: person.locale,
    userType: person.isGuest ? 'Guest' : 'Member',
  };
}
