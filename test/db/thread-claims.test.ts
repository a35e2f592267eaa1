import assert from 'node:assert/strict';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import type { ThreadClaims } from '../../src/workflow/sending-ports.ts';
import { runningJob } from '../jobs/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('claims of threads', () => {
  const { database, store, url } = testDatabase();
  const others: Database[] = [];

  beforeEach(async () => {
    await database().pool.query('truncate thread_claims');
    await database().pool.query('delete from graphile_worker._private_jobs');
  });

  afterEach(async () => {
    for (const other of others.splice(0)) await other.close();
  });

  async function otherProcess(): Promise<ThreadClaims> {
    const other = await openDatabase({ url: url(), log: quietLog, poolSize: 4 });
    others.push(other);
    return createStore(other).threadClaims;
  }

  const running = () => runningJob(database());
  const setLocked = (id: string, by: string | null) =>
    database().pool.query(
      `update graphile_worker._private_jobs set locked_by = $2::text, locked_at = case when $2::text is not null then now() end
       where id = $1`,
      [id, by],
    );
  async function comingAgain(): Promise<readonly { readonly thread: string; readonly soon: boolean }[]> {
    const { rows } = await database().pool.query<{ thread: string; soon: boolean; later: boolean }>(
      `select payload->>'thread' as thread, run_at <= now() as soon, run_at > now() + interval '1 s' as later
       from graphile_worker._private_jobs where key like 'tell:%:again' order by 1`,
    );
    return rows;
  }
  const locked = (id: string) => setLocked(id, 'it');
  const unlocked = (id: string) => setLocked(id, null);

  it('are had by one job, and by the next once it gave it up', async () => {
    const claims = store().threadClaims;
    const [one, two] = [await running(), await running()];

    assert.equal(await claims.claim('a', one), true);
    assert.equal(await claims.claim('a', one), true);
    assert.equal(await claims.claim('a', two), false);
    assert.equal(await claims.claim('b', two), true);
    await claims.release('a', one);

    assert.equal(await claims.claim('a', two), true);
  });

  it('have whoever was turned away come again once they are given up, and in 3 s if they are not', async () => {
    const claims = store().threadClaims;
    const [one, two] = [await running(), await running()];
    await claims.claim('a', one);

    await claims.claim('a', two);
    assert.deepEqual(await comingAgain(), [{ thread: 'a', soon: false, later: true }]);
    await claims.release('a', one);

    assert.deepEqual(await comingAgain(), [{ thread: 'a', soon: true, later: false }]);
  });

  it('that nobody else came for are given up, and that is all', async () => {
    const claims = store().threadClaims;
    const one = await running();
    await claims.claim('a', one);

    await claims.release('a', one);

    assert.deepEqual(await comingAgain(), []);
  });

  it('end with the process that ran their job; the job comes again when it runs once more and finds another', async () => {
    const claims = store().threadClaims;
    const [one, two] = [await running(), await running()];
    await claims.claim('a', one);
    await unlocked(one);

    assert.equal(await claims.claim('a', two), true);
    assert.equal(await claims.claim('a', one), false);
    assert.deepEqual(await comingAgain(), [{ thread: 'a', soon: false, later: true }]);
  });

  it('that PostgreSQL lost in a crash are looked after again, for nobody knows who came', async () => {
    const claims = store().threadClaims;
    const one = await running();
    await claims.claim('a', one);
    await database().pool.query('truncate thread_claims');

    await claims.release('a', one);

    assert.deepEqual(await comingAgain(), [{ thread: 'a', soon: true, later: false }]);
  });

  it('are kept by a job that began while another waited to know whose it is', async () => {
    const { pool } = database();
    const [one, two] = [await running(), await running()];
    await unlocked(one);
    const beginning = await pool.connect();
    await beginning.query('begin');
    await beginning.query(`insert into thread_claims (thread, job) values ('a', $1)`, [one]);
    const { rows } = await beginning.query<{ pid: number }>('select pg_backend_pid() as pid');
    const waiting = () =>
      pool.query('select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [rows[0]?.pid]);

    const claimed = store().threadClaims.claim('a', two);
    while ((await waiting()).rows.length === 0) await pause(5);
    await locked(one);
    await beginning.query('commit');
    beginning.release();

    assert.equal(await claimed, false);
  });

  it('are never had by two, and nobody comes in vain, however many processes come for the same threads', async () => {
    const processes = [store().threadClaims, await otherProcess(), await otherProcess()];
    const threads = ['a', 'b', 'c', 'd', 'e'];
    const holders = new Map<string, number>();
    /** Of each thread, what is to be done and what was seen by whoever did it. */
    const wanted = new Map(threads.map((thread) => [thread, 0]));
    const done = new Map(threads.map((thread) => [thread, 0]));
    let most = 0;

    /** As the handler of `tell` does. */
    const work = async (claims: ThreadClaims, thread: string): Promise<void> => {
      const job = await running();
      if (!(await claims.claim(thread, job))) return;
      holders.set(thread, (holders.get(thread) ?? 0) + 1);
      most = Math.max(most, holders.get(thread) ?? 0);
      done.set(thread, wanted.get(thread) ?? 0);
      await turn();
      holders.set(thread, (holders.get(thread) ?? 0) - 1);
      await claims.release(thread, job);
    };
    await Promise.all(
      processes.flatMap((claims) =>
        threads.map(async (_, first) => {
          for (let i = 0; i < 40; i++) {
            const thread = threads[(first + i) % threads.length] ?? 'a';
            wanted.set(thread, (wanted.get(thread) ?? 0) + 1);
            await work(claims, thread);
          }
        }),
      ),
    );

    assert.equal(most, 1);
    const behind = threads.filter((thread) => done.get(thread) !== wanted.get(thread));
    const coming = (await comingAgain()).filter(({ soon }) => soon).map(({ thread }) => thread);
    assert.deepEqual(
      behind.filter((thread) => !coming.includes(thread)),
      [],
    );
  });
});
