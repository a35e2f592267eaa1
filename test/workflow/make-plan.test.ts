import assert from 'node:assert/strict';
import { day, minute } from '../../src/domain/clocks.ts';
import type { PlanStop } from '../../src/domain/plan.ts';
import { makePlan } from '../../src/workflow/make-plan.ts';
import { failing, refuses, types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { everyJournalHolds } from '../support/workshop.ts';

describe('making a plan', () => {
  const db = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(db);
  });
  afterEach(() => everyJournalHolds(db));

  const stopped = async (): Promise<PlanStop | undefined> => (await b.case()).plan?.stopped;
  /** Of what is left, the one reason. */
  const told = (stop: PlanStop | undefined) =>
    stop?.kind === 'nothing-left' ? { kind: stop.kind, why: stop.left?.map(({ why }) => why).join() } : stop;

  it('freezes what stands there now, by name, hash and end', async () => {
    const [vm, web] = [b.azure.add('vm'), b.azure.add('web')];
    await b.found([vm, web]);

    const { plan } = await b.plan([vm]);

    assert.equal(plan?.state, 'frozen');
    assert.equal(plan.items, 1);
    assert.equal(plan.subscriptionName, b.subscriptionId);
    assert.equal(plan.expiresAt, new Date(b.clock.now().getTime() + 15 * minute).toISOString());
    const kept = await b.responding.plans.load(plan.id);
    assert.equal(kept?.hash, plan.hash);
    assert.deepEqual(
      kept?.items.map(({ resource }) => [resource.key, resource.fingerprint.mark]),
      [[vm.key, b.azure.mark(vm.key)]],
    );
    assert.deepEqual(b.azure.sent, []);
  });

  it('asks for the name that the cards show, and never for blanks', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const { customerTenantId } = await b.case();
    const name = async (subscriptionName: string) => {
      await b.deps.names.saveNames(
        b.partner.id,
        [{ customerTenantId, subscriptionId: b.subscriptionId, subscriptionName }],
        b.clock.iso(),
      );
      return (await b.plan([vm])).plan?.subscriptionName;
    };

    assert.equal(await name('Pay as you mine'), 'Pay as you mine');
    assert.equal(await name('  '), b.subscriptionId);
  });

  const guards: readonly (readonly [string, (b: ResponseBench) => Promise<unknown>, object])[] = [
    [
      'more than the partner allows at once',
      async () => {
        b = await responseBench(db, { mostResources: 2 });
        const all = ['a', 'b', 'c'].map((name) => b.azure.add(name));
        await b.found(all);
        await b.plan(all);
      },
      { kind: 'too-many', count: 3, most: 2 },
    ],
    [
      'too large a share of the subscription',
      async () => {
        b = await responseBench(db, { mostPercent: 30 });
        const all = ['a', 'b', 'c', 'd'].map((name) => b.azure.add(name));
        await b.found(all);
        await b.plan(all.slice(0, 2));
      },
      { kind: 'too-large-a-share', percent: 50, most: 30 },
    ],
    [
      'only what is protected',
      async () => {
        const vault = b.azure.add('vault', types.vault);
        await b.found([vault]);
        await b.plan([vault]);
      },
      { kind: 'nothing-left', why: 'protected-type' },
    ],
    [
      'only what is locked',
      async () => {
        const vm = b.azure.add('vm');
        b.azure.locks.push({ name: 'keep', scope: vm.key, level: 'ReadOnly' });
        await b.found([vm]);
        await b.plan([vm]);
      },
      { kind: 'nothing-left', why: 'locked' },
    ],
    [
      'only what carries a protecting tag',
      async () => {
        const vm = b.azure.add('vm', types.vm, { tags: { 'Do-Not-Delete': '' } });
        await b.found([vm]);
        await b.plan([vm]);
      },
      { kind: 'nothing-left', why: 'protected-tag' },
    ],
    [
      'only what went meanwhile',
      async () => {
        const vm = b.azure.add('vm');
        await b.found([vm]);
        b.azure.takeAway(vm.key);
        await b.plan([vm]);
      },
      { kind: 'nothing-left', why: 'absent' },
    ],
    [
      'only what the person has no right to delete',
      async () => {
        const vm = b.azure.add('vm');
        await b.found([vm]);
        b.azure.on.may = () => ({ [vm.key]: 'no' });
        await b.plan([vm]);
      },
      { kind: 'nothing-left', why: 'no-right' },
    ],
    [
      'a group of which something was not shown',
      async () => {
        const vm = b.azure.add('vm');
        b.azure.add('hidden');
        b.azure.groups.set('rg-mine', { createdAt: b.clock.iso() });
        await b.found([vm]);
        await b.plan([], { kind: 'group', group: 'RG-mine' });
      },
      { kind: 'group-not-allowed', because: 'not-all-shown', detail: 'hidden' },
    ],
    [
      'a group that was there before the incident',
      async () => {
        const vm = b.azure.add('vm');
        b.azure.groups.set('rg-mine', { createdAt: new Date(b.clock.now().getTime() - 3 * day).toISOString() });
        await b.found([vm]);
        await b.plan([], { kind: 'group', group: 'rg-mine' });
      },
      { kind: 'group-not-allowed', because: 'older-than-incident' },
    ],
    [
      'a group that somebody manages',
      async () => {
        const vm = b.azure.add('vm');
        b.azure.groups.set('rg-mine', { createdAt: b.clock.iso(), managedBy: 'cluster' });
        await b.found([vm]);
        await b.plan([], { kind: 'group', group: 'rg-mine' });
      },
      { kind: 'group-not-allowed', because: 'managed', detail: 'cluster' },
    ],
  ];
  for (const [what, asked, stop] of guards)
    it(`is stopped for ${what}`, async () => {
      await asked(b);

      assert.equal((await b.case()).plan?.state, 'stopped');
      assert.deepEqual(told(await stopped()), stop);
      assert.deepEqual(b.azure.sent, []);
    });

  it('plans a whole group that was made in the incident, and all in it goes with it', async () => {
    const vm = b.azure.add('vm');
    b.azure.groups.set('rg-mine', { createdAt: b.clock.iso() });
    await b.found([vm]);

    const { plan } = await b.plan([], { kind: 'group', group: 'rg-mine' });

    assert.equal(plan?.state, 'frozen');
    assert.equal(plan.needsSecond, true);
    const kept = await b.responding.plans.load(plan.id);
    assert.deepEqual(
      kept?.items.map(({ action }) => action),
      ['delete', 'goes-with'],
    );
  });

  it('asks for a sign-in, whether it is the look or the rights that need it', async () => {
    const [first, second] = [b.azure.add('first'), b.azure.add('second')];
    await b.found([first, second]);
    b.azure.on.look = (key) => (key === first.key ? refuses('no-right') : refuses('needs-sign-in'));
    await b.plan([first, second]);
    const byLook = await stopped();
    delete b.azure.on.look;
    b.azure.on.may = () => refuses('needs-sign-in');

    await b.plan([first, second]);

    assert.deepEqual(byLook, { kind: 'needs-sign-in' });
    assert.deepEqual(await stopped(), { kind: 'needs-sign-in' });
  });

  it('leaves out what cannot be looked at, and says so', async () => {
    const [first, second] = [b.azure.add('first'), b.azure.add('second')];
    await b.found([first, second]);
    b.azure.on.look = (key) => (key === first.key ? refuses('no-right') : undefined);

    const { plan } = await b.plan([first, second]);

    const kept = await b.responding.plans.load(plan?.id ?? assert.fail());
    assert.deepEqual(
      kept?.excluded.map(({ name, why }) => [name, why]),
      [['first', 'unreadable']],
    );
  });

  for (const why of ['unreachable', 'throttled'] as const)
    it(`is tried again while Azure is ${why}, and given up after three times`, async () => {
      const vm = b.azure.add('vm');
      await b.found([vm]);
      const planId = await b.requestPlan([vm]);
      b.azure.on.read = failing(why);

      for (const attempt of [1, 2]) await assert.rejects(makePlan(b.responding, b.caseId, planId, attempt));
      const waiting = (await b.case()).plan?.state;
      await makePlan(b.responding, b.caseId, planId, 3);

      assert.equal(waiting, 'requested');
      assert.deepEqual(await stopped(), { kind: 'unreadable', what: why });
    });

  it('is tried again where a look may be answered another time', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const planId = await b.requestPlan([vm]);
    b.azure.on.look = () => refuses('throttled', true);

    await assert.rejects(makePlan(b.responding, b.caseId, planId, 1));

    assert.equal((await b.case()).plan?.state, 'requested');
  });

  it('is given up at once where Azure may not be read', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    b.azure.on.read = failing('forbidden');

    await b.plan([vm]);

    assert.deepEqual(await stopped(), { kind: 'unreadable', what: 'forbidden' });
  });

  it('goes on with the plan that was kept before a crash, whatever became different since', async () => {
    const [vm, disk] = [b.azure.add('vm'), b.azure.add('disk', types.disk)];
    await b.found([vm, disk]);
    const planId = await b.requestPlan([vm, disk]);
    const { cases } = b.responding;
    const dying = {
      ...cases,
      commit: () => Promise.reject(new Error('killed')),
    };
    await assert.rejects(makePlan({ ...b.responding, cases: dying }, b.caseId, planId, 1), /killed/);
    const kept = await b.responding.plans.load(planId);
    b.clock.move(minute);
    b.azure.add('disk', types.disk);

    await makePlan(b.responding, b.caseId, planId, 2);

    const { plan } = await b.case();
    assert.ok(kept);
    assert.deepEqual([plan?.state, plan?.hash, plan?.expiresAt], ['frozen', kept.hash, kept.expiresAt]);
    assert.deepEqual(await b.responding.plans.load(planId), kept);
  });

  it('makes a plan once, however often it is asked', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const planId = await b.requestPlan([vm]);
    await Promise.all([1, 2, 3].map(() => makePlan(b.responding, b.caseId, planId, 1)));
    const made = await b.case();

    await makePlan(b.responding, b.caseId, planId, 1);

    assert.deepEqual(await b.case(), made);
    assert.equal((await b.responding.plans.load(planId))?.hash, made.plan?.hash);
  });

  it('does nothing for a wish that was replaced or dropped meanwhile', async () => {
    const [vm, other] = [b.azure.add('vm'), b.azure.add('other')];
    await b.found([vm, other]);
    const first = await b.requestPlan([vm]);
    const second = await b.requestPlan([other]);

    await makePlan(b.responding, b.caseId, first, 1);
    const replaced = (await b.case()).plan;
    await b.ask(b.people.ada, { type: 'drop-plan', planId: second }, { caseId: b.caseId });
    await makePlan(b.responding, b.caseId, second, 1);

    assert.deepEqual([replaced?.id, replaced?.state], [second, 'requested']);
    assert.equal((await b.case()).plan?.state, 'void');
    assert.equal(await b.responding.plans.load(first), undefined);
    assert.equal(await b.responding.plans.load(second), undefined);
  });

  it('gives nothing to approve where the wish was replaced while it was read', async () => {
    const [vm, other] = [b.azure.add('vm'), b.azure.add('other')];
    await b.found([vm, other]);
    const first = await b.requestPlan([vm]);
    let second: Promise<unknown> | undefined;
    b.azure.on.may = () => {
      second ??= b.requestPlan([other]);
      return { [vm.key]: 'yes' };
    };
    const { plans } = b.responding;
    const slow: typeof plans = { ...plans, keep: async (plan) => (await second, plans.keep(plan)) };

    await makePlan({ ...b.responding, plans: slow }, b.caseId, first, 1);

    const { plan } = await b.case();
    assert.deepEqual([plan?.id, plan?.state], [await second, 'requested']);
  });

  it('gives nothing to approve where the verdict was withdrawn meanwhile', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const planId = await b.requestPlan([vm]);
    await b.ask(b.people.ada, { type: 'reopen', reason: 'It was us' }, { caseId: b.caseId });

    await makePlan(b.responding, b.caseId, planId, 1);

    const c = await b.case();
    const { hash = '', subscriptionName: typedName = '' } = c.plan ?? {};
    const answer = await b.ask(
      b.people.ben,
      { type: 'approve-plan', planId, hash, typedName, runId: `run_${'a'.repeat(32)}` },
      { caseId: b.caseId },
    );
    assert.equal(answer.kind, 'refused');
  });
});
