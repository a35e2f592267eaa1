import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { together } from '../../src/db/together.ts';

describe('calls that go together', () => {
  it('are those of one turn, and then all that came while these were under way', async () => {
    const runs: (readonly number[])[] = [];
    const [begun, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const double = together<number, number>(async (all) => {
      runs.push(all);
      begun.resolve();
      if (runs.length === 1) await open.promise;
      return all.map((one) => one * 2);
    });

    const answers = [1, 2].map(double);
    assert.deepEqual(runs, []);
    await begun.promise;
    answers.push(...[3, 4].map(double));
    open.resolve();

    assert.deepEqual(await Promise.all(answers), [2, 4, 6, 8]);
    assert.equal(await double(5), 10);
    assert.deepEqual(runs, [[1, 2], [3, 4], [5]]);
  });

  it('fail for the one that cannot succeed, and for no other', async () => {
    const run = together<number, number>(async (all) => {
      await turn();
      if (all.includes(13)) throw new Error('not 13');
      return all;
    });

    const settled = await Promise.allSettled([1, 2, 13, 3].map(run));

    assert.deepEqual(
      settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))),
      [1, 2, 'Error: not 13', 3],
    );
  });

  it('are told when they were not all answered', async () => {
    const run = together<number, number>(async () => []);

    await assert.rejects(run(1), { message: '1 calls were given 0 answers' });
  });

  it('are each answered once with their own answer, whatever fails and however they come', async () => {
    const call = fc.record({ fails: fc.boolean(), after: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 30 }), async (calls) => {
        const succeeded: number[] = [];
        const run = together<number, string>(async (all) => {
          await turn();
          if (all.some((i) => calls[i]?.fails)) throw new Error(all.join());
          succeeded.push(...all);
          return all.map(String);
        });

        const answers = calls.map(async ({ after }, i) => {
          for (let turns = 0; turns < after; turns++) await turn();
          return run(i).catch((error: unknown) => error);
        });

        const expected = calls.map(({ fails }, i) => (fails ? new Error(String(i)) : String(i)));
        assert.deepEqual(await Promise.all(answers), expected);
        assert.deepEqual(
          succeeded.toSorted((a, b) => a - b),
          calls.flatMap(({ fails }, i) => (fails ? [] : [i])),
        );
      }),
    );
  });
});
