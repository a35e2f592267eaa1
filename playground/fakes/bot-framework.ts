import { audiences } from '../world/audiences.ts';
import type { SigningKey } from '../world/keys.ts';
import type { Store } from '../world/store.ts';
import type { WorldPerson } from '../world/types.ts';
import { bearerOf } from './bearer.ts';
import { botFrameworkIssuer } from './bot-framework-tokens.ts';
import { type LoginTokens, tokenLife } from './login-tokens.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

interface BotFrameworkParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
  readonly key: SigningKey;
  readonly url: () => string;
}

export const metadataPath = '/v1/.well-known/openidconfiguration';

/** The OAuth connections of the bot's registration: name -> the API that their tokens are for. */
const connections: ReadonlyMap<string, string> = new Map([
  ['graph', audiences.graph],
  ['partner-center', audiences.partnerCenter],
  ['azure', audiences.azure],
]);

/** Bot Framework's key metadata and its user token service. */
export function botFrameworkRoutes(parts: BotFrameworkParts): readonly Route[] {
  const { store } = parts;
  return [
    { method: 'GET', path: metadataPath, handle: () => metadata(parts) },
    {
      method: 'GET',
      path: '/v1/.well-known/keys',
      handle: () => ({ status: 200, body: { keys: [{ ...parts.key.jwk, endorsements: ['msteams'] }] } }),
    },
    {
      method: 'GET',
      path: '/api/usertoken/GetToken',
      handle: (r) => guarded(parts, r, async () => await getToken(parts, r)),
    },
    {
      method: 'GET',
      path: '/api/botsignin/GetSignInResource',
      handle: (r) =>
        guarded(parts, r, () => {
          const link = `https://token.botframework.com/api/oauth/signin?signin=${store.ids.next()}`;
          return Promise.resolve({ status: 200, body: { signInLink: link } });
        }),
    },
    {
      method: 'DELETE',
      path: '/api/usertoken/SignOut',
      handle: (r) =>
        guarded(parts, r, () => {
          const person = findPerson(store, r.url.searchParams.get('userId'));
          if (person !== undefined) {
            store.people.set(person.id, { ...person, signedIn: false });
            store.changed();
          }
          return Promise.resolve({ status: 200, body: {} });
        }),
    },
  ];
}

function metadata({ url }: BotFrameworkParts): FakeAnswer {
  return {
    status: 200,
    body: {
      issuer: botFrameworkIssuer,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${url()}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    },
  };
}

async function guarded(
  parts: BotFrameworkParts,
  request: FakeRequest,
  handle: () => Promise<FakeAnswer>,
): Promise<FakeAnswer> {
  const bearer = await bearerOf(request, parts.tokens, audiences.botFramework);
  if (bearer.kind === 'ok') return handle();
  return {
    status: 401,
    body: { error: { code: 'Unauthorized', message: 'Authorization has been denied for this request.' } },
  };
}

async function getToken(parts: BotFrameworkParts, request: FakeRequest): Promise<FakeAnswer> {
  const query = request.url.searchParams;
  const connectionName = query.get('connectionName');
  const person = findPerson(parts.store, query.get('userId'));
  if (query.get('userId') === null || connectionName === null) {
    return { status: 400, body: { error: { code: 'BadArgument', message: 'userId and connectionName are required' } } };
  }
  const audience = connections.get(connectionName);
  if (audience === undefined || person === undefined || !person.signedIn) {
    return { status: 404, body: { error: { code: 'NotFound', message: 'User token not found' } } };
  }
  const token = await parts.tokens.userToken(person, audience);
  const expiration = new Date(Date.now() + tokenLife * 1000).toISOString();
  return { status: 200, body: { channelId: query.get('channelId') ?? 'msteams', connectionName, token, expiration } };
}

function findPerson(store: Store, id: string | null): WorldPerson | undefined {
  if (id === null) return undefined;
  return store.people.get(id) ?? [...store.people.values()].find((p) => p.teamsId === id);
}
