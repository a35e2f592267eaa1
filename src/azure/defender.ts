import { resourceKey } from '../domain/azure-resource.ts';
import type { DefenderAlert } from '../domain/investigation.ts';
import { asOneOf } from '../http/loose.ts';
import { urlPath } from '../http/url-path.ts';
import { type Arm, allOf } from './client.ts';
import { DefenderList } from './schema.ts';

const lookBackMs = 30 * 86_400_000;

/** Alerts of Defender for Cloud on resources of a subscription in the last 30 days (facts/azure.md 1.3). */
export async function readDefender(
  arm: Arm,
  subscriptionId: string,
  now: Date,
  signal?: AbortSignal,
): Promise<readonly DefenderAlert[]> {
  const since = new Date(now.getTime() - lookBackMs).toISOString();
  const call = {
    path: urlPath`/subscriptions/${subscriptionId}/providers/Microsoft.Security/alerts`,
    query: { 'api-version': '2021-11-01' },
  };
  const read = (body: unknown) => {
    const page = DefenderList.parse(body);
    const items = page.value.flatMap(({ properties }): DefenderAlert[] => {
      const at = properties.startTimeUtc ?? properties.timeGeneratedUtc;
      const { alertType: type, alertDisplayName } = properties;
      if (at === undefined || at < since || type === undefined) return [];
      const resources = properties.resourceIdentifiers.flatMap(({ azureResourceId }) =>
        azureResourceId === undefined ? [] : [resourceKey(azureResourceId)],
      );
      const severity = asOneOf(properties.severity, ['High', 'Medium', 'Low', 'Informational']) ?? 'Informational';
      return [{ resources, type, title: alertDisplayName ?? type, severity, at }];
    });
    return { items, next: page.nextLink };
  };
  return allOf(arm.pages(call, read, signal));
}
