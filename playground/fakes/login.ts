import { audienceOf } from '../world/audiences.ts';
import type { SigningKey } from '../world/keys.ts';
import { isJson } from '../world/messages.ts';
import type { Store } from '../world/store.ts';
import { authorize, authorizePage } from './login-authorize.ts';
import type { Session, Sessions } from './login-sessions.ts';
import { type LoginTokens, tokenLife } from './login-tokens.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

interface LoginParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
  readonly sessions: Sessions;
  readonly key: SigningKey;
  readonly url: () => string;
}

/** Microsoft Entra's v2.0 endpoints, as far as app tokens, codes with PKCE, on-behalf-of and refresh tokens go. */
export function loginRoutes(parts: LoginParts): readonly Route[] {
  const { sessions } = parts;
  const authorizing = { store: parts.store, sessions };
  return [
    { method: 'GET', path: '/:tenant/oauth2/v2.0/authorize', handle: (r) => authorizePage(authorizing, r) },
    { method: 'POST', path: '/:tenant/oauth2/v2.0/authorize', handle: (r) => authorize(authorizing, r) },
    { method: 'GET', path: '/:tenant/v2.0/.well-known/openid-configuration', handle: (r) => metadata(parts, r) },
    { method: 'GET', path: '/common/discovery/instance', handle: (r) => instance(parts, r) },
    {
      method: 'GET',
      path: '/:tenant/discovery/v2.0/keys',
      handle: () => ({ status: 200, body: { keys: [parts.key.jwk] } }),
    },
    { method: 'POST', path: '/:tenant/oauth2/v2.0/token', handle: (r) => token(parts, sessions, r) },
  ];
}

/** Entra's error body; the status is 401 for a wrong client and 400 for the rest. */
function loginError(status: number, error: string, code: number, text: string): FakeAnswer {
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${text}`,
      error_codes: [code],
      timestamp: new Date().toISOString().replace('T', ' ').replace(/\.\d+/, ''),
      trace_id: '00000000-0000-4000-8000-000000000001',
      correlation_id: '00000000-0000-4000-8000-000000000002',
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}

function metadata({ url, store }: LoginParts, request: FakeRequest): FakeAnswer {
  const tenant = request.params.tenant ?? '';
  if (!knowsTenant(store, tenant)) return noTenant(tenant);
  const base = `${url()}/${tenant}`;
  return {
    status: 200,
    body: {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      tenant_region_scope: 'EU',
      cloud_instance_name: 'microsoftonline.com',
    },
  };
}

function instance({ url }: LoginParts, request: FakeRequest): FakeAnswer {
  const host = new URL(url()).host;
  const endpoint = request.url.searchParams.get('authorization_endpoint') ?? '';
  const tenant = /^https:\/\/[^/]+\/([^/]+)\//.exec(endpoint)?.[1] ?? 'common';
  return {
    status: 200,
    body: {
      tenant_discovery_endpoint: `${url()}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    },
  };
}

async function token(parts: LoginParts, sessions: Sessions, request: FakeRequest): Promise<FakeAnswer> {
  const { store } = parts;
  const tenant = request.params.tenant ?? '';
  if (!knowsTenant(store, tenant)) return noTenant(tenant);
  const form = formOf(request.body);
  const { client_id: clientId, client_secret: secret } = clientOf(form, request.headers.authorization);
  if (clientId !== store.bot.appId) {
    const text = `Application with identifier '${clientId ?? ''}' was not found in the directory '${tenant}'.`;
    return loginError(400, 'unauthorized_client', 700016, text);
  }
  if (secret !== store.bot.secret) {
    const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;
    return loginError(401, 'invalid_client', 7000215, text);
  }
  if (form.scope === undefined) {
    return loginError(
      400,
      'invalid_request',
      900144,
      "The request body must contain the following parameter: 'scope'.",
    );
  }
  const audience = audienceOf(form.scope, store.bot.appId);
  if (audience === undefined) {
    const text = `The resource principal named ${form.scope} was not found in the tenant named ${tenant}.`;
    return loginError(400, 'invalid_resource', 500011, text);
  }
  if (form.grant_type === 'client_credentials') {
    return granted({ access_token: await parts.tokens.appToken(tenant, audience) });
  }
  const found = await sessionOf(parts, sessions, tenant, form);
  if (found.kind === 'unsupported') {
    return loginError(
      400,
      'unsupported_grant_type',
      70003,
      `The grant type '${form.grant_type ?? ''}' is not supported.`,
    );
  }
  if (found.kind === 'bad') return loginError(400, found.error ?? 'invalid_grant', found.code, found.text);
  const { session, nonce } = found;
  const { person } = session;
  return granted(
    {
      access_token: await parts.tokens.userToken(person, audience, session.hasMfa),
      refresh_token: sessions.giveRefresh(session),
      scope: form.scope,
      client_info: Buffer.from(JSON.stringify({ uid: person.id, utid: person.tenantId })).toString('base64url'),
      ...(form.scope.split(' ').includes('openid') ? { id_token: await parts.tokens.idToken(person, nonce) } : {}),
    },
    store.loginRules.tokenSeconds,
  );
}

type Found =
  | { readonly kind: 'ok'; readonly session: Session; readonly nonce?: string }
  | { readonly kind: 'bad'; readonly code: number; readonly text: string; readonly error?: string }
  | { readonly kind: 'unsupported' };

async function sessionOf(parts: LoginParts, sessions: Sessions, tenant: string, form: Form): Promise<Found> {
  switch (form.grant_type) {
    case 'refresh_token': {
      const used = sessions.useRefresh(form.refresh_token ?? '', tenant);
      return used.kind === 'bad' && used.code === 50_076 ? { ...used, error: 'interaction_required' } : used;
    }
    case 'authorization_code': {
      const redirectUri = form.redirect_uri ?? '';
      const taken = sessions.takeCode({ code: form.code ?? '', tenant, redirectUri, verifier: form.code_verifier });
      if (taken.kind === 'bad') return taken;
      const { nonce } = taken.session;
      return { ...taken, ...(nonce === undefined ? {} : { nonce }) };
    }
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer': {
      const claims = await parts.tokens.verify(form.assertion ?? '');
      const person = claims?.idtyp === 'user' ? parts.store.people.get(claims.oid ?? '') : undefined;
      if (person === undefined) return { kind: 'bad', code: 50_013, text: 'Assertion failed signature validation.' };
      const hasMfa = !parts.store.withoutMfa.has(person.id);
      return { kind: 'ok', session: { person, tenant: person.tenantId, hasMfa } };
    }
    default:
      return { kind: 'unsupported' };
  }
}

function granted(more: Readonly<Record<string, string>>, seconds = tokenLife): FakeAnswer {
  return {
    status: 200,
    headers: { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
    body: { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, ...more },
  };
}

type Form = Readonly<Record<string, string | undefined>>;

function formOf(body: unknown): Form {
  if (!isJson(body)) return {};
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
}

function clientOf(form: Form, authorization: string | undefined) {
  if (authorization?.startsWith('Basic ') !== true) return form;
  const [id, secret] = Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':');
  return { client_id: decodeURIComponent(id ?? ''), client_secret: decodeURIComponent(secret ?? '') };
}

/** The bot's home, and every partner's and customer's tenant (where the app is consented). */
function knowsTenant(store: Store, tenant: string): boolean {
  return tenant === store.bot.tenantId || store.partners.has(tenant) || store.customers.has(tenant);
}

function noTenant(tenant: string): FakeAnswer {
  const text = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
  return loginError(400, 'invalid_request', 90002, text);
}
