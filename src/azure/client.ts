import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import type { Http, HttpAnswer, HttpRequest } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { toOutside } from '../http/to-outside.ts';
import type { Tokens } from '../http/tokens.ts';
import type { Query } from '../http/url-path.ts';

interface ArmDeps {
  readonly http: Http;
  /** Scheme and host of Azure Resource Manager, e.g. https://management.azure.com. */
  readonly baseUrl: string;
}

export interface AzureDeps extends ArmDeps {
  readonly tokens: Tokens;
  /** Scope of the app's token, which is asked for in the customer's tenant. */
  readonly scope: string;
}

/** An Azure subscription, by the tenant that tokens are asked for in. */
export interface Scope {
  readonly partner: Partner;
  readonly customerTenantId: string;
  readonly subscriptionId: string;
}

type ApiQuery = Query & { readonly 'api-version': string };

interface AzureCall {
  readonly path: string;
  readonly query: ApiQuery;
  /** Body of a POST that only reads. */
  readonly question?: object;
}

/** A request that changes something: never repeated by the http helper. */
interface AzureChange {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query: ApiQuery;
  readonly json?: object;
}

/** One page and the link to the next. */
interface AzurePage<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Far more pages than any subscription has. */
const mostPages = 1000;

/** Azure Resource Manager as one caller sees it. All calls throw HttpError; links stay on the host. */
export function createArm(deps: ArmDeps, token: () => Promise<string>) {
  async function request(call: AzureCall, to: HttpRequest['to']): Promise<HttpRequest> {
    const question = call.question === undefined ? {} : { method: 'POST' as const, safe: true, json: call.question };
    return { base: deps.baseUrl, to, token: await token(), ...question };
  }

  return {
    async get<T>(call: AzureCall, read: (body: unknown, headers: Headers) => T): Promise<T> {
      return deps.http.json(await request(call, { path: call.path, query: call.query }), read);
    },

    async change({ method, path, query, json }: AzureChange): Promise<HttpAnswer> {
      const to = { path, query };
      const body = json === undefined ? {} : { json };
      return deps.http.send({ base: deps.baseUrl, to, token: await token(), method, ...body });
    },

    /** Asks a link that Azure gave. */
    async follow(link: string): Promise<HttpAnswer> {
      return deps.http.send({ base: deps.baseUrl, to: { link }, token: await token() });
    },

    /**
     * A paged read, page by page. A POST is answered with links that want the same POST again (facts/azure.md 5.1).
     * Throws the signal's reason once it is aborted, and OutsideError where the pages do not end.
     */
    async *pages<T>(
      call: AzureCall,
      read: (body: unknown) => AzurePage<T>,
      signal?: AbortSignal,
    ): AsyncGenerator<readonly T[]> {
      const seen = new Set<string>();
      for (let to: HttpRequest['to'] = { path: call.path, query: call.query }; ; ) {
        signal?.throwIfAborted();
        const page: AzurePage<T> = await deps.http.json(await request(call, to), read);
        yield page.items;
        if (page.next === undefined) return;
        if (seen.has(page.next) || seen.size >= mostPages)
          throw new OutsideError('the pages of an Azure answer do not end', { why: 'unreadable' });
        seen.add(page.next);
        to = { link: page.next };
      }
    },
  };
}

export type Arm = ReturnType<typeof createArm>;

/** As the app sees it in a customer's tenant. */
export function appArm(deps: AzureDeps, tenantId: string): Arm {
  return createArm(deps, () => deps.tokens.app(tenantId, deps.scope));
}

/** All items of a paged read by the app. Throws OutsideError. */
export async function readAll<T>(
  deps: AzureDeps,
  tenantId: string,
  call: AzureCall,
  read: (body: unknown) => AzurePage<T>,
): Promise<readonly T[]> {
  return outside(() => allOf(appArm(deps, tenantId).pages(call, read)));
}

export async function allOf<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of pages) for (const item of page) items.push(item);
  return items;
}

/** Runs work that may throw HttpError; throws OutsideError instead. */
export async function outside<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HttpError ? new OutsideError(...toOutside(error)) : error;
  }
}
