import { audiences } from '../world/audiences.ts';
import { isJson } from '../world/messages.ts';
import type { Store } from '../world/store.ts';
import type { WorldPerson } from '../world/types.ts';
import { bearerOf } from './bearer.ts';
import { type LoginTokens, tokenLife } from './login-tokens.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';
import { type SignInWindows, signInPath } from './sign-in-windows.ts';

interface UserTokenParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
  readonly windows: SignInWindows;
  readonly url: () => string;
}

/** The OAuth connections of the bot's registration: name -> the API that their tokens are for. */
const connections: ReadonlyMap<string, string> = new Map([
  ['graph', audiences.graph],
  ['partner-center', audiences.partnerCenter],
  ['azure', audiences.azure],
]);

/** Bot Framework's user token service, by the routes of its TokenApi. */
export function userTokenRoutes(parts: UserTokenParts): readonly Route[] {
  const { store } = parts;
  const routes: readonly (readonly [string, string, (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>])[] = [
    ['GET', '/api/usertoken/GetToken', (r) => getToken(parts, r)],
    ['POST', '/api/usertoken/exchange', (r) => exchange(parts, r)],
    ['GET', '/api/botsignin/GetSignInResource', (r) => signInResource(parts, r)],
    ['DELETE', '/api/usertoken/SignOut', (r) => signOut(store, r)],
  ];
  return routes.map(([method, path, handle]) => ({ method, path, handle: (r) => guarded(parts, r, handle) }));
}

async function guarded(
  parts: UserTokenParts,
  request: FakeRequest,
  handle: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
): Promise<FakeAnswer> {
  const bearer = await bearerOf(request, parts.tokens, audiences.botFramework);
  if (bearer.kind === 'ok') return handle(request);
  return problem(401, 'Unauthorized', 'Authorization has been denied for this request.');
}

function problem(status: number, code: string, message: string): FakeAnswer {
  return { status, body: { error: { code, message } } };
}

const keyOf = (userId: string, connectionName: string) => `${userId} ${connectionName}`;

/** Whose token the service keeps for a person: their own, or that of the account that they signed in with. */
function held(store: Store, person: WorldPerson, connectionName: string): WorldPerson | undefined {
  if (person.signedIn) return person;
  return store.people.get(store.heldTokens.get(keyOf(person.teamsId, connectionName)) ?? '');
}

async function getToken(parts: UserTokenParts, request: FakeRequest): Promise<FakeAnswer> {
  const { store } = parts;
  const query = request.url.searchParams;
  const userId = query.get('userId');
  const connectionName = query.get('connectionName');
  if (userId === null || connectionName === null)
    return problem(400, 'BadArgument', 'userId and connectionName are required');
  const person = findPerson(store, userId);
  const code = query.get('code');
  if (code !== null && person !== undefined) {
    const owner = parts.windows.takeCode(code, person.teamsId, connectionName);
    if (owner !== undefined) store.heldTokens.set(keyOf(person.teamsId, connectionName), owner);
    store.changed();
    if (owner === undefined) return problem(404, 'NotFound', 'User token not found');
  }
  const owner = person && held(store, person, connectionName);
  if (owner === undefined) return problem(404, 'NotFound', 'User token not found');
  return given(parts, owner, connectionName);
}

async function given(parts: UserTokenParts, owner: WorldPerson, connectionName: string): Promise<FakeAnswer> {
  const audience = connections.get(connectionName);
  if (audience === undefined) return problem(404, 'NotFound', 'User token not found');
  const token = await parts.tokens.userToken(owner, audience);
  const expiration = new Date(Date.now() + tokenLife * 1000).toISOString();
  return { status: 200, body: { channelId: 'msteams', connectionName, token, expiration } };
}

/**
 * On-behalf-of with the token of a client. Assumption: a missing consent is answered 400, as the TokenApi has no other
 * status for it. The service itself does not compare the token's person with the user whom it is kept for.
 */
async function exchange(parts: UserTokenParts, request: FakeRequest): Promise<FakeAnswer> {
  const { store } = parts;
  const query = request.url.searchParams;
  const connectionName = query.get('connectionName') ?? '';
  const person = findPerson(store, query.get('userId'));
  const token = isJson(request.body) && typeof request.body['token'] === 'string' ? request.body['token'] : '';
  const claims = await parts.tokens.verify(token);
  const owner = claims?.aud === exchangeUri(store) ? store.people.get(claims.oid ?? '') : undefined;
  if (!connections.has(connectionName) || person === undefined || owner === undefined)
    return problem(400, 'BadArgument', 'The token could not be exchanged.');
  if (!mayWithoutAsking(store, owner, connectionName))
    return problem(400, 'ConsentRequired', 'The user or administrator has not consented to use the application.');
  store.heldTokens.set(keyOf(person.teamsId, connectionName), owner.id);
  store.changed();
  return given(parts, owner, connectionName);
}

function mayWithoutAsking(store: Store, { id }: WorldPerson, connectionName: string): boolean {
  if (store.wantsSignIn.has(id)) return false;
  return store.loginRules.consent === 'administrator' || store.consents.has(keyOf(id, connectionName));
}

/** The Application ID URI of the bot's app, which the connections have as their token exchange URL. */
export function exchangeUri(store: Store): string {
  return `api://botid-${store.bot.appId}`;
}

function signInResource({ store, windows, url }: UserTokenParts, request: FakeRequest): FakeAnswer {
  const state = stateIn(request.url.searchParams.get('state') ?? '');
  if (state === undefined || !connections.has(state.connectionName))
    return problem(400, 'BadArgument', 'The state is not one of a token exchange.');
  const signInLink = `${url()}${signInPath}?signin=${windows.open(state.userId, state.connectionName)}`;
  const tokenExchangeResource = { id: store.ids.next(), uri: exchangeUri(store) };
  return { status: 200, body: { signInLink, tokenExchangeResource } };
}

function stateIn(text: string): { readonly userId: string; readonly connectionName: string } | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    if (!isJson(read) || !isJson(read['conversation']) || !isJson(read['conversation']['user'])) return undefined;
    const { id } = read['conversation']['user'];
    const { connectionName } = read;
    return typeof id === 'string' && typeof connectionName === 'string' ? { userId: id, connectionName } : undefined;
  } catch {
    return undefined;
  }
}

function signOut(store: Store, request: FakeRequest): FakeAnswer {
  const person = findPerson(store, request.url.searchParams.get('userId'));
  if (person === undefined) return { status: 200, body: {} };
  const asked = request.url.searchParams.get('connectionName');
  if (person.signedIn) {
    for (const name of connections.keys()) store.heldTokens.set(keyOf(person.teamsId, name), person.id);
    store.people.set(person.id, { ...person, signedIn: false });
  }
  for (const name of asked === null ? connections.keys() : [asked])
    store.heldTokens.delete(keyOf(person.teamsId, name));
  store.changed();
  return { status: 200, body: {} };
}

function findPerson(store: Store, id: string | null): WorldPerson | undefined {
  if (id === null) return undefined;
  return store.people.get(id) ?? [...store.people.values()].find((p) => p.teamsId === id);
}
