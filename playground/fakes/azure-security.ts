import type { AzureCall } from './azure-call.ts';
import type { FakeAnswer } from './server.ts';

/** Defender's alerts of a subscription (facts/azure.md 1.3): one of each machine that has mined for a day, where it is on. */
export function securityAlerts({ store, subscription }: AzureCall): FakeAnswer {
  const on = store.ids.chance(`${subscription.id}/defender`) < 0.5;
  const day = 24 * 3_600_000;
  const known = [...store.resources.values()].filter(
    (r) =>
      on &&
      r.subscriptionId === subscription.id &&
      r.mines &&
      Date.parse(r.createdAt) < store.clock.now().getTime() - day,
  );
  return {
    status: 200,
    body: {
      value: known.map((r) => {
        const name = store.ids.uuid(`${r.id}/defender`);
        const start = new Date(Date.parse(r.createdAt) + day / 2).toISOString();
        return {
          id: `/subscriptions/${subscription.id}/providers/Microsoft.Security/locations/westeurope/alerts/${name}`,
          name,
          type: 'Microsoft.Security/Locations/alerts',
          properties: {
            alertType: 'AzureDNS_CurrencyMining',
            alertDisplayName: 'Digital currency mining activity (Preview)',
            severity: 'Low',
            status: 'Active',
            intent: 'Exfiltration',
            startTimeUtc: start,
            endTimeUtc: start,
            timeGeneratedUtc: start,
            compromisedEntity: r.name,
            resourceIdentifiers: [{ type: 'AzureResource', azureResourceId: r.id }],
            remediationSteps: [],
          },
        };
      }),
    },
  };
}
