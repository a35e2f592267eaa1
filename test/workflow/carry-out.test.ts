import assert from 'node:assert/strict';
import type { Run } from '../../src/domain/run.ts';
import type { RunStore } from '../../src/workflow/response-ports.ts';
import { failing, refuses, types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { everyJournalHolds, groups } from '../support/workshop.ts';

describe('carrying out a deletion', () => {
  const db = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(db);
  });
  afterEach(() => everyJournalHolds(db));

  /** A machine with its interface, disk and address, and something else that must stay. */
  function addMachine(name = 'vm-1') {
    const address = b.azure.add(`${name}-ip`, types.address);
    const nic = b.azure.add(`${name}-nic`, types.nic, { refs: [address.key] });
    const disk = b.azure.add(`${name}-disk`, types.disk);
    const vm = b.azure.add(name, types.vm, { refs: [nic.key, disk.key] });
    return { vm, nic, disk, address, all: [vm, nic, disk, address] };
  }
  const deletions = () => b.azure.sent.filter(({ act }) => act === 'delete');

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

  async function approvedPlan(resources = addMachine().all) {
    await b.found(resources);
    await b.plan(resources);
    return b.approve();
  }

  it('deletes what was approved in the order in which it can go, and nothing else', async () => {
    const { vm, nic, disk, address, all } = addMachine();
    const other = b.azure.add('web', types.vm);
    const runId = await approvedPlan(all);

    await b.carryOut(runId);

    const c = await b.case();
    assert.deepEqual(b.azure.keys(), [other.key]);
    assert.deepEqual(
      deletions()
        .map(({ key }) => key)
        .slice(0, 1),
      [vm.key],
    );
    assert.deepEqual(new Set(deletions().map(({ key }) => key)), new Set([vm.key, nic.key, disk.key, address.key]));
    assert.equal(deletions().length, 4);
    assert.deepEqual(c.run?.counts, { done: 4, failed: 0, skipped: 0, unknown: 0, open: 0 });
    assert.ok((await b.run(runId)).endedAt);
    assert.equal(c.plan?.state, 'carried-out');
    assert.equal(c.afterCare?.next, 1);
  });

  it('acts in the name of the person who approved', async () => {
    const runId = await approvedPlan();

    await b.carryOut(runId);

    assert.deepEqual(new Set(deletions().map(({ by }) => by.name)), new Set(['Ben']));
  });

  it('has at most four deletions under way', async () => {
    const machines = Array.from({ length: 12 }, (_, i) => b.azure.add(`vm-${i}`));
    const runId = await approvedPlan(machines);

    await b.carryOut(runId);

    assert.equal(b.azure.mostAtOnce, 4);
    assert.equal((await b.case()).run?.counts?.done, 12);
  });

  it('keeps the evidence of all of it before the first request that deletes', async () => {
    const counts: number[] = [];
    const { all } = addMachine();
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
    const runId = await approvedPlan();
    b.azure.on.evidence = failing('unreachable');

    const failed = b.carryOut(runId);

    await assert.rejects(failed, /does not give/);
    assert.deepEqual(deletions(), []);
    delete b.azure.on.evidence;
    await b.carryOut(runId);
    assert.equal((await b.case()).run?.counts?.done, 4);
  });

  it('carries out nothing twice', async () => {
    const runId = await approvedPlan();
    await b.carryOut(runId);
    const before = await b.case();

    await b.carryOut(runId);

    assert.equal(deletions().length, 4);
    assert.deepEqual(await b.case(), before);
  });

  const drifts: readonly (readonly [string, (b: ResponseBench, all: ReturnType<typeof addMachine>) => void])[] = [
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
      const machine = addMachine();
      const runId = await approvedPlan(machine.all);
      happens(b, machine);

      await b.carryOut(runId);

      const c = await b.case();
      assert.equal(c.plan?.state, 'void');
      assert.equal(c.plan.voided?.why, 'drift');
      assert.ok(c.plan.voided.drift);
      assert.equal(c.run, undefined);
      assert.deepEqual(deletions(), []);
      assert.equal(await b.responding.runs.load(runId), undefined);
    });

  it('voids a plan that cannot be compared with what is there, and waits where that may pass', async () => {
    const runId = await approvedPlan();
    b.azure.on.read = failing('unreachable');
    const failed = b.carryOut(runId);

    await assert.rejects(failed);
    assert.equal((await b.case()).plan?.state, 'approved');
    b.azure.on.read = failing('forbidden');
    await b.carryOut(runId);

    assert.deepEqual((await b.case()).plan?.voided?.why, 'unreadable');
    assert.deepEqual(deletions(), []);
  });

  it('does nothing for a plan whose words are not those that were approved', async () => {
    const runId = await approvedPlan();
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
    assert.deepEqual(deletions(), []);
  });

  it('skips what was made anew after the run had begun, and says so', async () => {
    const { vm, all } = addMachine();
    const runId = await approvedPlan(all);
    const runs = changedRuns({ after: () => void b.azure.add('vm-1', types.vm, { refs: vm.refs }) });

    await b.carryOut(runId, { runs });

    const items = await b.items(runId);
    assert.deepEqual([items.get('vm-1')?.state, items.get('vm-1')?.why], ['skipped', 'not-the-one']);
    assert.deepEqual([items.get('vm-1-nic')?.state, items.get('vm-1-nic')?.why], ['skipped', 'owner-stays']);
    assert.deepEqual(deletions(), []);
    assert.ok(b.azure.has(vm.key));
  });

  it('says what Azure refused and goes on with what does not hang on it', async () => {
    const machine = addMachine();
    const loose = b.azure.add('loose', types.disk);
    const runId = await approvedPlan([...machine.all, loose]);
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
    const runId = await approvedPlan([address]);
    let asked = 0;
    b.azure.on.act = () => (++asked <= 3 ? refuses('in-use', true) : undefined);

    await b.carryOut(runId);

    assert.equal((await b.items(runId)).get('ip')?.state, 'done');
    assert.equal(deletions().length, 4);
  });

  it('waits as long as Azure asks when it is throttled', async () => {
    const runId = await approvedPlan([b.azure.add('ip', types.address)]);
    let asked = 0;
    b.azure.on.act = () => (++asked === 1 ? { ...refuses('throttled', true), waitSeconds: 47 } : undefined);

    await b.carryOut(runId);

    const [first, second] = deletions();
    assert.ok(first && second && second.at - first.at >= 47_000);
  });

  it('verifies when the polling link is lost or the operation failed to tell', async () => {
    const runId = await approvedPlan();
    b.azure.on.follow = () => ({ kind: 'lost' });

    await b.carryOut(runId);

    assert.equal((await b.case()).run?.counts?.done, 4);
    assert.deepEqual(b.azure.keys(), []);
  });

  it('says unknown, not gone, when it may not look any more', async () => {
    const runId = await approvedPlan([b.azure.add('ip', types.address)]);
    b.azure.on.act = () => {
      b.azure.on.look = () => refuses('lost-access');
      return undefined;
    };

    await b.carryOut(runId);

    assert.deepEqual((await b.case()).run?.counts, { done: 0, failed: 0, skipped: 0, unknown: 1, open: 0 });
  });

  it('says that it is still there when Azure says done and it stays', async () => {
    const runId = await approvedPlan([b.azure.add('ip', types.address)]);
    b.azure.on.act = () => ({ kind: 'over' });

    await b.carryOut(runId);

    const item = (await b.items(runId)).get('ip');
    assert.deepEqual([item?.state, item?.why], ['failed', 'still-there']);
  });

  it('leaves alone what has not begun when it is called off, and ends what has', async () => {
    const { vm, all } = addMachine();
    const runId = await approvedPlan(all);
    let called: Promise<unknown> | undefined;
    b.azure.on.act = () => {
      called ??= b.ask(b.people.ada, { type: 'cancel-run', runId }, { caseId: b.caseId });
      return undefined;
    };
    b.azure.seconds = 30;

    await b.carryOut(runId);

    await called;
    const items = await b.items(runId);
    assert.equal(items.get('vm-1')?.state, 'done');
    assert.deepEqual([items.get('vm-1-nic')?.state, items.get('vm-1-nic')?.why], ['skipped', 'cancelled']);
    assert.deepEqual(
      deletions().map(({ key }) => key),
      [vm.key],
    );
    assert.ok((await b.run(runId)).cancelledAt);
  });

  it('asks Azure nothing at all when it was called off before it began', async () => {
    const runId = await approvedPlan();
    await b.ask(b.people.ada, { type: 'cancel-run', runId }, { caseId: b.caseId });
    b.azure.on.read = () => assert.fail('it was read');

    await b.carryOut(runId);

    assert.deepEqual((await b.case()).run?.counts, { done: 0, failed: 0, skipped: 4, unknown: 0, open: 0 });
    assert.equal((await b.case()).afterCare, undefined);
    assert.deepEqual(b.azure.sent, []);
  });

  it('touches nothing when the verdict was withdrawn after the approval', async () => {
    const runId = await approvedPlan();
    await b.ask(b.people.ada, { type: 'reopen', reason: 'It was us' }, { caseId: b.caseId });

    await b.carryOut(runId);

    assert.deepEqual(b.azure.sent, []);
    assert.equal((await b.case()).run?.counts?.skipped, 4);
  });

  it('touches nothing when the role was withdrawn between the approval and the run', async () => {
    const runId = await approvedPlan();
    b.memberships.set(b.people.ben.objectId, [groups.responder]);

    await b.carryOut(runId);

    const items = [...(await b.items(runId)).values()];
    assert.deepEqual(b.azure.sent, []);
    assert.deepEqual(new Set(items.map(({ state, why }) => `${state} ${why}`)), new Set(['skipped role-lost']));
    assert.deepEqual((await b.case()).run?.counts?.skipped, 4);
  });

  it('touches nothing while roles cannot be read, and goes on when they can', async () => {
    const runId = await approvedPlan();
    const blind = { ...b.responding.roles, roleOf: async () => ({ role: 'none', unreadable: true }) as const };
    const failed = b.carryOut(runId, { roles: blind });

    await assert.rejects(failed, /could not be read/);
    assert.deepEqual(b.azure.sent, []);
    await b.carryOut(runId);

    assert.equal((await b.case()).run?.counts?.done, 4);
  });

  it('begins nothing more when the role is withdrawn in the middle, and verifies what had begun', async () => {
    const { vm, all } = addMachine();
    const runId = await approvedPlan(all);
    let mayStill = true;
    const roles = {
      ...b.responding.roles,
      roleOf: async () => ({ role: mayStill ? 'remover' : 'none', unreadable: false }) as const,
    };
    b.azure.on.act = () => {
      mayStill = false;
      return undefined;
    };

    await b.carryOut(runId, { roles });

    const items = await b.items(runId);
    assert.deepEqual(
      deletions().map(({ key }) => key),
      [vm.key],
    );
    assert.equal(items.get('vm-1')?.state, 'done');
    assert.deepEqual([items.get('vm-1-nic')?.state, items.get('vm-1-nic')?.why], ['skipped', 'role-lost']);
  });

  it('begins nothing more when the role was withdrawn while no process ran, and verifies what had begun', async () => {
    const runId = await approvedPlan();
    const stopping = new AbortController();
    b.azure.on.act = () => {
      stopping.abort();
      return undefined;
    };
    await assert.rejects(b.carryOut(runId, {}, stopping.signal));
    b.memberships.set(b.people.ben.objectId, [groups.responder]);

    await b.carryOut(runId);

    const items = [...(await b.items(runId)).values()].map(({ name, state, why }) => [name, state, why]);
    assert.deepEqual(items.toSorted(), [
      ['vm-1', 'done', undefined],
      ['vm-1-disk', 'skipped', 'role-lost'],
      ['vm-1-ip', 'skipped', 'role-lost'],
      ['vm-1-nic', 'skipped', 'role-lost'],
    ]);
    assert.equal(deletions().length, 1);
  });

  it('stops when the process does, and is gone on with by another', async () => {
    const runId = await approvedPlan();
    const stopping = new AbortController();
    b.azure.on.act = () => {
      stopping.abort();
      return undefined;
    };

    const stopped = b.carryOut(runId, {}, stopping.signal);

    await assert.rejects(stopped, /stopped before the run was over/);
    const halfway = (await b.run(runId)).items.find(({ name }) => name === 'vm-1');
    assert.equal(halfway?.state, 'running');
    assert.ok(halfway.follow);
    delete b.azure.on.act;
    await b.carryOut(runId);
    assert.equal(deletions().length, 4);
    assert.equal((await b.case()).run?.counts?.done, 4);
  });

  it('ends items that wait for each other, instead of waiting for ever', async () => {
    const { all } = addMachine();
    const runId = await approvedPlan(all);
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
