import assert from 'node:assert/strict';
import { attackersReturn, switchAttacker } from '../../playground/world/azure/attacker.ts';
import { subscriptionViews } from '../../playground/world/azure/view.ts';
import { cancelSubscription, isInactive } from '../../playground/world/azure-subscription-state.ts';
import { worldClock } from '../../playground/world/clock.ts';
import { fillWorld } from '../../playground/world/content/fill.ts';
import { seededIds } from '../../playground/world/ids.ts';
import { emptyStore } from '../../playground/world/store.ts';
import { azurePlace, types } from './azure-place.ts';
import { asList, codeOf } from './open-world.ts';

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

describe('a subscription that is cancelled at Partner Center', () => {
  it('is shown as disabled by Azure, can be read, and takes no change', async () => {
    const at = await azurePlace();
    const { world } = at.open;
    const { customerTenantId } = at.view();
    const machine = at.made(types.machine)[0] ?? '';
    const token = await at.open.personToken(at.ownerId, 'partner-center');
    const plans = `${world.urls.partnerCenter}/v1/customers/${customerTenantId}/subscriptions`;
    const bought = asList((await at.open.call(plans, { token })).body.items);
    const plan = bought.find((one) => one.offerName === 'Azure plan') ?? {};
    const cancel = `${plans}/${String(plan.id)}/azureEntitlements/${at.subscriptionId}/cancel`;

    const cancelled = await at.open.call(cancel, { token, body: { cancellationReason: 'compromise' } });
    const shown = await at.get(at.root);
    const refused = [
      await at.remove(machine),
      await at.send('POST', `${machine}/start`),
      await at.send('PATCH', machine, { tags: {} }),
    ];
    const read = await at.get(`${machine}/instanceView`);
    const burning = at.burn();

    await at.open.close();
    assert.equal(cancelled.status, 202);
    assert.equal(shown.body.state, 'Disabled');
    assert.deepEqual(
      refused.map((answer) => [answer.status, codeOf(answer)]),
      Array.from({ length: 3 }, () => [409, 'ReadOnlyDisabledSubscription']),
    );
    assert.equal(asList(read.body.statuses)[1]?.code, 'PowerState/deallocated');
    assert.equal(burning, 0);
  });
});

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
