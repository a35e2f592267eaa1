import ky, { isHTTPError, type RetryOptions } from 'ky';
import { readBody } from './bounded-body.ts';
import { HttpError } from './http-error.ts';
import { parseJson } from './json.ts';
import { sameHost } from './link-guard.ts';
import { type ObserveCall, unobserved } from './observe-call.ts';
import { retryAfterOf } from './retry-after.ts';
import { requestIdOf, toHttpError } from './to-http-error.ts';
import { type Query, urlOf } from './url-path.ts';

export interface HttpRequest {
  /** Scheme, host and any path that all requests of the service share. */
  readonly base: string;
  /** Path under the base, or a whole link that the service gave; a link to elsewhere is refused. */
  readonly to: { readonly path: string; readonly query?: Query } | { readonly link: string };
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers made anew for every attempt. */
  readonly attemptHeaders?: () => Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Fields of a form, in the place of `json`. Their values are kept out of errors. */
  readonly form?: Readonly<Record<string, string>>;
  /** Bearer token. */
  readonly token?: string;
  /** A POST that only reads and may be repeated. A GET always may. */
  readonly safe?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Http {
  /** Sends and reads the whole answer. Throws HttpError for anything but a 2xx. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Sends, parses the answer as JSON and hands it to `read` (undefined for no body); what that throws is a `schema` error. */
  json<T>(request: HttpRequest, read: (body: unknown, headers: Headers) => T): Promise<T>;
}

interface HttpDeps {
  readonly log: { debug(data: object, message: string): void };
  /** Milliseconds that one attempt may take, its body included. */
  readonly timeoutMs: number;
  /** Stands around each attempt, its body included. */
  readonly observe?: ObserveCall;
  readonly fetch?: typeof globalThis.fetch;
  readonly now?: () => Date;
  readonly limits?: Partial<typeof defaultLimits>;
}

const defaultLimits = {
  bodyBytes: 20 * 1024 * 1024,
  errorBodyBytes: 64 * 1024,
  retries: 2,
  /** Milliseconds before the first repeat where the service asks for none; then twice that. */
  retryDelayMs: 500,
  /** Seconds; a service that asks for more is not asked again here: the caller learns `retryAfter`. */
  longestWait: 10,
};

/**
 * The one way out. One attempt is a whole exchange, its body included, under one time limit. Safe reads are repeated
 * on 408, 429, 500, 502, 503, 504 and a broken connection, after the time that the service asks for; nothing else is:
 * that is the job queue's. Redirects are not followed, links stay on their host, bodies are bounded.
 */
export function createHttp(deps: HttpDeps): Http {
  const limits = { ...defaultLimits, ...deps.limits };
  const now = deps.now ?? (() => new Date());
  const observe = deps.observe ?? unobserved;
  const client = ky.create({ timeout: deps.timeoutMs, redirect: 'manual', parseJson: (text) => text });

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const method = request.method ?? 'GET';
    const link = 'link' in request.to ? request.to.link : urlOf(request.base, request.to.path, request.to.query);
    const url = sameHost(link, request.base);
    const began = performance.now();
    const where = { method, host: url.host, path: url.pathname };
    const note = (status: number | string) =>
      deps.log.debug({ ...where, status, ms: Math.round(performance.now() - began) }, 'asked a service');
    try {
      const response = await client(url, {
        method,
        headers: headersOf(request),
        ...(request.json === undefined ? {} : { json: request.json }),
        ...(request.form === undefined ? {} : { body: new URLSearchParams(request.form) }),
        retry: retryOf(method === 'GET' || request.safe === true, limits),
        fetch: (input) =>
          observe({ method, host: url.host }, () =>
            exchange(deps.fetch ?? fetch, new Request(input), request, limits, now()),
          ),
      });
      note(response.status);
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      const known = toHttpError(error, where, secretsOf(request));
      note(known?.status ?? known?.kind ?? 'failed');
      throw known ?? error;
    }
  }

  return {
    send,
    json: async (request, read) => {
      const answer = await send(request);
      try {
        return read(parseJson(answer.text), answer.headers);
      } catch (cause) {
        const url = new URL('link' in request.to ? request.to.link : urlOf(request.base, request.to.path));
        throw new HttpError({
          kind: 'schema',
          method: request.method ?? 'GET',
          host: url.host,
          path: url.pathname,
          status: answer.status,
          requestId: requestIdOf(answer.headers),
          // A SyntaxError quotes the body, which is outside text.
          cause: cause instanceof SyntaxError ? undefined : cause,
        });
      }
    },
  };
}

/** What a service might echo, and no error may hold. */
function secretsOf({ token, form = {} }: HttpRequest): readonly string[] {
  return [...(token === undefined ? [] : [token]), ...Object.values(form)].filter((value) => value.length >= 16);
}

function headersOf(request: HttpRequest): Headers {
  const headers = new Headers({ accept: 'application/json', ...request.headers });
  if (request.token === undefined) return headers;
  // The error that Headers itself would throw quotes the value.
  if (!/^[\x21-\x7e]+$/.test(request.token)) throw new TypeError('a token has characters that no header may have');
  headers.set('authorization', `Bearer ${request.token}`);
  return headers;
}

function retryOf(safe: boolean, limits: typeof defaultLimits): RetryOptions {
  const statusCodes = [408, 429, 500, 502, 503, 504];
  return {
    limit: safe ? limits.retries : 0,
    methods: ['get', 'post'],
    statusCodes,
    afterStatusCodes: statusCodes,
    delay: (attempt) => limits.retryDelayMs * 2 ** (attempt - 1),
    jitter: (delay) => delay * (0.75 + Math.random() / 2),
    shouldRetry: ({ error }) =>
      isHTTPError(error) && Number(error.response.headers.get('retry-after')) > limits.longestWait ? false : undefined,
  };
}

/** One attempt: the answer with its body read, and with one Retry-After in seconds, which is the form that ky obeys. */
async function exchange(
  send: typeof globalThis.fetch,
  input: Request,
  request: HttpRequest,
  limits: typeof defaultLimits,
  now: Date,
): Promise<Response> {
  for (const [name, value] of Object.entries(request.attemptHeaders?.() ?? {})) input.headers.set(name, value);
  const response = await send(input);
  const text = response.ok
    ? await readBody(response, limits.bodyBytes, 'refuse')
    : await readBody(response, limits.errorBodyBytes, 'cut');
  const headers = new Headers(response.headers);
  const wait = retryAfterOf(headers, now);
  if (wait === undefined) headers.delete('retry-after');
  else headers.set('retry-after', String(wait));
  const { status, statusText } = response;
  return new Response([204, 205, 304].includes(status) ? null : text, { status, statusText, headers });
}
