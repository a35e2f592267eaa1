import { urlPath } from '../http/url-path.ts';
import { type Resource, ResourceList } from './schema.ts';

/** Resource Manager's list of a subscription; the times and states of `expand` are absent unless asked for (facts/azure.md 1.1). */
export function resourceCall(subscriptionId: string, expand: string) {
  return {
    path: urlPath`/subscriptions/${subscriptionId}/resources`,
    query: { 'api-version': '2021-04-01', $expand: expand },
  };
}

export function resourcePage(body: unknown): {
  readonly items: readonly Resource[];
  readonly next: string | undefined;
} {
  const page = ResourceList.parse(body);
  return { items: page.value, next: page.nextLink };
}
