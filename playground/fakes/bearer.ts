import type { Audience } from '../world/audiences.ts';
import type { Claims, LoginTokens } from './login-tokens.ts';
import type { FakeRequest } from './server.ts';

export type Bearer =
  | { readonly kind: 'ok'; readonly claims: Claims }
  | { readonly kind: 'missing' }
  /** Not one of ours, or expired. */
  | { readonly kind: 'invalid' }
  | { readonly kind: 'wrong-audience'; readonly claims: Claims };

/** Who calls: the bearer token of a request, checked against our login host and the API's own audience. */
export async function bearerOf(request: FakeRequest, tokens: LoginTokens, audience: Audience): Promise<Bearer> {
  const match = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '');
  if (match?.[1] === undefined) return { kind: 'missing' };
  const claims = await tokens.verify(match[1]);
  if (claims === undefined) return { kind: 'invalid' };
  return claims.aud === audience ? { kind: 'ok', claims } : { kind: 'wrong-audience', claims };
}
