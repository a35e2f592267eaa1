import assert from 'node:assert/strict';
import { attackersReturn, switchAttacker } from '../../playground/world/azure/attacker.ts';
import { subscriptionViews } from '../../playground/world/azure/view.ts';
import { cancelSubscription, isInactive } from '../../playground/world/azure-subscription-state.ts';
import { worldClock } from '../../playground/world/clock.ts';
import { fillWorld } from '../../playground/world/content/fill.ts';
import { seededIds } from '../../playground/world/ids.ts';
import { emptyStore } from '../../playground/world/store.ts';

const minute = 60_000;

function place() {
  const bot = { appId: 'app', tenantId: 'tenant', secret: 'secret', name: 'Bot', teamsId: '28:app' };
  const store = emptyStore({ bot, ids: seededIds(1), clock: worldClock(new Date('2026-03-12T09:00:00Z')) });
  fillWorld(store, {});
  const subscription = [...store.subscriptions.values()].find((s) => s.name === 'ski-prod') ?? assert.fail();
  switchAttacker(store, subscription.id, true);
  const view = () => subscriptionViews(store).find((s) => s.id === subscription.id) ?? assert.fail();
  return { store, id: subscription.id, view };
}

describe('a cancelled subscription of the local world', () => {
  it('runs no machine and costs nothing from then on, and is inactive ten minutes later', () => {
    const { store, id, view } = place();
    const before = view();
    cancelSubscription(store, id, store.clock.now().toISOString());

    const after = view();
    const early = isInactive(store.subscriptions.get(id) ?? {}, store.clock.now());
    store.clock.advance(10 * minute);

    assert.ok(before.burnPerHour > 10);
    assert.deepEqual([after.state, after.burnPerHour, early], ['cancelled', 0, false]);
    assert.ok(after.resources.every((r) => r.power === undefined || r.power === 'deallocated'));
    assert.equal(view().state, 'inactive');
  });

  it('sees no attacker come back, and keeps the time of its first cancel', () => {
    const { store, id, view } = place();
    const at = store.clock.now().toISOString();
    cancelSubscription(store, id.toUpperCase(), at);
    cancelSubscription(store, id, new Date(Date.parse(at) + minute).toISOString());
    store.clock.advance(300 * minute);

    attackersReturn(store, store.clock.now());

    assert.equal(store.subscriptions.get(id)?.cancelledAt, at);
    assert.equal(view().resources.filter((r) => r.mines).length, 3);
  });
});
