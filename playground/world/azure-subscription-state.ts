import { setPower } from './azure/power.ts';
import { need, type Store, type WorldSubscription } from './store.ts';

/** The portal may need 10 minutes to show it (facts/azure.md 2.10). */
const untilInactive = 10 * 60_000;

/**
 * Cancels an Azure subscription at a time (ISO): machines are deallocated and nothing costs any more; the entitlement
 * turns inactive ten minutes later. Locks do not stop it. Again: changes nothing.
 */
export function cancelSubscription(store: Store, subscriptionId: string, at: string): void {
  const subscription = need(store.subscriptions, subscriptionId.toLowerCase(), 'subscription');
  if (subscription.cancelledAt !== undefined) return;
  store.subscriptions.set(subscription.id, { ...subscription, cancelledAt: at });
  for (const resource of store.resources.values()) {
    if (resource.subscriptionId === subscription.id) setPower(store, resource, 'deallocated', at);
  }
  store.changed();
}

/** Whether the cancel has come through at Partner Center by now. */
export function isInactive(subscription: Pick<WorldSubscription, 'cancelledAt'>, now: Date): boolean {
  if (subscription.cancelledAt === undefined) return false;
  return now.getTime() >= Date.parse(subscription.cancelledAt) + untilInactive;
}
