import { alertView } from './alerts.ts';
import { subscriptionViews } from './azure/view.ts';
import type { Store } from './store.ts';
import type { Snapshot } from './types.ts';

/** All of the world that the page shows, as it is now. */
export function snapshotOf(store: Store): Snapshot {
  const subscriptions = Map.groupBy(store.subscriptions.values(), (s) => s.customerTenantId);
  return {
    version: store.version(),
    now: store.clock.now().toISOString(),
    people: [...store.people.values()],
    partners: [...store.partners.values()],
    customers: [...store.customers.values()].map(({ partnerTenantId, tenantId, name }) => ({
      partnerTenantId,
      tenantId,
      name,
      subscriptions: (subscriptions.get(tenantId) ?? []).map((s) => ({ id: s.id, name: s.name })),
    })),
    conversations: [...store.conversations.values()],
    messages: [...store.messages.values()],
    alerts: [...store.alerts.values()].map((a) => alertView(store, a)),
    azure: subscriptionViews(store),
    serviceRequests: [...store.serviceRequests.values()],
    mails: [...store.mails],
    faults: [...store.faults],
    appTokens: store.loginRules.appTokens,
    consentBy: store.loginRules.consent,
    webhook: {
      fault: store.webhook.fault,
      registrations: [...store.webhook.registrations.values()],
      sendings: [...store.webhook.sendings.values()].slice(-20),
    },
  };
}
