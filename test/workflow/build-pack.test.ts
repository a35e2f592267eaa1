import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { verifyPack } from '../../scripts/lib/verify-pack.ts';
import type { PackId } from '../../src/domain/ids.ts';
import type { Pack, PackProfile } from '../../src/domain/pack.ts';
import type { PackMaker, PackStore } from '../../src/workflow/asking-ports.ts';
import { askForPack, type BuildPackDeps, buildPack } from '../../src/workflow/build-pack.ts';
import type { StoredCase } from '../../src/workflow/case-ports.ts';
import { cardIn, changeOf, makeCase, makeChannel, makePartner, newId } from '../db/fixtures.ts';
import { found, planOf, runOf, summaryOf } from '../db/response-fixtures.ts';
import { makePack } from '../pack/packed.ts';
import { testDatabase } from '../support/database.ts';
import { until } from '../support/house.ts';
import { ada } from '../support/people.ts';
import { quietLog } from '../support/quiet-log.ts';
import { startedAt } from '../support/samples.ts';

const first = { attempt: 1, lastAttempt: false };
const fourth = { attempt: 4, lastAttempt: false };
const fifth = { attempt: 5, lastAttempt: false };

describe('building an evidence pack', () => {
  const { store, database } = testDatabase();
  const now = () => new Date(startedAt);

  const depsWith = (change: Partial<BuildPackDeps> = {}): BuildPackDeps => ({
    ...store(),
    makePack,
    now,
    log: quietLog,
    ...change,
  });

  async function committed(stored: StoredCase, events: Parameters<typeof changeOf>[1]): Promise<StoredCase> {
    const commit = changeOf(stored, events);
    await store().cases.commit({ ...commit, jobs: [] });
    return commit;
  }

  /** A case with resources, a plan, evidence and a run, and enough of it for several parts. */
  async function aCase(): Promise<StoredCase['case']> {
    let stored = await makeCase(store(), await makePartner(store()));
    const { id } = stored.case;
    const plan = planOf(id);
    await store().plans.keep(plan);
    for (let page = 0; page < 12; page++) {
      const content = Array.from({ length: 100 }, (_, i) => ({
        eventDataId: `${page} ${i}`,
        noise: Array.from({ length: 9 }, (_one, j) =>
          createHash('sha512').update(`${page} ${i} ${j}`).digest('base64'),
        ),
      }));
      await store().plans.keepEvidence(plan.id, { kind: 'activity-log', name: String(page), content });
    }
    const resources = Array.from({ length: 205 }, (_, i) => found(`vm${i}`));
    await store().investigations.save(id, summaryOf(resources.length), resources);
    await store().runs.begin(runOf(id, ['vm1', 'vm2']));
    const { hash, subscriptionName, expiresAt } = plan;
    stored = await committed(stored, [
      {
        type: 'plan-requested',
        planId: plan.id,
        kind: 'resources',
        resources: [],
        withAttached: true,
        liftGuards: false,
      },
      { type: 'plan-frozen', planId: plan.id, hash, subscriptionName, items: 0, expiresAt, needsSecond: true },
      { type: 'noted', text: 'Nobody knows these machines.' },
    ]);
    return stored.case;
  }

  async function asked(c: StoredCase['case'], profile: PackProfile = 'full'): Promise<PackId> {
    return askForPack({ packs: store().packs, newId, now }, { caseId: c.id, profile, language: 'en', by: ada });
  }
  async function bytesOf(packId: PackId): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of store().packs.read(packId)) parts.push(part);
    return Buffer.concat(parts);
  }
  async function readyPack(packId: PackId): Promise<Extract<Pack, { state: 'ready' }>> {
    const pack = await store().packs.load(packId);
    assert.equal(pack?.state, 'ready');
    return pack;
  }

  // One that is still being opened, for a query that another has answered meanwhile, counts as neither.
  afterEach('no connection stays lent', () => until(() => database().pool.idleCount === database().pool.totalCount));

  let c: StoredCase['case'];
  before(async () => {
    c = await aCase();
  });

  it('stores a pack that verifies, with its size, its hash and the number of its files', async () => {
    const packId = await asked(c);

    await buildPack(depsWith(), { caseId: c.id, packId }, first);

    const bytes = await bytesOf(packId);
    const pack = await readyPack(packId);
    assert.equal(pack.bytes, bytes.length);
    assert.equal(pack.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(pack.files, 14);
    const verdict = verifyPack(bytes);
    assert.equal(verdict.kind, 'intact', JSON.stringify(verdict));
    const { rows } = await database().pool.query(
      'select count(*)::int as n, max(length(part))::int as most from pack_parts where pack_id = $1',
      [packId],
    );
    assert.ok(rows[0].n > 2 && rows[0].most < 400_000, JSON.stringify(rows));
  });

  it('gives the same bytes again for the same case, and others once something happened to it', async () => {
    const another = (await makeCase(store(), await makePartner(store()))).case;
    const stored = await store().cases.load(another.id);
    assert.ok(stored);
    const packs = [await asked(another), await asked(another)];
    for (const packId of packs) await buildPack(depsWith(), { caseId: another.id, packId }, first);
    await committed(stored, [{ type: 'noted', text: 'one more' }]);
    const later = await asked(another);
    await buildPack(depsWith({ now: () => new Date() }), { caseId: another.id, packId: later }, first);

    const [one, two, three] = await Promise.all([...packs, later].map(bytesOf));

    assert.ok(one && two && three);
    assert.equal(Buffer.compare(one, two), 0);
    assert.notEqual(Buffer.compare(one, three), 0);
  });

  it('is built again from the start after a death at any part, and never served by half', async () => {
    const whole = await asked(c);
    await buildPack(depsWith(), { caseId: c.id, packId: whole }, first);
    const expected = await bytesOf(whole);
    class KilledError extends Error {}

    for (let diesAt = 1; diesAt <= 3; diesAt++) {
      const packId = await asked(c);
      let appended = 0;
      const packs: PackStore = {
        ...store().packs,
        append: async (...part) => {
          await store().packs.append(...part);
          if (++appended === diesAt) throw new KilledError();
        },
      };
      await assert.rejects(buildPack(depsWith({ packs }), { caseId: c.id, packId }, first), KilledError);

      assert.equal((await store().packs.load(packId))?.state, 'building');
      assert.equal((await bytesOf(packId)).length, 0);
      await buildPack(depsWith(), { caseId: c.id, packId }, first);
      assert.equal(Buffer.compare(await bytesOf(packId), expected), 0, `after a death at part ${diesAt}`);
    }
  });

  it('comes out right when two processes build it at once, and one that wakes up late writes nothing more', async () => {
    const packId = await asked(c);
    const late = Promise.withResolvers<void>();
    let waits = true;
    const slowMaker: PackMaker = async function* (source) {
      const parts = makePack(source);
      try {
        for (;;) {
          const next = await parts.next();
          if (next.done) return next.value;
          yield next.value;
          if (waits) await late.promise;
        }
      } finally {
        await parts.return(0);
      }
    };
    const slow = buildPack(depsWith({ makePack: slowMaker }), { caseId: c.id, packId }, first);
    const failing = assert.rejects(slow, /another attempt/);
    const attempts = async () =>
      (await database().pool.query<{ parts: number }>('select parts from packs where id = $1', [packId])).rows[0]
        ?.parts;
    while ((await attempts()) !== 1) await new Promise((resolve) => setImmediate(resolve));

    await buildPack(depsWith(), { caseId: c.id, packId }, first);
    waits = false;
    late.resolve();
    await failing;

    assert.equal(verifyPack(await bytesOf(packId)).kind, 'intact');
  });

  it('has failed after the fifth try, which is not tried again, and can be built after that', async () => {
    const packId = await asked(c);
    const told: Pack[] = [];
    const broken = depsWith({
      makePack: async function* () {
        yield Buffer.from('half');
        throw new Error('no space left');
      },
      packNotice: async (pack) => {
        told.push(pack);
        return { posts: [], jobs: [] };
      },
    });

    await assert.rejects(buildPack(broken, { caseId: c.id, packId }, fourth), /no space left/);
    assert.equal((await store().packs.load(packId))?.state, 'building');
    await buildPack(broken, { caseId: c.id, packId }, fifth);
    assert.equal((await store().packs.load(packId))?.state, 'failed');
    assert.deepEqual(
      told.map(({ state }) => state),
      ['failed'],
    );
    await buildPack(depsWith(), { caseId: c.id, packId }, first);

    await readyPack(packId);
  });

  it('is not given up because processes stop, before the last try', async () => {
    const packId = await asked(c);
    const signal = AbortSignal.abort();

    await assert.rejects(buildPack(depsWith(), { caseId: c.id, packId }, { ...fifth, signal }), /abort/i);
    assert.equal((await store().packs.load(packId))?.state, 'building');
    await buildPack(depsWith(), { caseId: c.id, packId }, { attempt: 25, lastAttempt: true, signal });

    assert.equal((await store().packs.load(packId))?.state, 'failed');
  });

  it('ends between parts when it is called off', async () => {
    const packId = await asked(c);
    const { signal, abort } = (() => {
      const controller = new AbortController();
      return { signal: controller.signal, abort: () => controller.abort() };
    })();
    const packs: PackStore = {
      ...store().packs,
      append: async (...part) => {
        await store().packs.append(...part);
        abort();
      },
    };

    await assert.rejects(buildPack(depsWith({ packs }), { caseId: c.id, packId }, { ...first, signal }), /abort/i);

    assert.equal((await bytesOf(packId)).length, 0);
  });

  it('is not built a second time, not for another case, and not where nobody asked', async () => {
    const [packId, other] = [await asked(c), await makeCase(store(), await makePartner(store()))];
    let made = 0;
    const counting = depsWith({
      makePack: (source) => {
        made++;
        return makePack(source);
      },
    });

    await buildPack(counting, { caseId: other.case.id, packId }, first);
    await buildPack(counting, { caseId: c.id, packId: newId('pack') }, first);
    assert.equal(made, 0);
    await buildPack(counting, { caseId: c.id, packId }, first);
    await buildPack(counting, { caseId: c.id, packId }, first);

    assert.equal(made, 1);
  });

  it('tells of its end once, together with it', async () => {
    const stored = await makeCase(store(), await makePartner(store()));
    const partner = await store().partners.byId(stored.case.partnerId);
    assert.ok(partner);
    const channel = await makeChannel(store(), partner);
    const packId = await asked(stored.case);
    const told: Pack[] = [];
    const deps = depsWith({
      packNotice: async (pack) => {
        told.push(pack);
        return { posts: [{ ...cardIn(channel, stored.case.id), dedupeKey: pack.id }], jobs: [] };
      },
    });

    await buildPack(deps, { caseId: stored.case.id, packId }, first);
    await buildPack(deps, { caseId: stored.case.id, packId }, first);

    assert.deepEqual(
      told.map(({ state }) => state),
      ['ready'],
    );
    assert.deepEqual(told[0], await store().packs.load(packId));
    const { rows } = await database().pool.query('select count(*)::int as n from posts where dedupe_key = $1', [
      packId,
    ]);
    assert.deepEqual(rows, [{ n: 1 }]);
  });
});
