import assert from 'node:assert/strict';
import type { SeenRequest } from '../../playground/world/types.ts';
import type { Run, RunItem } from '../../src/domain/run.ts';
import { until } from '../support/house.ts';
import { localServer } from '../support/http-server.ts';
import { outcomes, refusals, type Trial } from './delete-trials.ts';
import { endOf, keyOf, type PlanCard, type Removals, removalsIn } from './removal.ts';
import { type Detected, useScene } from './scene.ts';

const trials = Object.entries<Trial>({ ...outcomes, ...refusals });
const minute = 60_000;
/** Partners of even numbers read English; so many that Teams’ limits of a channel make nobody wait for long. */
const english = 6;
const each = Math.ceil(trials.length / english);

interface Tried {
  readonly removals: Removals;
  readonly found: Detected;
  readonly plan: PlanCard;
  /** Keys of the machine that Azure does it about, and of the other one. */
  readonly machine: string;
  readonly other: string;
}

describe('whatever Azure answers to a delete', () => {
  const scene = useScene({
    // Some wait for as long as anybody does.
    env: { JOB_CONCURRENCY: String(trials.length + 8) },
    world: { limits: false, size: { partners: 2 * english, channelsPerPartner: 2, subscriptionsPerPartner: each } },
    installed: 'all',
  });
  const elsewhere = localServer();
  const strays: string[] = [];
  const tried = new Map<string, Tried & { readonly run: Run }>();
  let seen: readonly SeenRequest[] = [];

  before(async function () {
    elsewhere.always(({ path }) => {
      strays.push(path);
      return {};
    });
    const all = Array.from({ length: english }, (_, i) => removalsIn(scene(), scene().partner(2 * i)));
    const found = (await Promise.all(all.map((one) => one.frauds(each, { machines: 2 })))).flat();
    const approved = await Promise.all(
      trials.map(async ([name, trial], i) => ({
        name,
        trial,
        ...(await approvedPlan(trial, found[i], all[Math.floor(i / each)])),
      })),
    );
    const finish = async ({ name, ...one }: (typeof approved)[number]) =>
      tried.set(name, { ...one, run: await one.removals.ended(one.found.caseId) });
    await Promise.all(approved.filter(({ trial }) => !trial.late).map(finish));
    scene().house.world.advance(20 * minute);
    await Promise.all(approved.filter(({ trial }) => trial.late).map(finish));
    seen = scene().house.world.requests();
  });

  /** A plan of two machines and what only they use, approved; Azure will do to the first one what is tried. */
  async function approvedPlan(
    { azure, fault }: Trial,
    found: Detected | undefined,
    removals: Removals | undefined,
  ): Promise<Tried> {
    assert.ok(found && removals);
    const { world } = scene().house;
    const [machine = '', other = ''] = removals
      .miners(found.subscriptionId)
      .map((one) => keyOf(found.subscriptionId, one));
    const plan = await removals.planned(found, { chosen: [machine, other], attached: 'true', lift: true });
    if (azure) world.azure.program(machine, azure({ other, foreignUrl: elsewhere.url }));
    if (fault) world.addFault({ service: 'azure', path: `/${nameOf(machine)}(\\?|$)`, ...fault });
    const answer = await removals.approves(removals.remover, plan);
    assert.equal((await removals.case(found.caseId)).plan?.state, 'approved', JSON.stringify(answer));
    return { found, plan, machine, other, removals };
  }

  const itemOf = ({ items }: Run, key: string): RunItem => {
    const item = items.find((one) => one.key === key);
    assert.ok(item, `${key} is not in the run`);
    return item;
  };
  /** Requests of a method about the thing itself, not about what is below it. */
  const asked = (method: string, key: string) =>
    seen.filter((one) => one.service === 'azure' && one.method === method && pathOf(one) === key);

  for (const [name, { ends, says, stays, apart = 0, asked: times = 1 }] of trials) {
    it(`${name}: ${ends}`, async () => {
      const one = tried.get(name);
      assert.ok(one);
      const { found, machine, other, plan, removals, run } = one;
      const there = new Set(removals.standing(found.subscriptionId).map((view) => keyOf(found.subscriptionId, view)));

      assert.equal(endOf(itemOf(run, machine)), ends);
      assert.equal(there.has(machine), stays === true);
      await until(() => says.test(scene().text(plan.message)));
      // Nothing was called gone that is there, and what has nothing to do with it went on.
      for (const { key, state } of run.items) if (state === 'done') assert.ok(!there.has(key), `${key} is there`);
      const parts = run.items.filter((item) => item.name.startsWith(nameOf(other)));
      assert.ok(parts.length >= 4, `${parts.length} parts`);
      for (const item of parts) assert.equal(endOf(item), 'done', item.name);
      const own = run.items.filter((item) => item.name.startsWith(`${nameOf(machine)}-`));
      for (const item of own) assert.equal(endOf(item), ends === 'done' ? 'done' : 'skipped owner-stays', item.name);
      const deletes = asked('DELETE', machine);
      if (times > 0) assert.equal(deletes.length, times);
      for (const [i, { at }] of deletes.slice(1).entries())
        assert.ok(Date.parse(at) - Date.parse(deletes[i]?.at ?? '') >= apart * 1000, `${i}: asked again too soon`);
    });
  }

  it('no token is sent to another host, whatever Azure names', () => {
    const acted = seen.filter(({ service, method }) => service === 'azure' && method === 'DELETE');

    assert.ok(acted.length > trials.length);
    assert.deepEqual(strays, []);
  });

  it('nothing outside of the plans is touched, and every case is its journal', async () => {
    const planned = new Set([...tried.values()].flatMap(({ run }) => run.items.map(({ key }) => key)));
    const changing = seen.filter(({ service, method }) => service === 'azure' && /DELETE|PATCH|PUT/.test(method));

    for (const request of changing) assert.ok(planned.has(pathOf(request)), request.path);
    for (const { id, resources } of scene().house.world.snapshot().azure)
      for (const one of resources.filter(({ goneAt }) => goneAt !== undefined))
        assert.ok(planned.has(keyOf(id, one)), one.name);
    await scene().records.proveJournals();
  });
});

function nameOf(key: string): string {
  return key.split('/').at(-1) ?? key;
}

function pathOf({ path }: SeenRequest): string {
  return (path.split('?')[0] ?? '').replace(/^\/+/, '/').toLowerCase();
}
