import assert from 'node:assert/strict';
import type { Run } from '../../src/domain/run.ts';
import type { RunStore } from '../../src/workflow/response-ports.ts';
import { failing, refuses, types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type Machine, type ResponseBench, responseBench } from '../support/response-bench.ts';
import { everyJournalHolds } from '../support/workshop.ts';

describe('carrying out a deletion', () => {
  const db = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(db);
  });
  afterEach(() => everyJournalHolds(db));

  /** The store of runs, where a run begins with other items, or something happens right after it began. */
  function changedRuns(how: { items?: (items: Run['items']) => Run['items']; after?: () => void }): RunStore {
    const { runs } = b.responding;
    return {
      ...runs,
      begin: async (run) => {
        await runs.begin({ ...run, items: how.items?.(run.items) ?? run.items });
        how.after?.();
      },
    };
  }

  it('deletes what was approved in the order in which it can go, and nothing else', async () => {
    const { vm, nic, disk, address, all } = b.addMachine();
    const other = b.azure.add('web', types.vm);
    const runId = await b.approved(all);

    await b.carryOut(runId);

    const c = await b.case();
    assert.deepEqual(b.azure.keys(), [other.key]);
    assert.deepEqual(
      b
        .deletions()
        .map(({ key }) => key)
        .slice(0, 1),
      [vm.key],
    );
    assert.deepEqual(new Set(b.deletions().map(({ key }) => key)), new Set([vm.key, nic.key, disk.key, address.key]));
    assert.equal(b.deletions().length, 4);
    assert.deepEqual(c.run?.counts, { done: 4, failed: 0, skipped: 0, unknown: 0, open: 0 });
    assert.ok((await b.run(runId)).endedAt);
    assert.equal(c.plan?.state, 'carried-out');
    assert.equal(c.afterCare?.next, 1);
  });

  it('acts in the name of the person who approved', async () => {
    const runId = await b.approved();

    await b.carryOut(runId);

    assert.deepEqual(new Set(b.deletions().map(({ by }) => by.name)), new Set(['Ben']));
  });

  it('has at most four deletions under way', async () => {
    const machines = Array.from({ length: 12 }, (_, i) => b.azure.add(`vm-${i}`));
    const runId = await b.approved(machines);

    await b.carryOut(runId);

    assert.equal(b.azure.mostAtOnce, 4);
    assert.equal((await b.case()).run?.counts?.done, 12);
  });

  it('keeps the evidence of all of it before the first request that deletes', async () => {
    const counts: number[] = [];
    const { all } = b.addMachine();
    await b.found(all);
    const planId = (await b.plan(all)).plan?.id ?? assert.fail();
    const runId = await b.approve();
    const stored = b.responding.plans;
    let kept = 0;
    const plans: typeof stored = {
      ...stored,
      keepEvidence: async (...piece) => {
        await stored.keepEvidence(...piece);
        kept += 1;
      },
    };
    b.azure.on.act = () => void counts.push(kept);

    await b.carryOut(runId, { plans });

    assert.deepEqual(new Set(counts), new Set([kept]));
    assert.equal(await b.responding.plans.countEvidence(planId), 1 + 1 + all.length);
  });

  it('deletes nothing when the evidence cannot be kept, and is tried again', async () => {
    const runId = await b.approved();
    b.azure.on.evidence = failing('unreachable');

    const failed = b.carryOut(runId);

    await assert.rejects(failed, /does not give/);
    assert.deepEqual(b.deletions(), []);
    delete b.azure.on.evidence;
    await b.carryOut(runId);
    assert.equal((await b.case()).run?.counts?.done, 4);
  });

  it('carries out nothing twice', async () => {
    const runId = await b.approved();
    await b.carryOut(runId);
    const before = await b.case();

    await b.carryOut(runId);

    assert.equal(b.deletions().length, 4);
    assert.deepEqual(await b.case(), before);
  });

  const drifts: readonly (readonly [string, (b: ResponseBench, all: Machine) => void])[] = [
    ['something was made anew under the same name', () => void b.azure.add('vm-1')],
    ['something went', (_, { disk }) => b.azure.takeAway(disk.key)],
    ['something came into its group', () => void b.azure.add('vm-new')],
    [
      'something was locked',
      (_, { nic }) => void b.azure.locks.push({ name: 'keep', scope: nic.key, level: 'CanNotDelete' }),
    ],
    [
      'something outside uses it now',
      (_, { address }) =>
        void b.azure.add('lb', 'microsoft.network/loadbalancers', { group: 'rg-other', refs: [address.key] }),
    ],
  ];
  for (const [what, happens] of drifts)
    it(`voids the plan and touches nothing when ${what} since it was made`, async () => {
      const machine = b.addMachine();
      const runId = await b.approved(machine.all);
      happens(b, machine);

      await b.carryOut(runId);

      const c = await b.case();
      assert.equal(c.plan?.state, 'void');
      assert.equal(c.plan.voided?.why, 'drift');
      assert.ok(c.plan.voided.drift);
      assert.equal(c.run, undefined);
      assert.deepEqual(b.deletions(), []);
      assert.equal(await b.responding.runs.load(runId), undefined);
    });

  it('voids a plan that cannot be compared with what is there, and waits where that may pass', async () => {
    const runId = await b.approved();
    b.azure.on.read = failing('unreachable');
    const failed = b.carryOut(runId);

    await assert.rejects(failed);
    assert.equal((await b.case()).plan?.state, 'approved');
    b.azure.on.read = failing('forbidden');
    await b.carryOut(runId);

    assert.deepEqual((await b.case()).plan?.voided?.why, 'unreadable');
    assert.deepEqual(b.deletions(), []);
  });

  it('does nothing for a plan whose words are not those that were approved', async () => {
    const runId = await b.approved();
    const stored = b.responding.plans;
    const plans: typeof stored = {
      ...stored,
      load: async (id) => {
        const plan = await stored.load(id);
        return plan && { ...plan, items: plan.items.map((item) => ({ ...item, waitsFor: [] })) };
      },
    };

    await b.carryOut(runId, { plans });

    assert.equal((await b.case()).plan?.state, 'void');
    assert.deepEqual(b.deletions(), []);
  });

  it('skips what was made anew after the run had begun, and says so', async () => {
    const { vm, all } = b.addMachine();
    const runId = await b.approved(all);
    const runs = changedRuns({ after: () => void b.azure.add('vm-1', types.vm, { refs: vm.refs }) });

    await b.carryOut(runId, { runs });

    const items = await b.items(runId);
    assert.deepEqual([items.get('vm-1')?.state, items.get('vm-1')?.why], ['skipped', 'not-the-one']);
    assert.deepEqual([items.get('vm-1-nic')?.state, items.get('vm-1-nic')?.why], ['skipped', 'owner-stays']);
    assert.deepEqual(b.deletions(), []);
    assert.ok(b.azure.has(vm.key));
  });

  it('says what Azure refused and goes on with what does not hang on it', async () => {
    const machine = b.addMachine();
    const loose = b.azure.add('loose', types.disk);
    const runId = await b.approved([...machine.all, loose]);
    b.azure.on.act = (_, key) => (key === machine.vm.key ? refuses('locked') : undefined);

    await b.carryOut(runId);

    const items = await b.items(runId);
    assert.deepEqual([items.get('vm-1')?.state, items.get('vm-1')?.why], ['failed', 'locked']);
    assert.deepEqual([items.get('vm-1-nic')?.state, items.get('vm-1-nic')?.why], ['skipped', 'owner-stays']);
    assert.equal(items.get('loose')?.state, 'done');
    assert.deepEqual((await b.case()).run?.counts, { done: 1, failed: 1, skipped: 3, unknown: 0, open: 0 });
  });

  it('puts back what is in use until its user is gone', async () => {
    const address = b.azure.add('ip', types.address);
    const runId = await b.approved([address]);
    let asked = 0;
    b.azure.on.act = () => (++asked <= 3 ? refuses('in-use', true) : undefined);

    await b.carryOut(runId);

    assert.equal((await b.items(runId)).get('ip')?.state, 'done');
    assert.equal(b.deletions().length, 4);
  });

  it('waits as long as Azure asks when it is throttled', async () => {
    const runId = await b.approved([b.azure.add('ip', types.address)]);
    let asked = 0;
    b.azure.on.act = () => (++asked === 1 ? { ...refuses('throttled', true), waitSeconds: 47 } : undefined);

    await b.carryOut(runId);

    const [first, second] = b.deletions();
    assert.ok(first && second && second.at - first.at >= 47_000);
  });

  it('verifies when the polling link is lost or the operation failed to tell', async () => {
    const runId = await b.approved();
    b.azure.on.follow = () => ({ kind: 'lost' });

    await b.carryOut(runId);

    assert.equal((await b.case()).run?.counts?.done, 4);
    assert.deepEqual(b.azure.keys(), []);
  });

  it('says unknown, not gone, when it may not look any more', async () => {
    const runId = await b.approved([b.azure.add('ip', types.address)]);
    b.azure.on.act = () => {
      b.azure.on.look = () => refuses('lost-access');
      return undefined;
    };

    await b.carryOut(runId);

    assert.deepEqual((await b.case()).run?.counts, { done: 0, failed: 0, skipped: 0, unknown: 1, open: 0 });
  });

  it('says that it is still there when Azure says done and it stays', async () => {
    const runId = await b.approved([b.azure.add('ip', types.address)]);
    b.azure.on.act = () => ({ kind: 'over' });

    await b.carryOut(runId);

    const item = (await b.items(runId)).get('ip');
    assert.deepEqual([item?.state, item?.why], ['failed', 'still-there']);
  });

  it('ends items that wait for each other, instead of waiting for ever', async () => {
    const { all } = b.addMachine();
    const runId = await b.approved(all);
    const runs = changedRuns({
      items: ([one, other]) =>
        one && other
          ? [
              { ...one, waitsFor: [other.key] },
              { ...other, waitsFor: [one.key] },
            ]
          : assert.fail(),
    });

    await b.carryOut(runId, { runs });

    assert.deepEqual((await b.case()).run?.counts, { done: 0, failed: 0, skipped: 2, unknown: 0, open: 0 });
  });
});
