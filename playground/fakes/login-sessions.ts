import { createHash } from 'node:crypto';
import type { Store } from '../world/store.ts';
import type { WorldPerson } from '../world/types.ts';

/** One sign-in of a person: what its code, and the refresh tokens that come of it, stand for. */
export interface Session {
  readonly person: WorldPerson;
  readonly tenant: string;
  readonly hasMfa: boolean;
}

export interface Code extends Session {
  readonly redirectUri: string;
  readonly nonce?: string;
  readonly challenge?: string;
  readonly method?: string;
}

export type Redeemed<T> =
  | { readonly kind: 'ok'; readonly session: T }
  | { readonly kind: 'bad'; readonly code: number; readonly text: string };

/** Codes live ten minutes, refresh tokens 90 days unused. */
const codeMs = 10 * 60_000;
const unusedMs = 90 * 86_400_000;

/** Codes and refresh tokens that the login host gave out. */
export interface Sessions {
  giveCode(code: Code): string;
  /** Takes a code once; its verifier must answer the challenge of its beginning (RFC 7636). */
  takeCode(given: { code: string; tenant: string; redirectUri: string; verifier: string | undefined }): Redeemed<Code>;
  giveRefresh(session: Session): string;
  /** Uses a refresh token. By default an old one goes on living, as Entra's do; where the world rotates strictly it ends. */
  useRefresh(token: string, tenant: string): Redeemed<Session>;
}

export function loginSessions(store: Store): Sessions {
  const codes = new Map<string, { readonly code: Code; readonly until: number }>();
  const refresh = new Map<string, { readonly session: Session; readonly revocations: number; readonly used: number }>();
  const revocationsOf = ({ person }: Session): number => store.revocations.get(person.id) ?? 0;
  const bad = (code: number, text: string): Redeemed<never> => ({ kind: 'bad', code, text });

  return {
    giveCode(code) {
      const text = `0.${store.ids.letters(`login/code/${store.ids.next()}`, 60)}`;
      codes.set(text, { code, until: Date.now() + codeMs });
      return text;
    },
    takeCode({ code: text, tenant, redirectUri, verifier }) {
      const known = codes.get(text);
      codes.delete(text);
      if (known === undefined || known.until < Date.now())
        return bad(
          54_005,
          'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
        );
      const { code } = known;
      if (code.tenant !== tenant) return bad(70_000, 'The provided value for the code is not valid in this tenant.');
      if (code.redirectUri !== redirectUri)
        return bad(500_112, 'The reply address does not match the one of the authorization request.');
      if (!answers(code, verifier))
        return bad(
          501_481,
          'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
        );
      return { kind: 'ok', session: code };
    },
    giveRefresh(session) {
      const text = `1.${store.ids.letters(`login/refresh/${store.ids.next()}`, 64)}`;
      refresh.set(text, { session, revocations: revocationsOf(session), used: store.clock.now().getTime() });
      return text;
    },
    useRefresh(text, tenant) {
      const known = refresh.get(text);
      const now = store.clock.now().getTime();
      if (known === undefined) return bad(9_002_313, 'Invalid request. Request is malformed or invalid.');
      const { session, revocations, used } = known;
      if (session.tenant !== tenant) return bad(70_000, 'The refresh token was issued for another tenant.');
      if (revocationsOf(session) > revocations)
        return bad(50_173, 'The provided grant has expired due to it being revoked, a fresh auth token is needed.');
      if (now - used > unusedMs) return bad(700_082, 'The refresh token has expired due to inactivity.');
      if (store.wantsSignIn.has(session.person.id))
        return bad(
          50_076,
          'Due to a configuration change made by your administrator, you must use multi-factor authentication to access the resource.',
        );
      if (store.loginRules.rotates === 'strictly') refresh.delete(text);
      else refresh.set(text, { session, revocations, used: now });
      return { kind: 'ok', session };
    },
  };
}

function answers({ challenge, method }: Code, verifier: string | undefined): boolean {
  if (challenge === undefined) return verifier === undefined;
  if (verifier === undefined || verifier.length < 43 || verifier.length > 128) return false;
  return challenge === (method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier);
}
