import assert from 'node:assert/strict';
import type { RunId } from '../../src/domain/ids.ts';
import { observeCase } from '../../src/workflow/handle.ts';
import { types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { everyJournalHolds } from '../support/workshop.ts';

class KilledError extends Error {}

/** Ports of a process that dies at its n-th write: that one is made or not, and nothing at all after it. */
function mortal(b: ResponseBench, diesAt: number, isMade: boolean) {
  let writes = 0;
  let isDead = false;
  const alive = () => {
    if (isDead) throw new KilledError();
  };
  const writing = <A extends unknown[], R>(write: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      alive();
      writes += 1;
      if (writes !== diesAt) return write(...args);
      isDead = !isMade;
      alive();
      const answer = await write(...args);
      isDead = true;
      alive();
      return answer;
    };
  };
  const asking = <A extends unknown[], R>(ask: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      alive();
      const answer = await ask(...args);
      alive();
      return answer;
    };
  };
  const { runs, plans, cases, acts } = b.responding;
  return {
    ports: {
      runs: { ...db(runs), begin: writing(runs.begin), saveItems: writing(runs.saveItems), end: writing(runs.end) },
      plans: { ...db(plans), keepEvidence: writing(plans.keepEvidence) },
      cases: { ...db(cases), load: cases.load, commit: writing(cases.commit) },
      acts: { ...db(acts), remove: asking(acts.remove), look: asking(acts.look), follow: asking(acts.follow) },
    },
    isDead: () => isDead,
  };
}

/** A copy whose functions are those of the port. */
function db<T extends object>(port: T): T {
  return { ...port };
}

