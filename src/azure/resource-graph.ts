import { OutsideError } from '../domain/outside.ts';
import { urlPath } from '../http/url-path.ts';
import type { Arm } from './client.ts';
import { type Body, GraphPage } from './schema.ts';

const query = 'resources | project id, name, location, tags, managedBy, sku, properties | order by id asc';
const pageSize = 1000;
const mostPages = 1000;
/** Seconds that we wait for the quota to come back; longer is a reading without details. */
const longestWait = 15;

export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/**
 * All resources of a subscription with their properties, page by page (facts/azure.md 1.2): `id` is projected and
 * ordered by, without which no page follows; the quota is waited for. Throws HttpError and OutsideError.
 */
export async function* graphPages(
  arm: Arm,
  subscriptionId: string,
  wait: Wait,
  signal?: AbortSignal,
): AsyncGenerator<readonly Body[]> {
  const seen = new Set<string>();
  for (let skipToken: string | undefined; ; ) {
    signal?.throwIfAborted();
    const options = {
      resultFormat: 'objectArray',
      $top: pageSize,
      ...(skipToken === undefined ? {} : { $skipToken: skipToken }),
    };
    const page = await arm.get(
      {
        path: urlPath`/providers/Microsoft.ResourceGraph/resources`,
        query: { 'api-version': '2024-04-01' },
        question: { subscriptions: [subscriptionId], query, options },
      },
      (body, headers) => ({ ...GraphPage.parse(body), pause: pauseOf(headers) }),
    );
    yield page.rows;
    skipToken = page.skipToken;
    if (skipToken === undefined) return;
    if (seen.has(skipToken) || seen.size >= mostPages)
      throw new OutsideError('the pages of Resource Graph do not end', { why: 'unreadable' });
    seen.add(skipToken);
    if (page.pause > longestWait)
      throw new OutsideError('the quota of Resource Graph is used up', { why: 'throttled', retryAfter: page.pause });
    if (page.pause > 0) await wait(page.pause * 1000, signal);
  }
}

/** Seconds until the quota is whole again, 0 while some of it is left. */
function pauseOf(headers: Headers): number {
  if (headers.get('x-ms-user-quota-remaining')?.trim() !== '0') return 0;
  const parts = /^(\d+):(\d\d):(\d\d)/.exec(headers.get('x-ms-user-quota-resets-after') ?? '');
  return parts === null ? 1 : Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
}
