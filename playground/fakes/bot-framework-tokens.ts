import { SignJWT } from 'jose';
import type { SigningKey } from '../world/keys.ts';
import type { World } from '../world/types.ts';

type Overrides = NonNullable<Parameters<World['token']>[0]>;

/** The issuer of the tokens that Teams sends activities with. */
export const botFrameworkIssuer = 'https://api.botframework.com';

/**
 * Signs a token as the Bot Framework issuer does. `claims` and `header` replace the good ones (undefined removes);
 * `key`: 'unknown' is a key that no key set shows, 'hs256-public' signs with the public key as a shared secret,
 * 'none' leaves the signature out.
 */
export async function botFrameworkToken(
  parts: { key: SigningKey; unknownKey: () => Promise<SigningKey>; appId: string; serviceUrl: string },
  overrides: Overrides = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    serviceurl: parts.serviceUrl,
    nbf: now,
    exp: now + 3600,
    iss: botFrameworkIssuer,
    aud: parts.appId,
    ...overrides.claims,
  };
  const kind = overrides.key ?? 'good';
  if (kind === 'none') {
    return `${encode({ alg: 'none', typ: 'JWT', kid: parts.key.kid, ...overrides.header })}.${encode(claims)}.`;
  }
  if (kind === 'hs256-public') {
    const secret = parts.key.publicKey.export({ type: 'spki', format: 'pem' });
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: parts.key.kid, ...overrides.header })
      .sign(Buffer.from(secret));
  }
  const key = kind === 'unknown' ? await parts.unknownKey() : parts.key;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, x5t: key.kid, ...overrides.header })
    .sign(key.privateKey);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
