import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { makeCase, makePartner, newId } from './fixtures.ts';
import { itemOf, planOf, runOf } from './response-fixtures.ts';

const later = '2026-03-02T09:00:00.000Z';
const latest = '2026-03-02T10:00:00.000Z';

describe('the store of runs', () => {
  const { store, url } = testDatabase();
  const aCase = async () => (await makeCase(store(), await makePartner(store()))).case.id;

  it('gives back a run with its items in order', async () => {
    const caseId = await aCase();
    const plan = planOf(caseId);
    await store().plans.keep(plan);
    const stop = runOf(caseId, ['vm-10', 'vm-9', 'vm-1']);
    const remove = runOf(caseId, ['vm-9'], { act: 'delete', planId: plan.id, startedAt: later });

    await store().runs.begin(stop);
    await store().runs.begin(remove);

    assert.deepEqual(await store().runs.load(stop.id), stop);
    assert.deepEqual(await store().runs.load(remove.id), remove);
    assert.deepEqual(await store().runs.ofCase(caseId), [remove, stop]);
    assert.equal(await store().runs.load(newId('run')), undefined);
    assert.deepEqual(await store().runs.ofCase(newId('case')), []);
  });

  it('begins a run once, whoever else begins it and whatever became of it since', async () => {
    const caseId = await aCase();
    const run = runOf(caseId, ['a', 'b']);
    const saved = itemOf('a', { state: 'running', asked: 1 });

    await Promise.all([store().runs.begin(run), store().runs.begin(run), store().runs.begin(run)]);
    await store().runs.saveItems(run.id, [saved]);
    await store().runs.begin({ ...run, act: 'start' });

    assert.deepEqual(await store().runs.load(run.id), { ...run, items: [saved, itemOf('b')] });
    assert.equal((await store().runs.ofCase(caseId)).length, 1);
  });

  it('writes the items that changed, and leaves the others', async () => {
    const run = runOf(await aCase(), ['a', 'b', 'c']);
    const a = itemOf('a', { state: 'done', endedAt: later, correlationIds: ['x', 'y'] });
    const c = itemOf('c', {
      state: 'failed',
      why: 'other',
      detail: 'Azure says "\\ {no} \0',
      follow: { url: 'https://management.azure.com/x?y=z', by: 'operation' },
    });
    await store().runs.begin(run);

    await store().runs.saveItems(run.id, [c, a]);
    await store().runs.saveItems(run.id, []);

    const items = [a, itemOf('b'), { ...c, detail: 'Azure says "\\ {no} ' }];
    assert.deepEqual((await store().runs.load(run.id))?.items, items);
  });

  it('refuses items that the run does not have, and changes nothing then', async () => {
    const run = runOf(await aCase(), ['a']);
    await store().runs.begin(run);

    const strange = store().runs.saveItems(run.id, [itemOf('a', { state: 'done' }), itemOf('stranger')]);

    await assert.rejects(strange, /does not have/);
    await assert.rejects(store().runs.saveItems(newId('run'), [itemOf('a')]), /does not have/);
    assert.deepEqual(await store().runs.load(run.id), run);
  });

  it('leaves an item that is over as it is, whoever still goes on with it', async () => {
    const run = runOf(await aCase(), ['a', 'b']);
    const done = itemOf('a', { state: 'done', endedAt: later });
    const begun = itemOf('b', { state: 'running', asked: 1 });
    await store().runs.begin(run);
    await store().runs.saveItems(run.id, [done]);

    await store().runs.saveItems(run.id, [itemOf('a', { state: 'skipped', why: 'not-the-one' }), begun]);

    assert.deepEqual((await store().runs.load(run.id))?.items, [done, begun]);
  });

  it('keeps all that processes save at once', async () => {
    const other = await openDatabase({ url: url(), log: quietLog });
    const second = createStore(other);
    const names = Array.from({ length: 40 }, (_, i) => `vm-${i}`);
    const run = runOf(await aCase(), names);
    await store().runs.begin(run);

    const done = names.map((name) => itemOf(name, { state: 'done' }));
    await Promise.all(done.map((item, i) => (i % 2 === 0 ? store() : second).runs.saveItems(run.id, [item])));

    await other.close();
    assert.deepEqual((await store().runs.load(run.id))?.items, done);
  });

  it('remembers the first end and the first cancelling, and no cancelling of what has ended', async () => {
    const caseId = await aCase();
    const [ended, cancelled] = [runOf(caseId, ['a']), runOf(caseId, ['b'])];
    await store().runs.begin(ended);
    await store().runs.begin(cancelled);

    await store().runs.end(ended.id, later);
    await store().runs.end(ended.id, latest);
    await store().runs.cancel(ended.id, latest);
    await store().runs.cancel(cancelled.id, later);
    await store().runs.cancel(cancelled.id, latest);
    const meanwhile = await store().runs.load(cancelled.id);
    await store().runs.end(cancelled.id, latest);

    assert.deepEqual(await store().runs.load(ended.id), { ...ended, endedAt: later });
    assert.deepEqual(meanwhile, { ...cancelled, cancelledAt: later });
    assert.deepEqual(await store().runs.load(cancelled.id), { ...cancelled, cancelledAt: later, endedAt: latest });
  });

  it('refuses a run of a plan that is not kept', async () => {
    const run = runOf(await aCase(), ['a'], { act: 'delete', planId: newId('plan') });

    await assert.rejects(store().runs.begin(run), /runs_plan_id_fkey/);

    assert.equal(await store().runs.load(run.id), undefined);
  });
});
