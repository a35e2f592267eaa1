import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunItem } from '../../src/domain/run.ts';
import { isOver } from '../../src/domain/run-moves.ts';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { seededRandom } from './crowd.ts';
import { openPlace, type Place } from './place.ts';
import { endOf } from './removal.ts';
import {
  asked,
  azureOf,
  itemsOf,
  pathOf,
  runEnded,
  type WaitingPlan,
  waitingPlan,
  withoutGuards,
} from './removal-place.ts';

const kills = 30;
const resources = 40;
/** Each second process is killed at any moment of its life; the others once they have asked Azure a few things. */
const anyMoment = 2;
/** Milliseconds. */
const anyLife = [100, 1800] as const;
const mostRequests = 7;
/** Before the first resource is deleted, all are compared and kept as evidence: that takes more requests. */
const mostBefore = 110;
const killsBefore = 4;
const mostReplaced = 4;
const mostRemade = 8;

describe(`a deletion of ${resources} resources whose process is killed at ${kills} random moments`, function () {
  this.timeout(20 * 60_000);
  const seed = Number(process.env['SURVIVAL_SEED'] ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  /** Keys of which another instance stands there now: put in its place, or made after it had gone. */
  const replaced = new Set<string>();
  const remade = new Set<string>();
  const killedAt: number[] = [];
  let killsInRun = 0;
  let plan: WaitingPlan;
  let first: ReadonlySet<string>;
  let items: readonly RunItem[] = [];
  let place: Place;
  let bot: BotProcess | undefined;
  let failed = true;

  before(async () => {
    console.log(`    seed ${seed} (SURVIVAL_SEED repeats it)`);
    place = await openPlace({
      limits: false,
      size: { partners: 1, channelsPerPartner: 2, subscriptionsPerPartner: 1 },
    });
    const env = { ...(await withoutGuards(place.env)), PORT: String(await closedPort()) };
    bot = startBot(env);
    place.world.setBotEndpoint(`${bot.url}/api/messages`);
    await bot.ready();
    await place.install();
    const [partner] = place.partners;
    assert.ok(partner);
    plan = await waitingPlan(place, partner, resources);
    first = new Set(azureOf(place, plan.subscriptionId).standing.keys());
    await plan.approve();
    for (let i = 1; i <= kills; i++) {
      await live(i);
      await bot?.kill('SIGKILL');
      killedAt.push(place.world.now().getTime());
      // What it had sent is answered before this is.
      await fetch(place.world.urls.azure);
      if (await isRunning()) killsInRun += 1;
      await meddle();
      bot = startBot(env);
    }
    await runEnded(place, plan.caseId);
    await place.settled();
    items = await itemsOf(place, plan.caseId);
    failed = false;
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await bot?.kill('SIGKILL');
    await place.close({ keep: failed });
  });

  const isRunning = async () => (await place.records.caseOf(plan.caseId)).state.run?.endedAt === undefined;
  const requests = () => place.world.requests().filter(({ service }) => service === 'azure').length;
  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  /** Until the moment at which the process shall die. */
  async function live(round: number): Promise<void> {
    if (round % anyMoment === 0) {
      await pause(anyLife[0] + random() * (anyLife[1] - anyLife[0]));
      return;
    }
    const hasBegun = async () => (await itemsOf(place, plan.caseId)).length > 0;
    const isBefore = round <= killsBefore && !(await hasBegun());
    if (round > killsBefore) await until(hasBegun);
    const enough = requests() + 1 + Math.floor(random() * (isBefore ? mostBefore : mostRequests));
    await until(async () => requests() >= enough || !(await isRunning()));
    await pause(random() * 60);
  }

  /** While nobody works, somebody puts another resource in the place of one, or makes one anew that is gone. */
  async function meddle(): Promise<void> {
    const { world } = place;
    const { standing, gone } = azureOf(place, plan.subscriptionId);
    const now = await itemsOf(place, plan.caseId);
    const isUntouched = ({ asked: times, key, state }: RunItem) =>
      times === 0 && !isOver({ state }) && standing.get(key)?.deleting === false && !replaced.has(key);
    const isGone = ({ key }: RunItem) => gone.has(key) && !standing.has(key);
    const chance = random();
    if (chance < 0.3 && replaced.size < mostReplaced) {
      const item = oneOf(now.filter(isUntouched));
      if (item === undefined) return;
      world.azure.replace(item.id);
      replaced.add(item.key);
    } else if (chance < 0.75 && remade.size < mostRemade) {
      const all = now.filter(isGone);
      const unseen = all.filter(({ state }) => state !== 'done');
      const item = oneOf(unseen.length > 0 ? unseen : all);
      const last = gone.get(item?.key ?? '')?.at(-1);
      if (item === undefined || last === undefined) return;
      const { group, type, name, location } = last;
      world.azure.make({ subscriptionId: plan.subscriptionId, group, type, name, location });
      remade.add(item.key);
    }
  }

  it('was under way at nearly all of them, while resources were replaced and made anew', () => {
    assert.equal(plan.keys.length, resources);
    assert.ok(killsInRun >= kills - 3, `${killsInRun} kills while it ran`);
    assert.ok(replaced.size > 0 && remade.size > 0, `${replaced.size} replaced, ${remade.size} made anew`);
  });

  it('has nothing left open, and counts what there is', async () => {
    const { state } = await place.records.caseOf(plan.caseId);

    assert.equal(items.length, resources);
    assert.ok(items.every(isOver));
    const done = items.filter((item) => item.state === 'done').length;
    const skipped = items.filter((item) => item.state === 'skipped').length;
    assert.deepEqual(state.run?.counts, { done, failed: 0, skipped, unknown: 0, open: 0 });
    assert.equal(state.plan?.state, 'carried-out');
  });

  it('has deleted each resource that was planned, but what hangs on one that was replaced', () => {
    const { gone, standing } = azureOf(place, plan.subscriptionId);
    const byKey = new Map(items.map((item) => [item.key, item]));
    for (const item of items) {
      const { key, waitsFor } = item;
      const isBarred = waitsFor.some((other) => byKey.get(other)?.state !== 'done');
      const end = endOf(item);
      if (isBarred) assert.equal(end, 'skipped owner-stays', key);
      else if (replaced.has(key)) assert.equal(end, 'skipped not-the-one', key);
      else if (remade.has(key)) assert.match(end, /^done( came-back| already-gone)?$/, key);
      else assert.match(end, /^done( already-gone)?$/, key);
      const isNew = replaced.has(key) || remade.has(key);
      // What went twice would be one of those that came later.
      assert.equal(gone.get(key)?.length ?? 0, isNew || item.state === 'done' ? 1 : 0, key);
      assert.equal(standing.has(key), isNew || item.state !== 'done', key);
    }
  });

  it('has touched nothing outside of the plan', () => {
    const planned = new Set(plan.keys);
    const { gone, standing } = azureOf(place, plan.subscriptionId);
    const changing = place.world
      .requests()
      .filter(({ service, method }) => service === 'azure' && /DELETE|PATCH|PUT/.test(method));

    assert.ok(changing.length > 0);
    for (const one of changing) assert.ok(planned.has(pathOf(one)), `${one.method} ${one.path}`);
    for (const key of first) if (!planned.has(key)) assert.ok(standing.has(key), key);
    for (const key of gone.keys()) assert.ok(planned.has(key), key);
  });

  it('has asked for nothing again that it had seen gone, and twice only what a killed process may not have asked', () => {
    for (const { key } of items) {
      const seenGone = asked(place, 'GET', key).find(({ status }) => status === 404);
      const deletes = asked(place, 'DELETE', key).map(({ at }) => Date.parse(at));
      for (const at of deletes)
        assert.ok(seenGone === undefined || at <= Date.parse(seenGone.at), `${key} was asked for after it was gone`);
      for (const [i, at] of deletes.slice(1).entries())
        assert.ok(
          killedAt.some((kill) => kill >= (deletes[i] ?? 0) && kill <= at),
          `${key} was asked for twice by one process`,
        );
    }
  });

  it('has a journal that verifies, in which it is approved and ends once', async () => {
    await place.records.proveJournals();
    const { entries } = await place.records.caseOf(plan.caseId);
    const count = (type: string) => entries.filter(({ event }) => event.type === type).length;
    assert.deepEqual([count('plan-approved'), count('run-ended'), count('plan-voided')], [1, 1, 0]);
  });

  it('has kept all evidence, each piece once', async () => {
    const { rows } = await place.records.pool.query<{ pieces: string; names: string }>(
      `select count(*) filter (where kind = 'resource') as pieces, count(distinct name) filter (where kind = 'resource') as names from kept_evidence`,
    );
    assert.deepEqual(rows[0], { pieces: String(resources), names: String(resources) });
  });
});
