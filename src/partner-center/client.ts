import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { Http, HttpAnswer, HttpRequest } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { toOutside } from '../http/to-outside.ts';
import type { Tokens } from '../http/tokens.ts';
import { type Query, urlOf } from '../http/url-path.ts';
import { Collection } from './schema.ts';

export interface PartnerCenterDeps {
  readonly http: Http;
  /** Scheme and host of the Partner Center API, e.g. https://api.partnercenter.microsoft.com. */
  readonly baseUrl: string;
  readonly tokens: Tokens;
  /** Scope of the app's token. */
  readonly scope: string;
  /** A fresh UUID at each call. */
  readonly newId: () => string;
}

interface PartnerCenterCall {
  /** Path from `/v1` or `/webhooks` on. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another token than the app's in the partner's tenant. */
  readonly token?: string;
  readonly change?: { readonly method: 'POST' | 'PUT' | 'PATCH'; readonly json?: unknown; readonly requestId: string };
}

/** Far more pages than any collection has. */
const mostPages = 500;

/**
 * Calls to Partner Center with the headers of facts/partner-center.md 8.4: MS-RequestId stays the same for all attempts
 * at one thing, MS-CorrelationId is new for each. Throws HttpError.
 */
export function createPartnerCenter(deps: PartnerCenterDeps) {
  async function request(partner: Partner, call: PartnerCenterCall): Promise<HttpRequest> {
    return {
      base: deps.baseUrl,
      to: { path: call.path, ...(call.query === undefined ? {} : { query: call.query }) },
      token: call.token ?? (await deps.tokens.app(partner.tenantId, deps.scope)),
      headers: { ...call.headers, 'MS-Contract-Version': 'v1', 'MS-RequestId': call.change?.requestId ?? deps.newId() },
      attemptHeaders: () => ({ 'MS-CorrelationId': deps.newId() }),
      ...(call.change === undefined ? {} : { method: call.change.method, json: call.change.json }),
    };
  }

  const json = async <T>(partner: Partner, call: PartnerCenterCall, read: (body: unknown) => T): Promise<T> =>
    deps.http.json(await request(partner, call), read);

  /** The items of a collection page by page; a next link brings headers of its own (8.5). */
  async function* pages(
    partner: Partner,
    call: Pick<PartnerCenterCall, 'path' | 'query'>,
  ): AsyncGenerator<readonly unknown[]> {
    const first = await request(partner, call);
    const seen = new Set<string>();
    for (let next = first; ; ) {
      const page = await deps.http.json(next, (body) => Collection.parse(body));
      yield page.items;
      if (page.next === undefined) return;
      const key = JSON.stringify(page.next);
      if (seen.has(key) || seen.size >= mostPages)
        throw new OutsideError('the pages of a collection do not end', { why: 'unreadable' });
      seen.add(key);
      const link = linkOf(deps.baseUrl, page.next.uri);
      next = { ...(await request(partner, { path: call.path, headers: page.next.headers })), to: { link } };
    }
  }

  async function readItems(partner: Partner, path: string): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    for await (const page of pages(partner, { path })) items.push(...page);
    return items;
  }

  const reading = new Map<string, Promise<readonly unknown[]>>();

  return {
    send: async (partner: Partner, call: PartnerCenterCall): Promise<HttpAnswer> =>
      deps.http.send(await request(partner, call)),

    json,

    pages,

    /** All items of a collection. Who asks while another's question is under way gets that one's answer. */
    items(partner: Partner, path: string): Promise<readonly unknown[]> {
      const key = `${partner.tenantId} ${path}`;
      const asked = reading.get(key) ?? readItems(partner, path).finally(() => reading.delete(key));
      reading.set(key, asked);
      return asked;
    },
  };
}

export type PartnerCenter = ReturnType<typeof createPartnerCenter>;

/** Next links are relative to /v1; whole ones are taken too, and http keeps both on the host. */
function linkOf(base: string, uri: string): string {
  if (URL.canParse(uri)) return uri;
  return urlOf(base, uri.toLowerCase().startsWith('/v1/') ? uri : `/v1/${uri.replace(/^\/+/, '')}`);
}

/** Runs work that may throw HttpError; throws OutsideError instead. */
export async function outside<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const [message, options] = toOutside(error);
    throw new OutsideError(message, needsPerson(error) ? { ...options, why: 'needs-person' } : options);
  }
}

/** 900329: the route does not take the token of an app alone (8.5). */
function needsPerson(error: HttpError): boolean {
  return error.status === 403 && error.code === '900329';
}

/** 20002, 900159: the customer is not, or is no longer, this partner's (8.5). */
export function isNoRelationship(error: unknown): boolean {
  return error instanceof HttpError && error.status === 403 && (error.code === '20002' || error.code === '900159');
}
