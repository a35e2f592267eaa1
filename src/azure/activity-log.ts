import type { ActivityEvent } from '../domain/activity.ts';
import { urlPath } from '../http/url-path.ts';
import type { Arm } from './client.ts';
import { ActivityList } from './schema.ts';
import { mergeEvents, toEvent } from './to-event.ts';

/** The log is kept for 90 days (facts/azure.md 4); a minute less, so that a slow request does not ask for more. */
const keptMs = 90 * 86_400_000 - 60_000;
const mostPages = 100;

/** $select of what we read; `caller` may be named there, too (facts/azure.md 4). */
const fields = [
  'caller',
  'claims',
  'correlationId',
  'eventDataId',
  'eventTimestamp',
  'httpRequest',
  'operationId',
  'operationName',
  'properties',
  'resourceGroupName',
  'resourceId',
  'status',
  'subStatus',
].join(',');

/** The call for all rows of a subscription from `since` on; of the filter's five shapes the first. */
export function activityCall(subscriptionId: string, since: string, now: Date, select = true) {
  const from = clampSince(since, now);
  return {
    path: urlPath`/subscriptions/${subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`,
    query: {
      'api-version': '2015-04-01',
      $filter: `eventTimestamp ge '${from}' and eventTimestamp le '${now.toISOString()}'`,
      ...(select ? { $select: fields } : {}),
    },
  };
}

/** `since`, or the oldest time that the log may be asked for. */
export function clampSince(since: string, now: Date): string {
  const oldest = now.getTime() - keptMs;
  const asked = Date.parse(since);
  return new Date(Number.isNaN(asked) ? oldest : Math.min(Math.max(asked, oldest), now.getTime())).toISOString();
}

export interface ActivityReading {
  readonly events: readonly ActivityEvent[];
  readonly since: string;
  readonly cut: boolean;
  /** What a later page threw. */
  readonly broken?: unknown;
}

/**
 * Writes, deletes and actions of a subscription since then, newest first, one for each operation. Rows are reduced
 * page by page: nothing of the raw log stays in memory. After 100 pages it is `cut`, after a page that cannot be read
 * `broken`; `since` then tells how far back it was read whole. Throws what the first page throws.
 */
export async function readActivity(
  arm: Arm,
  subscriptionId: string,
  since: string,
  now: Date,
  signal?: AbortSignal,
): Promise<ActivityReading> {
  const events = new Map<string, ActivityEvent>();
  let oldest = now.toISOString();
  let pages = 0;
  let cut = false;
  const read = (body: unknown) => {
    const page = ActivityList.parse(body);
    if (++pages >= mostPages && page.nextLink !== undefined) cut = true;
    for (const row of page.value)
      if (row.eventTimestamp !== undefined && row.eventTimestamp < oldest) oldest = row.eventTimestamp;
    return { items: page.value.map(toEvent), next: cut ? undefined : page.nextLink };
  };
  let broken: unknown;
  try {
    for await (const page of arm.pages(activityCall(subscriptionId, since, now), read, signal))
      for (const event of page) {
        if (event === undefined) continue;
        const key = `${event.operation} ${event.resource} ${event.correlationId}`;
        events.set(key, mergeEvents(events.get(key), event));
      }
  } catch (error) {
    signal?.throwIfAborted();
    if (pages === 0) throw error;
    broken = error;
  }
  return {
    events: [...events.values()].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
    since: cut || broken !== undefined ? oldest : clampSince(since, now),
    cut,
    ...(broken === undefined ? {} : { broken }),
  };
}
