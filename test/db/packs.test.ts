import assert from 'node:assert/strict';
import type { CaseId } from '../../src/domain/ids.ts';
import type { PackWish } from '../../src/domain/pack.ts';
import { testDatabase } from '../support/database.ts';
import { ada } from '../support/people.ts';
import { makeCase, makePartner, newId } from './fixtures.ts';
import { planOf } from './response-fixtures.ts';

const now = '2026-03-02T10:00:00.000Z';
const nothing = { posts: [], jobs: [] };
const made = (bytes: number) => ({ bytes, sha256: 'a'.repeat(64), files: 3, builtAt: now });

describe('the store of evidence packs', () => {
  const { database, store } = testDatabase();

  const aCase = async () => (await makeCase(store(), await makePartner(store()))).case;
  const wishFor = (caseId: CaseId, change: Partial<PackWish> = {}): PackWish => ({
    id: newId('pack'),
    caseId,
    profile: 'insurer',
    language: 'it',
    by: ada,
    askedAt: now,
    ...change,
  });
  async function asked(): Promise<PackWish> {
    const wish = wishFor((await aCase()).id);
    await store().packs.ask(wish, []);
    return wish;
  }
  async function read(packId: PackWish['id']): Promise<string> {
    let text = '';
    for await (const part of store().packs.read(packId)) text += Buffer.from(part).toString();
    return text;
  }
  const append = (wish: PackWish, attempt: number | undefined, text: string) =>
    store().packs.append(wish.id, attempt ?? -1, Buffer.from(text));

  it('remembers a wish once, with the job that builds it', async () => {
    const wish = wishFor((await aCase()).id);
    const job = {
      name: 'build-pack',
      payload: { caseId: wish.caseId, packId: wish.id },
      key: `pack:${wish.id}`,
    } as const;

    await Promise.all([1, 2, 3].map(() => store().packs.ask(wish, [job])));
    await store().packs.ask({ ...wish, profile: 'full' }, [job]);

    assert.deepEqual(await store().packs.load(wish.id), { ...wish, state: 'building' });
    assert.deepEqual(await store().packs.ofCase(wish.caseId), [{ ...wish, state: 'building' }]);
    assert.equal(await store().packs.load(newId('pack')), undefined);
    const { rows } = await database().pool.query('select count(*)::int as n from graphile_worker.jobs where key = $1', [
      job.key,
    ]);
    assert.deepEqual(rows, [{ n: 1 }]);
  });

  it('gives back its parts in order, once it is ready and not before', async () => {
    const wish = await asked();
    const attempt = await store().packs.begin(wish.id);
    for (const text of ['one ', 'two ', 'three']) await append(wish, attempt, text);

    assert.equal(await read(wish.id), '');
    await store().packs.finish(wish.id, attempt ?? -1, made(13), nothing);

    assert.equal(await read(wish.id), 'one two three');
    assert.deepEqual(await store().packs.load(wish.id), { ...wish, state: 'ready', ...made(13) });
  });

  it('throws an earlier attempt away, and lets that one write no more', async () => {
    const wish = await asked();
    const first = await store().packs.begin(wish.id);
    await append(wish, first, 'half a ');
    const second = await store().packs.begin(wish.id);
    await append(wish, second, 'whole');

    await assert.rejects(append(wish, first, 'pack'), /another attempt/);
    await assert.rejects(store().packs.finish(wish.id, first ?? -1, made(5), nothing), /another attempt/);
    await store().packs.fail(wish.id, first, now, nothing);
    await store().packs.finish(wish.id, second ?? -1, made(5), nothing);

    assert.equal(await read(wish.id), 'whole');
  });

  it('is not ready with fewer bytes than were made', async () => {
    const wish = await asked();
    const attempt = await store().packs.begin(wish.id);
    await append(wish, attempt, 'short');

    await assert.rejects(store().packs.finish(wish.id, attempt ?? -1, made(6), nothing), /another attempt/);

    assert.equal((await store().packs.load(wish.id))?.state, 'building');
  });

  it('is neither built again nor failed once it is ready', async () => {
    const wish = await asked();
    const attempt = await store().packs.begin(wish.id);
    await append(wish, attempt, 'x');
    await store().packs.finish(wish.id, attempt ?? -1, made(1), nothing);

    await store().packs.fail(wish.id, attempt, now, nothing);

    assert.equal(await store().packs.begin(wish.id), undefined);
    assert.equal(await read(wish.id), 'x');
  });

  it('can be built after it failed', async () => {
    const wish = await asked();
    const first = await store().packs.begin(wish.id);
    await append(wish, first, 'half');
    await store().packs.fail(wish.id, first, now, nothing);

    assert.deepEqual(await store().packs.load(wish.id), { ...wish, state: 'failed', at: now });
    const again = await store().packs.begin(wish.id);
    await append(wish, again, 'x');
    await store().packs.finish(wish.id, again ?? -1, made(1), nothing);

    assert.equal(await read(wish.id), 'x');
    assert.equal(await store().packs.begin(newId('pack')), undefined);
  });

  describe('its codes', () => {
    const later = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();
    const give = (wish: PackWish, codeHash: string) =>
      store().packs.giveCode({ packId: wish.id, codeHash, by: ada, expiresAt: later(15) });
    const take = (packId: PackWish['id'], code: string, at = now) => store().packs.takeCode(packId, code, at);

    it('open once, also for two at once', async () => {
      const wish = await asked();
      await give(wish, 'hash 1');

      const taken = await Promise.all([1, 2, 3].map(() => take(wish.id, 'hash 1')));

      assert.deepEqual(taken.map(({ kind }) => kind).toSorted(), ['no', 'no', 'taken']);
      assert.deepEqual(
        taken.find(({ kind }) => kind === 'taken'),
        { kind: 'taken', by: ada },
      );
    });

    it('open their own pack, and for 15 minutes', async () => {
      const [wish, other] = [await asked(), await asked()];
      await give(wish, 'hash 2');
      await give(wish, 'hash 3');

      assert.deepEqual(await take(other.id, 'hash 2'), { kind: 'no' });
      assert.equal((await take(wish.id, 'hash 2', later(14.9))).kind, 'taken');
      assert.deepEqual(await take(wish.id, 'hash 3', later(15)), { kind: 'no' });
    });

    it('are looked at no more after ten wrong ones, for packs that there are and that there are not, until 15 minutes are over', async () => {
      const wish = await asked();
      await give(wish, 'hash 4');

      for (const packId of [wish.id, newId('pack')]) {
        const tried = await Promise.all(Array.from({ length: 13 }, (_, i) => take(packId, `wrong ${i}`, later(1))));
        assert.equal(tried.filter(({ kind }) => kind === 'no').length, 10);
        assert.equal(tried.filter(({ kind }) => kind === 'too-many').length, 3);
      }
      assert.deepEqual(await take(wish.id, 'hash 4', later(2)), { kind: 'too-many' });
      await store().packs.giveCode({ packId: wish.id, codeHash: 'hash 5', by: ada, expiresAt: later(20) });

      assert.equal((await take(wish.id, 'hash 5', later(16))).kind, 'taken');
    });
  });

  it('reads the evidence of a case, of the kinds asked for, oldest first and none of another case', async () => {
    const [one, other] = [await aCase(), await aCase()];
    const plans = [planOf(one.id), planOf(one.id, { madeAt: '2026-03-03T08:00:00.000Z' }), planOf(other.id)];
    for (const plan of plans) {
      await store().plans.keep(plan);
      await store().plans.keepEvidence(plan.id, { kind: 'resource', name: 'vm', content: { of: plan.id } });
      await store().plans.keepEvidence(plan.id, { kind: 'activity-log', name: '1', content: [1] });
      await store().plans.keepEvidence(plan.id, { kind: 'deployment', name: 'dep', content: null, error: 'no right' });
    }

    const seen: string[] = [];
    for await (const { planId, kind, error } of store().packs.evidence(one.id, ['resource', 'deployment']))
      seen.push(`${plans.findIndex(({ id }) => id === planId)} ${kind} ${error ?? ''}`);

    assert.deepEqual(seen, ['0 resource ', '0 deployment no right', '1 resource ', '1 deployment no right']);
  });

  it('reads the raw alerts of a case as they came', async () => {
    const { id } = await aCase();

    const [alert, ...others] = await store().packs.rawAlerts(id);

    assert.ok(alert);
    assert.deepEqual(others, []);
  });

  it('clears away, with parts and codes, what was made before a moment, and nothing else', async () => {
    const [old, fresh, building, failed] = await Promise.all([asked(), asked(), asked(), asked()]);
    for (const [wish, builtAt] of [
      [old, now],
      [fresh, '2026-03-09T10:00:00.000Z'],
    ] as const) {
      await append(wish, await store().packs.begin(wish.id), 'whole');
      await store().packs.finish(wish.id, 1, { ...made(5), builtAt }, nothing);
      const code = { packId: wish.id, codeHash: wish.id, by: ada, expiresAt: '2030-01-01T00:00:00.000Z' };
      await store().packs.giveCode(code);
    }
    await append(building, await store().packs.begin(building.id), 'half');
    await store().packs.fail(failed.id, undefined, now, nothing);

    await Promise.all([1, 2].map(() => store().packs.clear('2026-03-09T10:00:00.000Z')));

    const left = await Promise.all([old, fresh, building, failed].map(({ id }) => store().packs.load(id)));
    assert.deepEqual(
      left.map((pack) => pack?.state),
      [undefined, 'ready', 'building', undefined],
    );
    assert.deepEqual([await read(old.id), await read(fresh.id)], ['', 'whole']);
    assert.deepEqual(await store().packs.takeCode(old.id, old.id, now), { kind: 'no' });
  });
});
