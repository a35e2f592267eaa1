import assert from 'node:assert/strict';
import type { RunItem } from '../../src/domain/run.ts';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';
import { endOf } from './removal.ts';
import { asked, azureOf, itemsOf, runEnded, type WaitingPlan, waitingPlan, withoutGuards } from './removal-place.ts';

const resources = 16;

describe('two processes on one database that share removals', () => {
  let place: Place;
  let plans: readonly WaitingPlan[] = [];
  let bots: readonly BotProcess[] = [];
  let failed = true;

  before(async () => {
    // One that reads Graph, one that reads fraud events.
    place = await openPlace({
      limits: false,
      size: { partners: 2, channelsPerPartner: 2, subscriptionsPerPartner: 2 },
    });
    const env = await withoutGuards(place.env);
    bots = await Promise.all([1, 2].map(async () => startBot({ ...env, PORT: String(await closedPort()) })));
    await Promise.all(bots.map((bot) => bot.ready()));
    use(0);
    await place.install();
    const made: WaitingPlan[] = [];
    for (const partner of place.partners)
      for (let i = 0; i < 2; i++) made.push(await waitingPlan(place, partner, resources));
    plans = made;
    failed = false;
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await Promise.all(bots.map((bot) => bot.kill('SIGKILL')));
    await place.close({ keep: failed });
  });

  /** Whom Teams talks to from now on. */
  function use(index: number): void {
    place.world.setBotEndpoint(`${bots[index]?.url}/api/messages`);
  }

  /** Everything is gone, and was asked for once. */
  function assertOnce({ keys, subscriptionId }: WaitingPlan, items: readonly RunItem[]): void {
    const { gone, standing } = azureOf(place, subscriptionId);
    assert.deepEqual(items.map(({ key }) => key).toSorted(), keys.toSorted());
    for (const item of items) {
      assert.equal(endOf(item), 'done', item.name);
      assert.equal(asked(place, 'DELETE', item.key).length, 1, item.name);
      assert.deepEqual([gone.get(item.key)?.length, standing.has(item.key)], [1, false]);
    }
  }

  it('begin one run where a person approves by both at the same moment', async () => {
    const pairs = plans.slice(0, 2).map((plan) => {
      use(0);
      const first = plan.approve();
      use(1);
      return [first, plan.approve()];
    });
    await Promise.all(pairs.flat());
    for (const { caseId } of plans.slice(0, 2)) await runEnded(place, caseId);

    for (const plan of plans.slice(0, 2)) {
      assertOnce(plan, await itemsOf(place, plan.caseId));
      const { entries } = await place.records.caseOf(plan.caseId);
      const count = (type: string) => entries.filter(({ event }) => event.type === type).length;
      assert.deepEqual([count('plan-approved'), count('run-ended')], [1, 1]);
    }
  });

  it('go on with what the other had begun when it is told to stop, and ask for nothing twice', async () => {
    use(1);
    const [stopped] = bots;
    const last = plans.slice(2);
    assert.ok(stopped);
    for (const plan of last) await plan.approve();
    const begun = async ({ caseId }: WaitingPlan) =>
      (await itemsOf(place, caseId)).some(({ state }) => state === 'done');
    await until(async () => (await Promise.all(last.map(begun))).every(Boolean));

    const { code, signal } = await stopped.kill('SIGTERM');
    for (const { caseId } of last) await runEnded(place, caseId);

    assert.deepEqual([code, signal], [0, null], stopped.output().slice(-2000));
    for (const plan of last) assertOnce(plan, await itemsOf(place, plan.caseId));
    await place.records.proveJournals();
  });
});
