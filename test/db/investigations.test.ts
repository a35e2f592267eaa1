import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import type { InvestigatedResource } from '../../src/domain/investigation.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { changeOf, makeCase, makePartner, newId } from './fixtures.ts';
import { found, summaryOf } from './response-fixtures.ts';

const whole = { from: 0, count: 10_000 };

function names(resources: readonly InvestigatedResource[]): readonly string[] {
  return resources.map(({ resource }) => resource.name);
}

describe('the store of investigations', () => {
  const { database, store, url } = testDatabase();
  const aCase = async () => makeCase(store(), await makePartner(store()));

  it('gives back what was found, by rank and page by page', async () => {
    const caseId = (await aCase()).case.id;
    const resources = ['first', 'second', 'third', 'fourth'].map((name) => found(name));

    await store().investigations.save(caseId, summaryOf(4), resources);

    assert.deepEqual(await store().investigations.summary(caseId), summaryOf(4));
    assert.deepEqual(await store().investigations.resources(caseId, whole), resources);
    assert.deepEqual(names(await store().investigations.resources(caseId, { from: 1, count: 2 })), ['second', 'third']);
    assert.deepEqual(await store().investigations.resources(caseId, { from: 4, count: 2 }), []);
  });

  it('finds resources by their keys, strongest first, and none for keys that are not among them', async () => {
    const caseId = (await aCase()).case.id;
    const [one, two, three] = [found('one'), found('two'), found('three')];
    await store().investigations.save(caseId, summaryOf(3), [one, two, three]);

    const asked = [three.resource.key, one.resource.key, '/subscriptions/none', 'a NUL \0, half a pair \ud83d'];
    const byKeys = await store().investigations.byKeys(caseId, asked);

    assert.deepEqual(names(byKeys), ['one', 'three']);
    assert.deepEqual(await store().investigations.byKeys(caseId, []), []);
  });

  it('knows nothing of a case that was not investigated, and nothing of another', async () => {
    const caseId = (await aCase()).case.id;
    const other = (await aCase()).case.id;
    await store().investigations.save(other, summaryOf(1), [found('theirs')]);

    assert.equal(await store().investigations.summary(caseId), undefined);
    assert.deepEqual(await store().investigations.resources(caseId, whole), []);
    assert.deepEqual(await store().investigations.byKeys(caseId, [found('theirs').resource.key]), []);
  });

  it('replaces all that was known', async () => {
    const caseId = (await aCase()).case.id;
    await store().investigations.save(caseId, summaryOf(3), [found('a'), found('b'), found('c')]);

    await store().investigations.save(caseId, summaryOf(2), [found('c', { score: 5, level: 'none' }), found('d')]);

    assert.deepEqual(await store().investigations.summary(caseId), summaryOf(2));
    assert.deepEqual(await store().investigations.resources(caseId, whole), [
      found('c', { score: 5, level: 'none' }),
      found('d'),
    ]);
  });

  it('keeps a resource that is named twice once, where it ranks first', async () => {
    const caseId = (await aCase()).case.id;
    const twice = [found('a'), found('b'), found('a', { score: 1 }), found('c')];

    await store().investigations.save(caseId, summaryOf(3), twice);

    assert.deepEqual(names(await store().investigations.resources(caseId, { from: 0, count: 3 })), ['a', 'b', 'c']);
    assert.equal((await store().investigations.byKeys(caseId, [found('a').resource.key]))[0]?.score, 81);
  });

  it('takes text that jsonb refuses, without it', async () => {
    const caseId = (await aCase()).case.id;
    const hostile = found('vm');
    const texts = ['xmrig\0 --url pool \ud83d'];

    await store().investigations.save(caseId, summaryOf(1), [{ ...hostile, resource: { ...hostile.resource, texts } }]);

    const [kept] = await store().investigations.resources(caseId, whole);
    assert.deepEqual(kept?.resource.texts, ['xmrig --url pool \ufffd']);
  });

  it('keeps 5,000 resources, in their order', async () => {
    const caseId = (await aCase()).case.id;
    const many = Array.from({ length: 5000 }, (_, i) => found(`vm-${i}`));

    await store().investigations.save(caseId, summaryOf(5000), many);
    await store().investigations.save(caseId, summaryOf(5000), many.toReversed());

    const stored = await store().investigations.resources(caseId, whole);
    assert.deepEqual(names(stored), names(many.toReversed()));
  });

  it('is one of two investigations that are saved at once, whole', async () => {
    const other = await openDatabase({ url: url(), log: quietLog });
    const second = createStore(other);
    const caseId = (await aCase()).case.id;
    const mine = Array.from({ length: 600 }, (_, i) => found(`mine-${i}`));
    const theirs = Array.from({ length: 400 }, (_, i) => found(`theirs-${i}`));

    for (let round = 0; round < 5; round++) {
      await Promise.all([
        store().investigations.save(caseId, summaryOf(mine.length), mine),
        second.investigations.save(caseId, summaryOf(theirs.length), theirs),
      ]);
      const count = (await store().investigations.summary(caseId))?.counts.all;
      const stored = await store().investigations.resources(caseId, whole);
      assert.deepEqual(stored, count === mine.length ? mine : theirs);
    }

    await other.close();
  });

  it('changes nothing where it cannot be saved', async () => {
    const caseId = (await aCase()).case.id;
    await store().investigations.save(caseId, summaryOf(1), [found('a')]);
    const unreadable = summaryOf(2, { readAt: 'not a time' });

    await assert.rejects(store().investigations.save(caseId, unreadable, [found('b')]));
    await assert.rejects(store().investigations.save(newId('case'), summaryOf(1), [found('b')]));

    assert.deepEqual(await store().investigations.resources(caseId, whole), [found('a')]);
  });

  it('lets people act on the case while it is written', async () => {
    const stored = await aCase();
    const writer = await database().pool.connect();
    await writer.query('begin');
    await writer.query('insert into investigations (case_id, summary, read_at) values ($1, $2, now())', [
      stored.case.id,
      JSON.stringify(summaryOf(0)),
    ]);

    const outcome = await store().cases.commit(changeOf(stored, [{ type: 'noted', text: 'meanwhile' }]));

    assert.equal(outcome, 'committed');
    await writer.query('commit');
    writer.release();
  });
});
