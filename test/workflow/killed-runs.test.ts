import assert from 'node:assert/strict';
import type { RunId } from '../../src/domain/ids.ts';
import { observeCase } from '../../src/workflow/handle.ts';
import type { AzureActs } from '../../src/workflow/response-ports.ts';
import { types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { everyJournalHolds } from '../support/workshop.ts';

class KilledError extends Error {}

/** Ports of a process that dies at its n-th write: that one is made or not, and nothing at all after it. */
function mortal({ responding }: ResponseBench, diesAt: number, isMade: boolean) {
  let writes = 0;
  let isDead = false;
  const alive = () => {
    if (isDead) throw new KilledError();
  };
  const dying = <T extends object>(port: T, writing: readonly (keyof T)[]): T =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          alive();
          const isLast = writing.some((one) => one === name) && ++writes === diesAt;
          isDead = isLast && !isMade;
          alive();
          const answer: unknown = await Reflect.apply(value, target, args);
          isDead ||= isLast;
          alive();
          return answer;
        };
      },
    });
  const { runs, plans, cases } = responding;
  return {
    ports: {
      runs: dying(runs, ['begin', 'saveItems', 'end', 'cancel']),
      plans: dying(plans, ['keepEvidence']),
      cases: dying(cases, ['commit']),
      acts: dyingActs(responding.acts, alive),
    },
    isDead: () => isDead,
  };
}

/** Requests that arrived are done, whether or not somebody is left to read the answer. */
function dyingActs(acts: AzureActs, alive: () => void): AzureActs {
  const dying = async <T>(ask: () => Promise<T>): Promise<T> => {
    alive();
    const answer = await ask();
    alive();
    return answer;
  };
  return {
    ...acts,
    remove: (...args) => dying(() => acts.remove(...args)),
    look: (...args) => dying(() => acts.look(...args)),
    follow: (...args) => dying(() => acts.follow(...args)),
  };
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
        b.azure.on.act = () => {
          stopping.abort();
          return undefined;
        };
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
