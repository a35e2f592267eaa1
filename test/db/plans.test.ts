import assert from 'node:assert/strict';
import { testDatabase } from '../support/database.ts';
import { makeCase, makePartner, newId } from './fixtures.ts';
import { planOf } from './response-fixtures.ts';

describe('the store of plans', () => {
  const { database, store } = testDatabase();
  const aPlan = async () => planOf((await makeCase(store(), await makePartner(store()))).case.id);

  it('gives back a plan to the letter, even text that jsonb would refuse', async () => {
    const plan = {
      ...(await aPlan()),
      subscriptionName: 'half a pair \ud83d, a NUL \0, " \\ and {braces}',
      total: 1e21,
    };

    await store().plans.keep(plan);

    assert.deepEqual(await store().plans.load(plan.id), plan);
    assert.equal(JSON.stringify(await store().plans.load(plan.id)), JSON.stringify(plan));
    assert.equal(await store().plans.load(newId('plan')), undefined);
  });

  it('keeps a plan once: the first stays, also where several are kept at once', async () => {
    const first = await aPlan();
    await store().plans.keep(first);

    await Promise.all([1, 2, 3].map((total) => store().plans.keep({ ...first, total, hash: '0'.repeat(64) })));

    assert.deepEqual(await store().plans.load(first.id), first);
  });

  it('refuses to change or remove a plan', async () => {
    const plan = await aPlan();
    await store().plans.keep(plan);

    for (const edit of [
      `update plans set hash = 'other' where id = '${plan.id}'`,
      `delete from plans where id = '${plan.id}'`,
      'truncate plans cascade',
    ])
      await assert.rejects(database().pool.query(edit), /(plans|kept_evidence) is append-only: \w+ refused/, edit);

    assert.deepEqual(await store().plans.load(plan.id), plan);
  });

  it('keeps each piece of evidence once, as it came first', async () => {
    const plan = await aPlan();
    await store().plans.keep(plan);
    const piece = { kind: 'resource', name: '/subscriptions/x/vm1', content: { vmId: 'first' } } as const;

    await store().plans.keepEvidence(plan.id, piece);
    await Promise.all([1, 2].map((again) => store().plans.keepEvidence(plan.id, { ...piece, content: again })));
    await store().plans.keepEvidence(plan.id, { ...piece, kind: 'deployment' });
    await store().plans.keepEvidence(plan.id, { ...piece, name: '/subscriptions/x/vm2', content: null, error: 'a\0b' });

    assert.equal(await store().plans.countEvidence(plan.id), 3);
    assert.equal(await store().plans.countEvidence(newId('plan')), 0);
    const { rows } = await database().pool.query('select kind, name, content, error from kept_evidence order by id');
    assert.deepEqual(rows, [
      { ...piece, error: null },
      { ...piece, kind: 'deployment', error: null },
      { kind: 'resource', name: '/subscriptions/x/vm2', content: null, error: 'ab' },
    ]);
  });

  it('takes what outside text holds as evidence, without what the database refuses', async () => {
    const plan = await aPlan();
    await store().plans.keep(plan);

    const content = { 'key\0': ['half \ud83d', { deep: '\0' }] };
    await store().plans.keepEvidence(plan.id, { kind: 'resource', name: 'a\0\ud83d', content });

    assert.equal(await store().plans.countEvidence(plan.id), 1);
  });

  it('refuses to change or remove evidence, and evidence of no plan', async () => {
    const plan = await aPlan();
    await store().plans.keep(plan);
    await store().plans.keepEvidence(plan.id, { kind: 'activity-log', name: '1', content: [] });

    for (const edit of ["update kept_evidence set name = 'x'", 'delete from kept_evidence', 'truncate kept_evidence'])
      await assert.rejects(database().pool.query(edit), /kept_evidence is append-only: \w+ refused/, edit);

    assert.equal(await store().plans.countEvidence(plan.id), 1);
    await assert.rejects(
      store().plans.keepEvidence(newId('plan'), { kind: 'activity-log', name: '1', content: [] }),
      /kept_evidence_plan_id_fkey/,
    );
  });
});
