import { decodeJwt } from 'jose';
import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { AppProof } from '../http/app-proof.ts';
import type { Http } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { toOutside } from '../http/to-outside.ts';
import { urlOf, urlPath } from '../http/url-path.ts';
import type { AccessToken, PartnerLogin, RenewedToken } from '../workflow/consent-ports.ts';
import { proofFields } from './app-proof.ts';
import { AccessClaims, IdClaims, TokenAnswer } from './schema.ts';

export interface PartnerLoginDeps {
  readonly http: Http;
  /** The login service, e.g. https://login.microsoftonline.com. */
  readonly loginUrl: string;
  readonly appId: string;
  readonly proof: AppProof;
  /** Where the login service sends browsers back to; it must be registered for the app, to the letter. */
  readonly redirectUrl: string;
  /** Scope of each API. */
  readonly scopes: { readonly graph: string; readonly partnerCenter: string };
  readonly now: () => Date;
}

/**
 * Entra's authorization code grant with PKCE and its refresh token grant, in the partner's own tenant (facts/partner-center.md
 * 8.1). @azure/identity has neither a grant for a refresh token that we keep nor one for a code with a verifier.
 *
 * Tokens come straight from the token endpoint over TLS, so that their signatures need not be checked (OpenID Connect Core
 * 3.1.3.7). Access tokens are read for `amr` as Microsoft tells partners to (8.2).
 */
export function createPartnerLogin(deps: PartnerLoginDeps): PartnerLogin {
  async function ask(partner: Partner, fields: Readonly<Record<string, string>>): Promise<TokenAnswer> {
    const path = urlPath`/${partner.tenantId}/oauth2/v2.0/token`;
    const proof = await proofFields(deps.proof, deps.appId, urlOf(deps.loginUrl, path));
    return deps.http.json(
      { base: deps.loginUrl, to: { path }, method: 'POST', form: { ...proof, ...fields } },
      (body) => TokenAnswer.parse(body),
    );
  }

  const accessOf = (answer: TokenAnswer): AccessToken => ({
    token: answer.access_token,
    expiresAt: new Date(deps.now().getTime() + answer.expires_in * 1000).toISOString(),
  });

  return {
    signInUrl: (partner, { state, challenge, nonce, language }) =>
      urlOf(deps.loginUrl, urlPath`/${partner.tenantId}/oauth2/v2.0/authorize`, {
        client_id: deps.appId,
        response_type: 'code',
        response_mode: 'query',
        redirect_uri: deps.redirectUrl,
        scope: `openid profile offline_access ${deps.scopes.partnerCenter}`,
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        prompt: 'select_account',
        ui_locales: language,
      }),

    redeem: (partner, { code, verifier, nonce }) =>
      outside(async () => {
        try {
          const answer = await ask(partner, {
            grant_type: 'authorization_code',
            code,
            redirect_uri: deps.redirectUrl,
            code_verifier: verifier,
            scope: `openid profile offline_access ${deps.scopes.partnerCenter}`,
          });
          const id = IdClaims.parse(claimsIn(answer.id_token ?? ''));
          const access = AccessClaims.parse(claimsIn(answer.access_token));
          const isOurs = id.aud === deps.appId && id.nonce === nonce && (id.oid ?? access.oid) === access.oid;
          if (!isOurs || answer.refresh_token === undefined || id.tid !== access.tid) return { kind: 'refused' };
          return {
            kind: 'signed-in',
            access: accessOf(answer),
            refreshToken: answer.refresh_token,
            tenantId: access.tid,
            objectId: access.oid,
            name: id.preferred_username ?? id.name ?? access.oid,
            hasMfa: access.amr?.includes('mfa') === true,
          };
        } catch (error) {
          if (isAboutGrant(error)) return { kind: 'refused' };
          throw error;
        }
      }),

    renew: (partner, refreshToken, audience) =>
      outside(async (): Promise<RenewedToken> => {
        try {
          const scope = `${deps.scopes[audience]} offline_access`;
          const answer = await ask(partner, { grant_type: 'refresh_token', refresh_token: refreshToken, scope });
          const read = AccessClaims.safeParse(claimsIn(answer.access_token));
          if (audience === 'partnerCenter' && !read.success) throw read.error;
          return {
            kind: 'renewed',
            access: accessOf(answer),
            ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
            ...(read.success ? { claims: claimsOf(read.data, audience) } : {}),
          };
        } catch (error) {
          if (!isAboutGrant(error)) throw error;
          return { kind: 'refused', why: whyOf(error) };
        }
      }),
  };
}

function claimsOf({ tid, oid, amr }: AccessClaims, audience: 'graph' | 'partnerCenter') {
  const hasMfa = amr === undefined ? audience === 'graph' : amr.includes('mfa');
  return { tenantId: tid, objectId: oid, hasMfa };
}

function claimsIn(token: string): unknown {
  try {
    return decodeJwt(token);
  } catch {
    // The library's error may quote what it could not read.
    return undefined;
  }
}

const grantErrors: ReadonlySet<string | undefined> = new Set([
  'invalid_grant',
  'interaction_required',
  'consent_required',
  'login_required',
]);

/** A "no" to this code or refresh token; all else, as a wrong secret of the app, is no word about the consent. */
function isAboutGrant(error: unknown): error is HttpError {
  return error instanceof HttpError && error.kind === 'status' && grantErrors.has(error.code);
}

/** Entra's numbers: 700082 expired by inactivity; 50076, 50078, 50079 a second factor is wanted. */
function whyOf({ code, detail = '' }: HttpError): 'revoked' | 'interaction' | 'expired' {
  if (/AADSTS700082\b/.test(detail)) return 'expired';
  return code === 'invalid_grant' && !/AADSTS(?:50076|50078|50079)\b/.test(detail) ? 'revoked' : 'interaction';
}

async function outside<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HttpError) throw new OutsideError(...toOutside(error));
    // A token that cannot be read: what was wrong with it is not said, because that would quote it.
    if (error instanceof Error && error.name === 'ZodError')
      throw new OutsideError('the login service gave a token that cannot be read', { why: 'unreadable' });
    throw error;
  }
}
