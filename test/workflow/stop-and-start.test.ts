import assert from 'node:assert/strict';
import { refuses, types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { everyJournalHolds, groups } from '../support/workshop.ts';

describe('stopping and starting', () => {
  const db = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(db);
  });
  afterEach(() => everyJournalHolds(db));

  it('stops what was chosen, says so once it is deallocated, and starts it again', async () => {
    const [vm, other] = [b.azure.add('vm'), b.azure.add('other')];
    await b.found([vm, other]);
    const stopId = await b.stop([vm]);
    await b.carryOut(stopId);
    const stopped = await b.case();
    const power = b.azure.power(vm.key);

    const startId = await b.stop([vm], 'start');
    await b.carryOut(startId);

    assert.equal(power, 'deallocated');
    assert.deepEqual(stopped.run?.counts, { done: 1, failed: 0, skipped: 0, unknown: 0, open: 0 });
    assert.equal((await b.case()).run?.counts?.done, 1);
    assert.equal(b.azure.power(vm.key), 'running');
    assert.deepEqual(
      b.azure.sent.map(({ act, key, by }) => [act, key, by.name]),
      [
        ['stop', vm.key, 'Ada'],
        ['start', vm.key, 'Ada'],
      ],
    );
  });

  it('begins no after-care: nothing was removed', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);

    await b.carryOut(await b.stop([vm]));

    assert.equal((await b.case()).afterCare, undefined);
  });

  it('asks nothing of what is deallocated already', async () => {
    const vm = b.azure.add('vm', types.vm, { power: 'deallocated' });
    await b.found([vm]);

    await b.carryOut(await b.stop([vm]));

    assert.equal((await b.case()).run?.counts?.done, 1);
    assert.deepEqual(b.azure.sent, []);
  });

  it('does not call a machine stopped that is only shut down', async () => {
    const vm = b.azure.add('vm', types.vm, { power: 'stopped' });
    await b.found([vm]);

    await b.carryOut(await b.stop([vm]));

    assert.equal(b.azure.sent.length, 1);
    assert.equal(b.azure.power(vm.key), 'deallocated');
  });

  it('skips what cannot be stopped and what the last look did not find, each with its reason', async () => {
    const [vm, disk] = [b.azure.add('vm'), b.azure.add('disk', types.disk)];
    await b.found([vm, disk]);
    const runId = await b.stop([vm, disk, { key: `${vm.key}-gone` }]);

    await b.carryOut(runId);

    const items = await b.items(runId);
    assert.equal(items.get('vm')?.state, 'done');
    assert.deepEqual([items.get('disk')?.state, items.get('disk')?.why], ['skipped', 'not-stoppable']);
    assert.deepEqual([items.get('vm-gone')?.state, items.get('vm-gone')?.why], ['skipped', 'already-gone']);
    assert.equal(b.azure.sent.length, 1);
  });

  it('stops once what was named twice', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const runId = await b.stop([vm, vm]);

    await b.carryOut(runId);

    assert.equal(b.azure.sent.length, 1);
    assert.equal((await b.run(runId)).items.length, 1);
  });

  it('does not stop another machine of the same name', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const runId = await b.stop([vm]);
    b.clock.move(60_000);
    b.azure.add('vm');

    await b.carryOut(runId);

    assert.deepEqual(b.azure.sent, []);
    assert.equal((await b.items(runId)).get('vm')?.why, 'not-the-one');
  });

  it('says unknown where the power cannot be read after the stop', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const runId = await b.stop([vm]);
    b.azure.on.follow = () => {
      b.azure.on.look = () => refuses('no-right');
      return { kind: 'over' };
    };

    await b.carryOut(runId);

    assert.equal((await b.items(runId)).get('vm')?.state, 'unknown');
  });

  it('says what to do where the person has not signed in', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const runId = await b.stop([vm]);
    b.azure.on.look = () => refuses('needs-sign-in');

    await b.carryOut(runId);

    assert.equal((await b.items(runId)).get('vm')?.why, 'needs-sign-in');
    assert.deepEqual(b.azure.sent, []);
  });

  it('stops nothing for somebody who has lost the role', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);
    const runId = await b.stop([vm]);
    b.memberships.set(b.people.ada.objectId, [groups.viewer]);

    await b.carryOut(runId);

    assert.deepEqual(b.azure.sent, []);
    assert.equal((await b.items(runId)).get('vm')?.why, 'role-lost');
  });

  describe('with a tag for what was stopped', () => {
    beforeEach(async () => {
      b = await responseBench(db, { tagStopped: true });
    });

    const tagOf = (key: string) => b.azure.tags(key)['mining-watch-case'];

    it('names the case beside the tags that are there', async () => {
      const vm = b.azure.add('vm', types.vm, { tags: { owner: 'somebody' } });
      await b.found([vm]);

      await b.carryOut(await b.stop([vm]));

      assert.deepEqual(b.azure.tags(vm.key), {
        owner: 'somebody',
        'mining-watch-case': `MW-${(await b.case()).number}`,
      });
      assert.deepEqual(
        b.azure.sent.map(({ act }) => act),
        ['stop', 'tag'],
      );
    });

    it('tags only what was stopped', async () => {
      const [vm, kept] = [b.azure.add('vm'), b.azure.add('kept')];
      await b.found([vm, kept]);
      b.azure.on.act = (act, key) => (act === 'stop' && key === kept.key ? refuses('locked') : undefined);

      await b.carryOut(await b.stop([vm, kept]));
      await b.carryOut(await b.stop([vm], 'start'));

      assert.ok(tagOf(vm.key));
      assert.equal(tagOf(kept.key), undefined);
      assert.equal(b.azure.sent.filter(({ act }) => act === 'tag').length, 1);
    });

    it('takes a stop without its tag for a stop, and logs why', async () => {
      const [refused, broken] = [b.azure.add('refused'), b.azure.add('broken')];
      await b.found([refused, broken]);
      b.azure.on.act = (act, key) => {
        if (act !== 'tag') return undefined;
        if (key === broken.key) throw new Error('no connection');
        return refuses('locked');
      };

      await b.carryOut(await b.stop([refused, broken]));

      assert.equal((await b.case()).run?.counts?.done, 2);
      const warnings = b.lines.filter(({ message }) => message === 'a stopped resource could not be tagged');
      assert.equal(warnings.length, 2);
    });
  });

  it('tags nothing unless the partner wants it', async () => {
    const vm = b.azure.add('vm');
    await b.found([vm]);

    await b.carryOut(await b.stop([vm]));

    assert.deepEqual(b.azure.tags(vm.key), {});
  });
});

