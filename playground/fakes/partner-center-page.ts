import type { Json } from '../world/types.ts';
import { illFormed } from './partner-center-errors.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

interface Link {
  readonly uri: string;
  readonly method: 'GET';
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** The envelope of every collection but fraudEvents. Link addresses are relative to /v1. */
export function collection(items: readonly Json[], links: { readonly self: Link; readonly next?: Link }): Json {
  return { totalCount: items.length, items, links, attributes: { objectType: 'Collection' } };
}

export function selfLink(request: FakeRequest): Link {
  return { uri: `${request.url.pathname.replace(/^\/v1/i, '')}${request.url.search}`, method: 'GET', headers: [] };
}

/** A page by `size`; the next one wants the link's address and its MS-ContinuationToken header. */
export function pageOf(request: FakeRequest, all: readonly Json[], usualSize: number): FakeAnswer {
  const query = request.url.searchParams;
  const size = Number(query.get('size') ?? usualSize);
  if (!Number.isInteger(size) || size < 1) return illFormed('size must be a positive number.');
  const token = request.headers['ms-continuationtoken'];
  const seeks = query.get('seekOperation')?.toLowerCase() === 'next';
  if (seeks && token === undefined) return illFormed('MS-ContinuationToken is required with seekOperation.');
  const from = seeks && token !== undefined ? Number(Buffer.from(token, 'base64').toString('utf8')) : 0;
  if (!Number.isInteger(from) || from < 0) return illFormed('MS-ContinuationToken is not valid.');
  const self = selfLink(request);
  const path = self.uri.split('?')[0] ?? '';
  const value = Buffer.from(String(from + size)).toString('base64');
  const next: Link = {
    uri: `${path}?size=${size}&seekOperation=Next`,
    method: 'GET',
    headers: [{ key: 'MS-ContinuationToken', value }],
  };
  const links = from + size < all.length ? { self, next } : { self };
  return { status: 200, body: collection(all.slice(from, from + size), links) };
}
