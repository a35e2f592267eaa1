import { isInactive } from '../azure-subscription-state.ts';
import type { Store, WorldResource, WorldSubscription } from '../store.ts';
import { powerOf } from './power.ts';
import { groupNameOf, keyOf, lockOf } from './resource-id.ts';
import type { ResourceView, SubscriptionView } from './types.ts';

const known = new WeakMap<Store, { version: number; views: readonly SubscriptionView[] }>();

/** Every subscription as it truly is: what is there, what runs, what is gone, what it costs now. */
export function subscriptionViews(store: Store): readonly SubscriptionView[] {
  let last = known.get(store);
  if (last?.version !== store.version()) {
    last = { version: store.version(), views: viewsNow(store) };
    known.set(store, last);
  }
  // Time alone makes a cancelled one inactive.
  return last.views.map((view) => {
    const s = store.subscriptions.get(view.id.toLowerCase());
    return s?.cancelledAt === undefined ? view : { ...view, state: stateOf(store, s) };
  });
}

function viewsNow(store: Store): readonly SubscriptionView[] {
  const there = Map.groupBy(store.resources.values(), (r) => r.subscriptionId);
  const gone = Map.groupBy(store.azure.gone, (r) => r.subscriptionId);
  return [...store.subscriptions.values()].map((s): SubscriptionView => {
    const resources = [...(there.get(s.id) ?? []), ...(gone.get(s.id) ?? [])].map((r) => resourceView(store, s, r));
    return {
      id: s.id,
      name: s.name,
      customerTenantId: s.customerTenantId,
      currency: s.currency,
      state: stateOf(store, s),
      burnPerHour: resources.reduce((sum, r) => sum + r.costPerHour, 0),
      attacked: store.azure.attackers.get(s.id)?.on ?? false,
      resources,
    };
  });
}

function stateOf(store: Store, s: WorldSubscription): SubscriptionView['state'] {
  if (s.cancelledAt === undefined) return 'enabled';
  return isInactive(s, store.clock.now()) ? 'inactive' : 'cancelled';
}

function resourceView(store: Store, s: WorldSubscription, r: WorldResource): ResourceView {
  const key = keyOf(r.id);
  const power = powerOf(r);
  const costs = r.goneAt === undefined && power !== 'deallocated' && s.cancelledAt === undefined;
  return {
    group: groupNameOf(r.id),
    type: r.type,
    name: r.name,
    location: r.location,
    ...(power === undefined ? {} : { power }),
    costPerHour: costs ? r.costPerHour : 0,
    mines: r.mines,
    locked: r.goneAt === undefined && lockOf(store, key) !== undefined,
    deleting: r.goneAt === undefined && store.azure.deleting.has(key),
    ...(r.goneAt === undefined ? {} : { goneAt: r.goneAt }),
  };
}