describe('a deletion whose process is killed', () => {
  const database = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(database);
  });
  afterEach(() => everyJournalHolds(database));

  async function approved(): Promise<RunId> {
    const disk = b.azure.add('disk', types.disk);
    const vm = b.azure.add('vm', types.vm, { refs: [disk.key] });
    b.azure.add('web', types.vm, { group: 'rg-web' });
    await b.found([vm, disk]);
    await b.plan([vm, disk]);
    return b.approve();
  }

  for (const isMade of [false, true])
    it(`at any write, ${isMade ? 'made' : 'not made'}, is ended by another one: each gone once, and nothing that was made anew is touched`, async () => {
      for (let n = 1, isOver = false; !isOver; n++) {
        b = await responseBench(database);
        const runId = await approved();
        const before = new Set(b.azure.keys());
        const { ports, isDead } = mortal(b, n, isMade);

        await b
          .carryOut(runId, ports)
          .catch((error: unknown) => assert.ok(error instanceof KilledError, String(error)));
        isOver = !isDead();
        b.clock.move(60_000);
        const gone = [...before].filter((key) => !b.azure.has(key));
        const anew = new Set(
          gone.map((key) =>
            b.azure.mark(b.azure.add(key.split('/').at(-1) ?? '', key.includes('/disks/') ? types.disk : types.vm).key),
          ),
        );
        await b.carryOut(runId);

        const c = await b.case();
        const items = [...(await b.items(runId)).values()];
        assert.deepEqual(
          b.azure.sent.filter(({ mark }) => anew.has(mark)),
          [],
          `killed at write ${n}`,
        );
        assert.deepEqual(
          items.map(({ state }) => state),
          ['done', 'done'],
          `killed at write ${n}`,
        );
        assert.deepEqual(c.run?.counts, { done: 2, failed: 0, skipped: 0, unknown: 0, open: 0 });
        assert.ok(c.run.endedAt);
        assert.ok((await b.run(runId)).endedAt);
        assert.equal(b.azure.keys().length, 1 + anew.size);
        assert.ok(b.azure.keys().some((key) => key.endsWith('/web')));
        assert.ok(!b.azure.sent.some(({ key }) => key.endsWith('/web')));
        assert.equal((await b.responding.runs.open()).filter(({ caseId }) => caseId === b.caseId).length, 0);
      }
    });

  it('does not ask twice for what cannot be told from one made anew', async () => {
    const thing = b.azure.add('thing', 'microsoft.web/sites', { unmarked: true });
    await b.found([thing]);
    await b.plan([thing]);
    const runId = await b.approve();
    const { runs } = b.responding;
    let saves = 0;
    const dying = {
      ...runs,
      saveItems: async (...saved: Parameters<typeof runs.saveItems>) => {
        // The answer to the request is not written down any more.
        if (++saves > 2) throw new KilledError();
        await runs.saveItems(...saved);
      },
    };
    await assert.rejects(b.carryOut(runId, { runs: dying }), KilledError);
    assert.equal(b.azure.sent.length, 1);
    b.clock.move(60_000);
    b.azure.add('thing', 'microsoft.web/sites', { unmarked: true });

    await b.carryOut(runId);

    assert.equal(b.azure.sent.length, 1);
    assert.ok(b.azure.has(thing.key));
    assert.equal((await b.items(runId)).get('thing')?.state, 'failed');
  });

  it('does no harm where two carry out one run at once', async () => {
    const runId = await approved();

    const ended = await Promise.allSettled([b.carryOut(runId), b.carryOut(runId), b.carryOut(runId)]);

    const c = await b.case();
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'fulfilled'],
    );
    assert.deepEqual(
      b.azure.keys().map((key) => key.split('/').at(-1)),
      ['web'],
    );
    assert.deepEqual(c.run?.counts, { done: 2, failed: 0, skipped: 0, unknown: 0, open: 0 });
    assert.equal(c.plan?.state, 'carried-out');
    assert.ok((await b.run(runId)).items.every(({ state }) => state === 'done'));
  });

  it('takes what another one has removed since it began for no drift', async () => {
    const runId = await approved();
    const { runs } = b.responding;
    let looks = 0;
    const late = {
      ...runs,
      // It looked before the other one had begun, and reads what is there after that one has deleted something.
      load: async (id: RunId) => {
        if (++looks > 1) return runs.load(id);
        const stopping = new AbortController();
        b.azure.on.act = () => void stopping.abort();
        await assert.rejects(b.carryOut(runId, {}, stopping.signal), /stopped/);
        b.clock.move(60_000);
        return undefined;
      },
    };

    await b.carryOut(runId, { runs: late });

    assert.equal((await b.case()).plan?.state, 'carried-out');
    assert.equal(b.azure.sent.length, 2);
  });

  it('begins nothing more where the plan was voided by somebody else meanwhile', async () => {
    const runId = await approved();
    const planId = (await b.case()).plan?.id ?? assert.fail();
    b.azure.seconds = 30;
    b.azure.on.act = () => {
      delete b.azure.on.act;
      void observeCase(b.deps, b.caseId, { type: 'plan-void', planId, why: 'unreadable' }, 'runner');
      return undefined;
    };

    await b.carryOut(runId);

    assert.deepEqual(
      (await b.run(runId)).items.map(({ state }) => state),
      ['done', 'skipped'],
    );
    assert.equal((await b.case()).plan?.state, 'void');
  });

  it('does no harm where a second one begins late, and the attacker is back already', async () => {
    const runId = await approved();
    let second: Promise<void> | undefined;
    let anew: string | undefined;
    b.azure.on.follow = () => {
      if (second === undefined && b.azure.sent.length === 1) second = b.carryOut(runId);
      const vm = b.azure.sent[0]?.key ?? '';
      if (anew === undefined && !b.azure.has(vm)) anew = b.azure.mark(b.azure.add('vm').key);
      return undefined;
    };

    await b.carryOut(runId);
    await second;

    assert.ok(second && anew);
    assert.deepEqual(
      b.azure.sent.filter(({ mark }) => mark === anew),
      [],
    );
    assert.deepEqual(
      (await b.run(runId)).items.map(({ state }) => state),
      ['done', 'done'],
    );
  });
});