describe('cancelling a subscription', () => {
  const db = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(db);
    b.azure.add('vm');
    b.azure.seconds = 600;
  });
  afterEach(() => everyJournalHolds(db));

  async function approved() {
    const c = await b.plan([], { kind: 'subscription' });
    assert.equal(c.plan?.state, 'frozen');
    assert.equal(c.plan.needsSecond, true);
    return b.approve();
  }

  it('is done once Partner Center shows it inactive', async () => {
    const runId = await approved();

    await b.carryOut(runId);

    assert.equal(b.azure.isActive, false);
    assert.deepEqual(
      b.azure.sent.map(({ act, by }) => [act, by.name]),
      [['cancel', 'Ben']],
    );
    const c = await b.case();
    assert.equal(c.run?.act, 'cancel');
    assert.deepEqual(c.run.counts, { done: 1, failed: 0, skipped: 0, unknown: 0, open: 0 });
    assert.equal(c.afterCare?.next, 1);
  });

  it('keeps the log and what the case is about before Partner Center is asked', async () => {
    const miner = b.azure.add('miner', undefined, { size: 'Standard_NC24ads_A100_v4' });
    await b.found([miner]);
    const runId = await approved();
    const kept: string[] = [];
    const stored = b.responding.plans;
    const plans: typeof stored = {
      ...stored,
      keepEvidence: (planId, piece) => {
        kept.push(piece.kind);
        return stored.keepEvidence(planId, piece);
      },
    };
    let before: readonly string[] = [];
    b.azure.on.act = () => {
      before = [...kept];
      return undefined;
    };

    await b.carryOut(runId, { plans });

    assert.deepEqual(before.toSorted(), ['activity-log', 'deployment', 'resource']);
  });

  it('does not count as done while it is active', async () => {
    const runId = await approved();
    b.azure.on.act = () => ({ kind: 'over' });

    await b.carryOut(runId);

    assert.deepEqual((await b.case()).run?.counts, { done: 0, failed: 1, skipped: 0, unknown: 0, open: 0 });
  });

  it('needs no sign-in to Azure to be planned', async () => {
    b.azure.on.may = () => refuses('needs-sign-in');

    await approved();
  });

  it('says what Partner Center refused', async () => {
    const runId = await approved();
    b.azure.on.act = () => refuses('no-right');

    await b.carryOut(runId);

    const [item] = (await b.run(runId)).items;
    assert.deepEqual([item?.state, item?.why], ['failed', 'no-right']);
  });

  it('is asked for once where the process died while asking', async () => {
    const runId = await approved();
    const stopping = new AbortController();
    b.azure.on.act = () => {
      stopping.abort();
      return undefined;
    };
    await assert.rejects(b.carryOut(runId, {}, stopping.signal));
    delete b.azure.on.act;

    await b.carryOut(runId);

    assert.equal(b.azure.sent.length, 1);
    assert.equal((await b.case()).run?.counts?.done, 1);
  });
});
