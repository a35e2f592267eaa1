import assert from 'node:assert/strict';
import { cardText, until } from '../support/house.ts';
import { assertHarmless, attack } from './harmless.ts';
import { keyOf, type Removals, removalsIn } from './removal.ts';
import { adaptiveCard, type Detected, useScene } from './scene.ts';

/** What somebody may call a resource, group, lock or tag; a slash would begin another name. */
const name = attack.replaceAll('/', '').slice(0, 200);
const group = 'rg <at>Everyone<at> **bold** ${g} {{DATE(2020-01-01T00:00:00Z,SHORT)}}';
const type = 'Microsoft.Compute/virtualMachines';
const hour = 3_600_000;

describe('names in Azure that try to be more than text', () => {
  const scene = useScene({ world: { hostile: true, limits: false } });
  let removals: Removals;
  let found: Detected;
  let machine = '';

  before(async () => {
    const { world } = scene().house;
    const hostile = world.snapshot().customers.find((customer) => customer.name.includes('<at>'));
    const subscriptionId = hostile?.subscriptions[0]?.id;
    assert.ok(subscriptionId !== undefined);
    removals = removalsIn(scene());
    found = await scene().detected({ subscriptionId, machines: 2 });
    world.azure.make({ subscriptionId, group, type, name });
    machine = keyOf(subscriptionId, { group, type, name });
    const [miner] = removals.miners(subscriptionId);
    assert.ok(miner);
    world.azure.lock(keyOf(subscriptionId, miner), { name, notes: attack });
    world.azure.change(machine, { [attack]: attack });
    await removals.decided(found);
  });

  /** All that the bot has ever sent to the Bot Connector. */
  function assertAllHarmless(): void {
    const posts = scene()
      .house.world.requests()
      .filter(({ service, method }) => service === 'connector' && method !== 'GET');
    assert.ok(posts.length > 0);
    for (const { body } of posts) assertHarmless(shownOf(body));
  }

  it('are text on the inventory and on the timelines', async () => {
    const shown = [
      await removals.does(removals.owner, found, 'inventory.open'),
      await removals.does(removals.owner, found, 'investigate.again'),
      await removals.does(removals.owner, found, 'timeline.open'),
      await removals.does(removals.owner, found, 'timeline.open', { resource: machine }),
    ];

    for (const answer of shown) {
      assert.equal(answer.type, adaptiveCard);
      assertHarmless(shownOf(answer.value));
    }
    assert.match(shown.map(({ value }) => cardText(value)).join(' '), /Everyone/);
  });

  it('are text in replies to what was typed', async () => {
    const { ask } = scene();
    for (const words of ['inventory', 'timeline', `stop ${name}`, 'plan group rg-<b>x</b>', 'progress', 'checklist'])
      await ask(removals.owner, words, found.card);

    assertAllHarmless();
  });

  it('are text on the plan, while it is carried out, and when it is done', async () => {
    const miners = removals.miners(found.subscriptionId).map((one) => keyOf(found.subscriptionId, one));
    const { world } = scene().house;
    const act = {
      kind: 'status',
      status: 409,
      body: { error: { code: attack, message: attack } },
    } as const;
    world.addFault({ service: 'azure', method: 'DELETE', path: miners[1]?.split('/').at(-1) ?? '', times: 1, act });

    const plan = await removals.planned(found, { chosen: [...miners, machine], lift: true });
    assert.match(scene().text(plan.message), /Left out/);
    await removals.approves(removals.remover, plan);
    const { items } = await removals.ended(found.caseId);
    await removals.planSays(found, /Deletion finished/);
    await scene().records.idle();

    assert.ok(items.some(({ state }) => state === 'failed') && items.some(({ state }) => state === 'done'));
    assertAllHarmless();
  });

  it('are text in the alarm when one of them is there again', async () => {
    const { house } = scene();
    assert.ok(removals.standing(found.subscriptionId).every((one) => keyOf(found.subscriptionId, one) !== machine));
    house.world.azure.make({ subscriptionId: found.subscriptionId, group, type, name });
    house.world.advance(2 * hour);
    await house.look();

    const alarm = await until(() =>
      house.messages(found.card.conversationId).find(({ text }) => /The way in is still open/.test(text ?? '')),
    );
    assert.match(alarm.text ?? '', /Everyone/);
    await scene().records.idle();
    assertAllHarmless();
    await scene().records.proveJournals();
  });
});

/** Without what buttons and choices carry, which no client shows. */
function shownOf(sent: unknown): unknown {
  const shown = JSON.stringify(sent, (key, value: unknown) => {
    if (key === 'data') return undefined;
    if (key !== 'choices' || !Array.isArray(value)) return value;
    return value.map((choice: { readonly title?: unknown }) => ({ title: choice.title }));
  });
  return JSON.parse(shown);
}
