import { Client, type Context, GraphClientError, GraphError } from '@microsoft/microsoft-graph-client';
import { OutsideError } from '../domain/outside.ts';
import type { Http } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { storable } from '../http/json.ts';
import { sameHost } from '../http/link-guard.ts';
import { toOutside } from '../http/to-outside.ts';

export interface GraphDeps {
  readonly http: Http;
  /** Scheme and host of Microsoft Graph, e.g. https://graph.microsoft.com. */
  readonly baseUrl: string;
}

interface GraphCall {
  readonly version: 'v1.0' | 'beta';
  /** Path under the version, or an `@odata.nextLink`. */
  readonly to: { readonly path: string; readonly filter?: string } | { readonly link: string };
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly json?: object;
  readonly token: string;
  /** A POST that only reads. */
  readonly safe?: boolean;
}

type AskGraph = <T>(call: GraphCall, read: (body: unknown) => T) => Promise<T>;

/**
 * Asks Graph through Microsoft's client, which makes the request and reads the answer, while the exchange itself is
 * the house's: its middleware chain (own retry, redirects, token to any host) is replaced by one link to http. Throws
 * HttpError.
 */
export function createAskGraph(deps: GraphDeps): AskGraph {
  return async (call, read) => {
    const client = Client.initWithMiddleware({
      baseUrl: deps.baseUrl,
      defaultVersion: call.version,
      middleware: { execute: (context) => exchange(deps, call, context) },
    });
    const request = client.api('link' in call.to ? pathOfLink(deps, call.version, call.to.link) : call.to.path);
    // The client puts a filter into the URL as it is.
    if ('path' in call.to && call.to.filter !== undefined) request.filter(encodeURIComponent(call.to.filter));
    try {
      const method = call.method ?? 'GET';
      const answer: unknown = await (method === 'GET'
        ? request.get()
        : method === 'POST'
          ? request.post(call.json)
          : request.patch(call.json));
      return read(storable(answer));
    } catch (error) {
      throw known(error, deps, call);
    }
  };
}

async function exchange(deps: GraphDeps, call: GraphCall, context: Context): Promise<void> {
  try {
    const answer = await deps.http.send({
      base: deps.baseUrl,
      to: { link: typeof context.request === 'string' ? context.request : context.request.url },
      method: call.method ?? 'GET',
      token: call.token,
      ...(call.json === undefined ? {} : { json: call.json }),
      ...(call.safe === undefined ? {} : { safe: call.safe }),
    });
    context.response =
      answer.text.trim() === ''
        ? new Response(null, { status: 204 })
        : new Response(answer.text, { status: answer.status, headers: { 'content-type': 'application/json' } });
  } catch (error) {
    // Any other error would be turned into a GraphError, which forgets what it was.
    const carrier = new GraphClientError('not answered');
    carrier.customError = error;
    throw carrier;
  }
}

/** The client takes only links of https://, and then any host: so the link is checked and cut to the path under the version. */
function pathOfLink(deps: GraphDeps, version: string, link: string): string {
  const url = sameHost(link, deps.baseUrl);
  const root = `${new URL(deps.baseUrl).pathname.replace(/\/+$/, '')}/${version}/`;
  if (!url.pathname.startsWith(root))
    throw new HttpError({ kind: 'schema', method: 'GET', host: url.host, path: url.pathname, code: 'foreign-link' });
  return `${url.pathname.slice(root.length)}${url.search}`;
}

function known(error: unknown, deps: GraphDeps, call: GraphCall): unknown {
  if (error instanceof GraphClientError && error.customError !== undefined) return error.customError;
  if (error instanceof HttpError) return error;
  const url = new URL('link' in call.to ? call.to.link : deps.baseUrl);
  return new HttpError({
    kind: 'schema',
    method: call.method ?? 'GET',
    host: url.host,
    path: 'path' in call.to ? call.to.path : url.pathname,
    // A GraphError quotes the body.
    cause: error instanceof GraphError ? undefined : error,
  });
}

/** Runs work that may throw HttpError; throws OutsideError instead. */
export async function outside<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HttpError ? new OutsideError(...toOutside(error)) : error;
  }
}
