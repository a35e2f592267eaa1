import type { AzureCall } from './azure-call.ts';
import { azureError } from './azure-errors.ts';
import type { FakeAnswer } from './server.ts';

interface Bucket {
  readonly left: number;
  readonly at: number;
}

export interface DeleteLimit {
  /** Takes one delete from the caller's bucket: headers of the answer, or the refusal. */
  take(call: AzureCall): { readonly headers: Readonly<Record<string, string>>; readonly refusal?: FakeAnswer };
}

/** ARM's token bucket for deletes: per subscription and caller, 200 at once and 10 a second (facts/azure.md 7). */
export function deleteLimit(): DeleteLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take({ store, subscription, claims }) {
      const { deleteBucket = 200, deleteRefill = 10 } = store.azure.options;
      const key = `${subscription.id} ${claims.tid} ${claims.oid ?? claims.appid}`;
      const now = store.clock.now().getTime();
      const before = buckets.get(key) ?? { left: deleteBucket, at: now };
      const left = Math.min(deleteBucket, before.left + ((now - before.at) / 1000) * deleteRefill);
      const allowed = left >= 1;
      buckets.set(key, { left: allowed ? left - 1 : left, at: now });
      const headers = { 'x-ms-ratelimit-remaining-subscription-deletes': String(Math.max(Math.floor(left - 1), 0)) };
      if (allowed) return { headers };
      const wait = Math.max(Math.ceil((1 - left) / deleteRefill), 1);
      // Assumption: the code of this refusal.
      const refusal = azureError(
        429,
        'SubscriptionRequestsThrottled',
        `Number of requests for subscription '${subscription.id}' and operation 'DELETE' exceeded the backend storage limit.`,
      );
      return { headers: { ...headers, 'retry-after': String(wait) }, refusal };
    },
  };
}
