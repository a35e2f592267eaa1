import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { testDatabase } from '../support/database.ts';

describe('the jobs of conversations with something to be told', () => {
  const { database } = testDatabase();
  const ask = (text: string, values: unknown[] = []) => database().pool.query(text, values);

  beforeEach(() => ask('delete from graphile_worker._private_jobs'));

  const threadsOf = (count: number) => Array.from({ length: count }, () => `19:${randomUUID()}@thread.tacv2`);
  const add = (threads: readonly string[], others: readonly object[] = []) =>
    ask('select add_outbox_jobs($1, $2)', [JSON.stringify(others), threads]);
  const keyOf = (thread: string) => `tell:${thread}`;

  interface Row {
    readonly key: string | null;
    readonly payload: unknown;
    /** Milliseconds from the commit that the first of them came with. */
    readonly after: number;
    readonly attempts: number;
  }
  async function jobs(): Promise<readonly Row[]> {
    const { rows } = await ask(
      `select key, payload, attempts, extract(epoch from run_at - min(created_at) over ())::float8 * 1000 as after
       from graphile_worker._private_jobs order by run_at, key`,
    );
    return rows;
  }

  const keysOf = (rows: readonly Row[]) => rows.map(({ key }) => String(key)).toSorted();

  it('come at once for as many as Teams takes of a tenant in a second', async () => {
    const threads = threadsOf(50);

    await add(threads);

    const added = await jobs();
    assert.deepEqual(keysOf(added), threads.map(keyOf).toSorted());
    assert.deepEqual(new Set(added.map(({ after }) => after)), new Set([0]));
  });

  it('come 50 in each 1.03 s for more, 10 ms apart, one each however often it is named', async () => {
    const threads = threadsOf(120);

    await add([...threads, ...threads]);

    const added = await jobs();
    assert.deepEqual(keysOf(added), threads.map(keyOf).toSorted());
    const expected = Array.from({ length: 120 }, (_, i) => (i < 50 ? 0 : Math.floor(i / 50) * 1030 + (i % 50) * 10));
    assert.deepEqual(
      added.map(({ after }) => Math.round(after)),
      expected,
    );
  });

  it('are not put off by a later change, and come sooner for one that can', async () => {
    const [first = '', second = '', ...others] = threadsOf(200);
    await add([first]);
    await ask(
      `insert into graphile_worker._private_jobs (task_id, payload, key, run_at)
       select id, '{"old":true}', $1, now() + interval '1 h' from graphile_worker._private_tasks where identifier = 'tell'`,
      [keyOf(second)],
    );

    await add([...others, first, second]);
    await add([second]);

    const added = await jobs();
    for (const thread of [first, second]) {
      const [job, ...more] = added.filter(({ key }) => key === keyOf(thread));
      assert.deepEqual([job?.payload, more], [{ thread }, []]);
    }
    const [{ rows: early }, { rows: late }] = await Promise.all([
      ask('select from graphile_worker._private_jobs where run_at <= now() and key = any($1)', [
        [first, second].map(keyOf),
      ]),
      ask("select from graphile_worker._private_jobs where run_at > now() + interval '1 s' and key = any($1)", [
        others.map(keyOf),
      ]),
    ]);
    assert.equal(early.length, 2);
    assert.ok(late.length >= 50);
  });

  it('begin anew where one had failed, and stand beside one that runs or has failed for good', async () => {
    const [failed = '', running = '', dead = ''] = threadsOf(3);
    await add([failed, running, dead]);
    const set = (thread: string, change: string) =>
      ask(`update graphile_worker._private_jobs set ${change} where key = $1`, [keyOf(thread)]);
    await set(failed, `attempts = 3, last_error = 'it failed', run_at = now() + interval '1 h'`);
    await set(running, `attempts = 1, locked_at = now(), locked_by = 'somebody'`);
    await set(dead, 'attempts = max_attempts');

    await add([failed, running, dead]);

    const { rows } = await ask(
      `select payload->>'thread' as thread, key, attempts, run_at <= now() as due, is_available
       from graphile_worker._private_jobs order by id`,
    );
    const fresh = (thread: string) => ({ thread, key: keyOf(thread), attempts: 0, due: true, is_available: true });
    const spent = (thread: string) => ({ thread, key: null, attempts: 25, due: true, is_available: false });
    const shown = rows.toSorted((a, b) => a.thread.localeCompare(b.thread) || b.attempts - a.attempts);
    assert.deepEqual(
      shown,
      [fresh(failed), spent(running), fresh(running), spent(dead), fresh(dead)].toSorted(
        (a, b) => a.thread.localeCompare(b.thread) || b.attempts - a.attempts,
      ),
    );
  });

  it('carry the trace of their change beside its other jobs', async () => {
    const [thread = ''] = threadsOf(1);

    await add([thread], [{ name: 'report', payload: { caseId: 'case_1' }, key: 'report' }, { trace: '00-abc-def-01' }]);

    const payloads = (await jobs()).map(({ payload }) => payload);
    assert.deepEqual(
      payloads.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
      [
        { caseId: 'case_1', _trace: '00-abc-def-01' },
        { thread, _trace: '00-abc-def-01' },
      ],
    );
  });

  it('are one each where two changes name the same conversations in another order', async () => {
    const threads = threadsOf(150);
    await Promise.all([add(threads), add(threads.toReversed()), add(threads)]);

    assert.equal((await jobs()).length, 150);
  });
});
