import type { Json } from '../world/types.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

export function graphError(status: number, code: string, message: string): FakeAnswer {
  return { status, body: { error: { code, message, innerError: { date: new Date().toISOString().slice(0, 19) } } } };
}

export const badRequest = (message: string): FakeAnswer => graphError(400, 'BadRequest', message);

/**
 * A page of a collection with `@odata.nextLink`; understands `$top` (page size, at most `largest`), `$select`, `$count`
 * and our own `$skiptoken`.
 */
export function graphPage(
  request: FakeRequest,
  all: readonly Json[],
  page: { readonly usual: number; readonly largest: number },
): FakeAnswer {
  const query = request.url.searchParams;
  const top = Number(query.get('$top') ?? page.usual);
  if (!Number.isInteger(top) || top < 1)
    return badRequest(`Invalid value '${query.get('$top') ?? ''}' for $top query option`);
  const from = Number(query.get('$skiptoken') ?? 0);
  if (!Number.isInteger(from)) return badRequest('Invalid $skiptoken');
  const size = Math.min(top, page.largest);
  const next = new URL(request.url);
  next.searchParams.set('$skiptoken', String(from + size));
  const select = query.get('$select');
  const value = all.slice(from, from + size).map((item) => selected(item, select));
  return {
    status: 200,
    body: {
      '@odata.context': `https://graph.microsoft.com${request.url.pathname.replace(/^(\/[^/]+)\//, '$1/$metadata#')}`,
      ...(query.get('$count') === 'true' ? { '@odata.count': all.length } : {}),
      ...(from + size < all.length ? { '@odata.nextLink': next.href } : {}),
      value,
    },
  };
}

/** The fields that `$select` asks for, and always the key. */
export function selected(item: Json, select: string | null): Json {
  if (select === null) return item;
  const names = select.split(',').map((name) => name.trim());
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => name === 'id' || name.startsWith('@') || names.includes(name)),
  );
}
