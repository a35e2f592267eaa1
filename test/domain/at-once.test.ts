import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { atOnce } from '../../src/domain/at-once.ts';

describe('working on many at once', () => {
  it('works on as many as it may, and answers in their order', async () => {
    let underWay = 0;
    let most = 0;

    const answers = await atOnce(3, [5, 4, 3, 2, 1, 0], async (turns) => {
      underWay += 1;
      most = Math.max(most, underWay);
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      underWay -= 1;
      return turns;
    });

    assert.deepEqual(answers, [5, 4, 3, 2, 1, 0]);
    assert.equal(most, 3);
  });

  it('answers nothing for none', async () => {
    assert.deepEqual(await atOnce(3, [], () => Promise.reject(new Error('asked'))), []);
  });

  it('fails with what fails', async () => {
    const failed = atOnce(2, [1, 2, 3], (item) =>
      item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item),
    );

    await assert.rejects(failed, /two/);
  });
});
