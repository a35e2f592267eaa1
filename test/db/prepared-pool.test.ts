import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { openDatabase } from '../../src/db/database.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('statements', () => {
  const { url } = testDatabase();

  async function withOneSession<T>(
    action: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
  ): Promise<T> {
    const database = await openDatabase({ url: url(), log: quietLog, poolSize: 1 });
    try {
      return await action(database);
    } finally {
      await database.close();
    }
  }

  it('are prepared once a session, however often they run', async () => {
    await withOneSession(async ({ sql: db, pool }) => {
      for (const id of ['a', 'b', 'c'])
        await sql`select name as asked_often from partners where id = ${id}`.execute(db);

      const { rows } = await pool.query('select from pg_prepared_statements where statement like $1', [
        '%asked_often%partners%',
      ]);
      assert.equal(rows.length, 1);
    });
  });

  it('work again in a new session after a table was changed under them', async () => {
    await withOneSession(async ({ sql: db, pool }) => {
      await pool.query('create table changing (a integer)');
      const read = () => sql<{ a: number }>`select * from changing where a is distinct from ${1}`.execute(db);
      await read();
      await pool.query('alter table changing add b integer');

      await assert.rejects(read(), /cached plan/);

      assert.deepEqual((await read()).rows, []);
    });
  });

  it('keep to their transaction', async () => {
    await withOneSession(async ({ sql: db }) => {
      await sql`create table kept (a integer)`.execute(db);
      const add = (value: number) => sql`insert into kept values (${value})`;
      await db.transaction().execute(async (tx) => void (await add(1).execute(tx)));
      const failing = db.transaction().execute(async (tx) => {
        await add(2).execute(tx);
        throw new Error('no');
      });

      await assert.rejects(failing);

      const { rows } = await sql<{ a: number }>`select a from kept where a > ${0}`.execute(db);
      assert.deepEqual(rows, [{ a: 1 }]);
    });
  });
});
