import assert from 'node:assert/strict';
import { cardText, until } from '../support/house.ts';
import { type Removals, removalsIn } from './removal.ts';
import { type Detected, useScene } from './scene.ts';

describe('people who have a subscription looked into again', () => {
  const scene = useScene();
  let removals: Removals;
  let found: Detected;

  before(async () => {
    removals = removalsIn(scene());
    found = await removals.fraud();
    await scene().records.idle();
  });

  const again = () => removals.does(scene().house.person(/billing/i), found, 'investigate.again');
  const looks = () =>
    scene()
      .house.world.requests()
      .filter(
        ({ service, path }) =>
          service === 'azure' && path.includes(`${found.subscriptionId}/providers/Microsoft.Insights`),
      ).length;

  it('wait for the look that is under way, however often they press; afterwards they get one of their own', async () => {
    const { house, records } = scene();
    house.world.forgetRequests();
    await again();
    const ofOne = looks();
    house.world.forgetRequests();
    const holding = await records.pool.connect();
    await holding.query('begin; lock table investigations in exclusive mode');

    const answers = await Promise.all(Array.from({ length: 8 }, again));
    const ofMany = looks();
    await holding.query('commit');
    holding.release();

    for (const { value } of answers) assert.match(cardText(value), /Being read again/);
    assert.ok(ofOne > 0);
    assert.equal(ofMany, ofOne);
    // What was held ends a moment after it is let go.
    await until(async () => (await again(), looks() === 2 * ofOne));
  });
});
