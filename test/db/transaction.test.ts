import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { transaction, undeadlocked } from '../../src/db/transaction.ts';
import { testDatabase } from '../support/database.ts';

describe('a transaction', () => {
  const db = testDatabase();
  const pollJob = (key: string) => ({ name: 'poll', payload: { partnerId: key }, key, queue: key });
  const add = (keys: readonly string[]) =>
    sql`select add_outbox_jobs(${JSON.stringify(keys.map(pollJob))}, '{}')`.execute(db.database().sql);

  it('that was undone because it and another waited for each other is run again', async () => {
    await add(['a', 'b']);
    const lock = (key: string) =>
      sql`update graphile_worker._private_jobs set priority = priority + 1 where key = ${key}`;
    let begun = 0;
    const both = Promise.withResolvers<void>();
    let runs = 0;
    const oneAfterTheOther = (first: string, second: string) =>
      transaction(db.database().sql, async (tx) => {
        runs += 1;
        await lock(first).execute(tx);
        begun += 1;
        if (begun === 2) both.resolve();
        await both.promise;
        await lock(second).execute(tx);
      });

    await Promise.all([oneAfterTheOther('a', 'b'), oneAfterTheOther('b', 'a')]);

    const { rows } = await sql<{ priority: number }>`select priority from graphile_worker._private_jobs`.execute(
      db.database().sql,
    );
    assert.deepEqual(
      rows.map(({ priority }) => priority),
      [2, 2],
    );
    assert.equal(runs, 3);
  });

  it('that fails for another reason is not, and says why', async () => {
    let runs = 0;
    const wrong = transaction(db.database().sql, async (tx) => {
      runs += 1;
      await sql`select 1 / 0`.execute(tx);
    });

    await assert.rejects(wrong, /division by zero/);
    assert.equal(runs, 1);
  });

  it('that is undone again and again ends with what PostgreSQL said', async () => {
    let runs = 0;
    const undone = Object.assign(new Error('deadlock detected'), { code: '40P01' });

    await assert.rejects(
      undeadlocked(() => {
        runs += 1;
        return Promise.reject(undone);
      }),
      undone,
    );
    assert.equal(runs, 5);
  });
});
