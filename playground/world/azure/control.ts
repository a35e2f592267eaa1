import { need, type Store, type WorldResource } from '../store.ts';
import { switchAttacker } from './attacker.ts';
import { usualPerson } from './callers.ts';
import { logDeed } from './events.ts';
import { putDenial, putLock } from './locks.ts';
import { makeWave } from './machines.ts';
import { putGroup, putResource, resourceOf } from './parts.ts';
import { keyOf } from './resource-id.ts';
import type { WorldAzure } from './types.ts';

/** What tests, benchmarks and the page do to the fake Azure; unknown ids throw. */
export function azureControl(store: Store): WorldAzure {
  const resource = (id: string): WorldResource => need(store.resources, keyOf(id), 'resource');
  const now = (): string => store.clock.now().toISOString();
  const put = (changed: WorldResource): void => {
    putResource(store, changed);
    store.changed();
  };
  return {
    program(resourceId, outcome, act = 'delete') {
      const key = `${act} ${keyOf(resourceId)}`;
      if (outcome === undefined) store.azure.programs.delete(key);
      else store.azure.programs.set(key, outcome);
    },
    lock: (scope, lock) => putLock(store, scope, lock),
    unlock(lockId) {
      store.azure.locks.delete(keyOf(lockId));
      store.changed();
    },
    deny: (scope, name = 'System deny assignment') => putDenial(store, scope, name),
    replace(resourceId) {
      const old = resource(resourceId);
      const { power: _power, ...rest } = old;
      store.azure.gone.push({ ...old, goneAt: now() });
      put({
        ...rest,
        createdAt: now(),
        changedAt: now(),
        properties: {
          ...old.properties,
          ...(old.properties?.vmId === undefined ? {} : { vmId: store.ids.next(), timeCreated: now() }),
        },
      });
    },
    change(resourceId, tags = {}) {
      const old = resource(resourceId);
      put({ ...old, changedAt: now(), tags: { ...old.tags, ...tags } });
    },
    make({ subscriptionId, group, type, name, location = 'westeurope', uses = [] }) {
      const subscription = need(store.subscriptions, subscriptionId.toLowerCase(), 'subscription');
      const known = [...store.azure.groups.values()].find(
        (g) => g.subscriptionId === subscription.id && g.name.toLowerCase() === group.toLowerCase(),
      );
      const place = { subscriptionId: subscription.id, group: known?.name ?? group, location, createdAt: now() };
      putGroup(store, place);
      const made = resourceOf(place, type, name, {
        properties: { provisioningState: 'Succeeded' },
        uses: uses.map(keyOf),
      });
      put(made);
      const by = usualPerson(store, subscription);
      logDeed(store, { resourceId: made.id, by, at: Date.parse(now()), correlationId: store.ids.next(), short: true });
      return made.id;
    },
    allow(personId, subscriptionId, allowed) {
      const key = `${need(store.people, personId, 'person').id} ${subscriptionId.toLowerCase()}`;
      if (allowed) store.azure.withdrawn.delete(key);
      else store.azure.withdrawn.add(key);
    },
    attack: (subscriptionId, on, as) => switchAttacker(store, subscriptionId, on, as),
    fill(subscriptionId, count) {
      const subscription = need(store.subscriptions, subscriptionId.toLowerCase(), 'subscription');
      const createdAt = new Date(store.clock.now().getTime() - 200 * 86_400_000).toISOString();
      const wave = store.resources.size;
      for (let i = 0; i < count; i += 1) {
        const place = {
          subscriptionId: subscription.id,
          group: `rg-bulk-${Math.floor(i / 500)}`,
          location: 'westeurope',
          createdAt,
        };
        if (i % 500 === 0) putGroup(store, place);
        putResource(
          store,
          resourceOf(place, 'Microsoft.Storage/storageAccounts', `stbulk${wave}x${i}`, { sku: 'Standard_LRS' }),
        );
      }
      store.changed();
    },
    chains(subscriptionId, count) {
      const subscription = need(store.subscriptions, subscriptionId.toLowerCase(), 'subscription');
      const since = store.clock.now().getTime() - 48 * 3_600_000;
      // Each machine has four resources; all of them share a network and what guards it.
      const made = makeWave(store, { subscription, count: Math.max(Math.ceil((count - 2) / 4), 1), since });
      return made.map(({ id }) => id);
    },
  };
}
