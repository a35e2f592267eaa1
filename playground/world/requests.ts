import type { Store } from './store.ts';
import type { SeenRequest } from './types.ts';

/** Older requests are forgotten, so that a long run does not fill the memory. */
const kept = 20_000;

const secretFields: ReadonlySet<string> = new Set([
  'client_secret',
  'client_assertion',
  'assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'password',
  'token',
]);

/** Keeps a request without its credentials: of the authorization header only the scheme stays. */
export function record(store: Store, request: Omit<SeenRequest, 'at'>): void {
  const { authorization, ...headers } = request.headers;
  const scheme: Record<string, string> =
    authorization === undefined ? {} : { authorization: `${authorization.split(' ')[0]} (not kept)` };
  store.requests.push({
    ...request,
    path: request.path.replace(/([?&](?:code|signin|state)=)[^&]*/g, '$1(not-kept)'),
    at: store.clock.now().toISOString(),
    headers: { ...headers, ...scheme },
    body: withoutSecrets(request.body),
  });
  if (store.requests.length > kept * 1.1) store.requests.splice(0, store.requests.length - kept);
}

function withoutSecrets(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const entries = Object.entries(body);
  if (!entries.some(([name]) => secretFields.has(name))) return body;
  return Object.fromEntries(entries.map(([name, value]) => [name, secretFields.has(name) ? '(not kept)' : value]));
}
