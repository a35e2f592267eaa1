import type { ClientSecretCredential, ClientSecretCredentialOptions } from '@azure/identity';
import type { AppProof } from './app-proof.ts';
import { azureIdentity } from './azure-identity.ts';
import { HttpError } from './http-error.ts';
import { type ObserveCall, unobserved } from './observe-call.ts';

/** Tokens of the app itself. */
export interface Tokens {
  /** An access token of the app in a tenant, from memory while it is good. Throws HttpError. */
  app(tenantId: string, scope: string): Promise<string>;
}

/** Tokens of people, where they have signed in; undefined where not. */
export interface PersonTokens {
  graph(person: PersonKey): Promise<string | undefined>;
  partnerCenter(person: PersonKey): Promise<string | undefined>;
  /** For Azure Resource Manager, of the partner's own tenant: it reaches customers by Lighthouse (facts/azure.md 3.1). */
  azure(person: PersonKey): Promise<string | undefined>;
}

export interface PersonKey {
  readonly tenantId: string;
  readonly objectId: string;
}

interface TokensDeps {
  /** The login service, https only, e.g. https://login.microsoftonline.com. */
  readonly loginUrl: string;
  readonly appId: string;
  readonly proof: AppProof;
  readonly timeoutMs: number;
  readonly observe?: ObserveCall;
}

const publicLogins: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.chinacloudapi.cn',
]);

/** Credentials kept, one per tenant; the least lately made goes first. */
const mostTenants = 500;

type Credential = Pick<ClientSecretCredential, 'getToken'>;

export function createTokens(deps: TokensDeps): Tokens {
  const login = new URL(deps.loginUrl);
  const credentials = new Map<string, Credential>();
  const waiting = new Map<string, Promise<string>>();

  function credentialOf(tenantId: string): Credential {
    const known = credentials.get(tenantId);
    if (known !== undefined) return known;
    const oldest = credentials.keys().next();
    if (credentials.size >= mostTenants && !oldest.done) credentials.delete(oldest.value);
    const made = makeCredential(deps, login, tenantId);
    credentials.set(tenantId, made);
    return made;
  }

  async function ask(tenantId: string, scope: string): Promise<string> {
    try {
      const token = await credentialOf(tenantId).getToken(scope);
      return token.token;
    } catch (error) {
      throw toHttpError(error, login, tenantId);
    }
  }

  return {
    app: (tenantId, scope) => {
      const tenant = tenantId.toLowerCase();
      const key = `${tenant} ${scope}`;
      const asked = waiting.get(key) ?? ask(tenant, scope).finally(() => waiting.delete(key));
      waiting.set(key, asked);
      return asked;
    },
  };
}

function makeCredential(deps: TokensDeps, login: URL, tenantId: string): Credential {
  const options = {
    authorityHost: login.origin,
    // Discovery asks Microsoft's public login about the host, which knows only its own.
    disableInstanceDiscovery: !publicLogins.has(login.hostname),
    retryOptions: { maxRetries: 1, maxRetryDelayInMs: 2000 },
    // getToken does not hand its abort signal on to the requests, and they have no time limit of their own.
    additionalPolicies: [
      { policy: timeLimit(deps.timeoutMs), position: 'perRetry' as const },
      { policy: observed(deps.observe ?? unobserved), position: 'perRetry' as const },
    ],
  };
  const { appId, proof } = deps;
  if ('assertion' in proof)
    return new azureIdentity.ClientAssertionCredential(tenantId, appId, proof.assertion, options);
  return 'secret' in proof
    ? new azureIdentity.ClientSecretCredential(tenantId, appId, proof.secret, options)
    : new azureIdentity.ClientCertificateCredential(tenantId, appId, { certificate: proof.certificatePem }, options);
}

type Policy = NonNullable<ClientSecretCredentialOptions['additionalPolicies']>[number]['policy'];

function timeLimit(ms: number): Policy {
  return {
    name: 'timeLimit',
    sendRequest: (request, next) => {
      request.timeout = ms;
      return next(request);
    },
  };
}

function observed(observe: ObserveCall): Policy {
  return {
    name: 'observed',
    sendRequest: (request, next) =>
      observe({ method: request.method, host: new URL(request.url).host }, () => next(request)),
  };
}

/** What the proof itself failed by is passed on. Refusals carry an AADSTS number; all else, a time limit too, comes as one "network_error". The cause is left out: it quotes requests. */
function toHttpError(error: unknown, login: URL, tenantId: string): HttpError {
  if (error instanceof Error && error.cause instanceof HttpError) return error.cause;
  const where = { method: 'POST', host: login.host, path: `/${tenantId}/oauth2/v2.0/token` };
  const message = error instanceof Error ? error.message : '';
  const code = /AADSTS\d+/.exec(message)?.[0] ?? /\b(invalid|unauthorized)_[a-z]+\b/.exec(message)?.[0];
  if (code !== undefined) return new HttpError({ ...where, kind: 'status', status: 401, code });
  return new HttpError({ ...where, kind: 'network' });
}
