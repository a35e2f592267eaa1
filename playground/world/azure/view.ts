import { isInactive } from '../azure-subscription-state.ts';
import type { Store, WorldResource, WorldSubscription } from '../store.ts';
import { powerOf } from './power.ts';
import { groupNameOf, holds, keyOf, subscriptionOf } from './resource-id.ts';
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
  const locks = Map.groupBy(
    [...store.azure.locks.values()].map(({ scope }) => keyOf(scope)),
    subscriptionOf,
  );
  return [...store.subscriptions.values()].map((s): SubscriptionView => {
    const ownLocks = locks.get(s.id.toLowerCase()) ?? [];
    const resources = [...(there.get(s.id) ?? []), ...(gone.get(s.id) ?? [])].map((r) => viewOf(store, s, r, ownLocks));
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

/** What of a resource's view is not in its entry. */
interface Surroundings {
  readonly cancelled: boolean;
  readonly locked: boolean;
  readonly deleting: boolean;
}

/** Entries are replaced, never edited: most of many hundred are as they were when the world was last looked at. */
const seen = new WeakMap<WorldResource, { readonly key: string; around: Surroundings; view: ResourceView }>();

function isSame(one: Surroundings, other: Surroundings): boolean {
  return one.cancelled === other.cancelled && one.locked === other.locked && one.deleting === other.deleting;
}

function viewOf(store: Store, s: WorldSubscription, r: WorldResource, locks: readonly string[]): ResourceView {
  const last = seen.get(r);
  const key = last?.key ?? keyOf(r.id);
  const there = r.goneAt === undefined;
  const around = {
    cancelled: s.cancelledAt !== undefined,
    locked: there && locks.some((lock) => holds(lock, key)),
    deleting: there && store.azure.deleting.has(key),
  };
  if (last !== undefined && isSame(last.around, around)) return last.view;
  const view = resourceView(r, around);
  seen.set(r, { key, around, view });
  return view;
}

function resourceView(r: WorldResource, { cancelled, locked, deleting }: Surroundings): ResourceView {
  const power = powerOf(r);
  const costs = r.goneAt === undefined && power !== 'deallocated' && !cancelled;
  return {
    group: groupNameOf(r.id),
    type: r.type,
    name: r.name,
    location: r.location,
    ...(power === undefined ? {} : { power }),
    costPerHour: costs ? r.costPerHour : 0,
    mines: r.mines,
    locked,
    deleting,
    ...(r.goneAt === undefined ? {} : { goneAt: r.goneAt }),
  };
}
