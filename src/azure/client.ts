import { OutsideError } from '../domain/outside.ts';
import type { Http, HttpRequest } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { toOutside } from '../http/to-outside.ts';
import type { Tokens } from '../http/tokens.ts';
import type { Query } from '../http/url-path.ts';

export interface AzureDeps {
  readonly http: Http;
  /** Scheme and host of Azure Resource Manager, e.g. https://management.azure.com. */
  readonly baseUrl: string;
  readonly tokens: Tokens;
  /** Scope of the app's token, which is asked for in the customer's tenant. */
  readonly scope: string;
}

interface AzureCall {
  readonly path: string;
  readonly query: Query & { readonly 'api-version': string };
  /** Body of a POST that only reads. */
  readonly question?: object;
}

/** One page and the link to the next. */
interface AzurePage<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Far more pages than any subscription has. */
const mostPages = 1000;

/**
 * All items of a paged read of Azure Resource Manager. A POST is answered with links that want the same POST again
 * (facts/azure.md 5.1). Links stay on the host. Throws OutsideError.
 */
export async function readAll<T>(
  deps: AzureDeps,
  tenantId: string,
  call: AzureCall,
  read: (body: unknown) => AzurePage<T>,
): Promise<readonly T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  for (let to: HttpRequest['to'] = { path: call.path, query: call.query }; ; ) {
    const page = await outside(async () =>
      deps.http.json(
        {
          base: deps.baseUrl,
          to,
          token: await deps.tokens.app(tenantId, deps.scope),
          ...(call.question === undefined ? {} : { method: 'POST' as const, safe: true, json: call.question }),
        },
        read,
      ),
    );
    items.push(...page.items);
    if (page.next === undefined) return items;
    if (seen.has(page.next) || seen.size >= mostPages)
      throw new OutsideError('the pages of an Azure answer do not end', { why: 'unreadable' });
    seen.add(page.next);
    to = { link: page.next };
  }
}

async function outside<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HttpError ? new OutsideError(...toOutside(error)) : error;
  }
}
