import type { SigningKey } from '../world/keys.ts';
import type { Store } from '../world/store.ts';
import { botFrameworkIssuer } from './bot-framework-tokens.ts';
import type { LoginTokens } from './login-tokens.ts';
import type { Route } from './router.ts';
import type { FakeAnswer } from './server.ts';
import type { SignInWindows } from './sign-in-windows.ts';
import { userTokenRoutes } from './user-tokens.ts';

interface BotFrameworkParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
  readonly key: SigningKey;
  readonly windows: SignInWindows;
  readonly url: () => string;
}

export const metadataPath = '/v1/.well-known/openidconfiguration';

/** Bot Framework's key metadata, its user token service, and the windows in which people sign in. */
export function botFrameworkRoutes(parts: BotFrameworkParts): readonly Route[] {
  return [
    { method: 'GET', path: metadataPath, handle: () => metadata(parts) },
    {
      method: 'GET',
      path: '/v1/.well-known/keys',
      handle: () => ({ status: 200, body: { keys: [{ ...parts.key.jwk, endorsements: ['msteams'] }] } }),
    },
    ...userTokenRoutes(parts),
    ...parts.windows.routes,
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
