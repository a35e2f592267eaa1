import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Client } from 'pg';
import { testDatabase } from '../support/database.ts';

describe('adding jobs', () => {
  const { database, store, url } = testDatabase();
  const ask = (text: string, values: unknown[] = []) => database().pool.query(text, values);

  /** How the job of a key may stand when one of the same key is added. */
  const standing = [
    ['is not there', ''],
    ['waits', 'attempts = 0'],
    ['waits to be tried again', `attempts = 3, last_error = 'it failed'`],
    ['runs', `attempts = 1, locked_at = now(), locked_by = 'somebody'`],
    ['failed for good', `attempts = 25, last_error = 'it failed'`],
  ] as const;

  async function begin(change: string): Promise<void> {
    await ask('truncate graphile_worker._private_jobs, graphile_worker._private_job_queues');
    if (change === '') return;
    await ask(
      `select graphile_worker.add_job('report', '{"old":1}', 'old queue', job_key => 'the key', priority => 5)`,
    );
    await ask(`update graphile_worker._private_jobs set ${change}`);
  }

  async function outcome(): Promise<readonly unknown[]> {
    const { rows } = await ask(`
      select task_identifier, queue_name, payload, j.priority, j.attempts, j.max_attempts, j.key, j.last_error, j.revision,
        j.flags, j.locked_by, j.run_at = '2026-03-02T10:00:00Z' as on_time, is_available
      from graphile_worker.jobs j join graphile_worker._private_jobs using (id) order by j.id`);
    return rows;
  }

  for (const [words, change] of standing) {
    it(`does what graphile-worker does where the job ${words}`, async () => {
      await begin(change);
      await ask(
        `select graphile_worker.add_job('tell', '{"thread":"a"}', 'thread:a', '2026-03-02T10:00:00Z', job_key => 'the key')`,
      );
      const theirs = await outcome();

      await begin(change);
      await store().posts.add(
        [],
        [
          {
            name: 'tell',
            payload: { thread: 'a' },
            key: 'the key',
            queue: 'thread:a',
            runAt: '2026-03-02T10:00:00.000Z',
          },
        ],
      );

      assert.deepEqual(await outcome(), theirs);
    });
  }

  it('keeps how urgent a job is', async () => {
    await store().posts.add([], [{ name: 'tell', payload: { thread: 'a' }, key: 'urgent' }]);
    await store().posts.add([], [{ name: 'tell', payload: { thread: 'b' }, key: 'patient', priority: 10 }]);

    const { rows } = await ask(
      `select key, priority from graphile_worker.jobs where key in ('urgent', 'patient') order by key`,
    );

    assert.deepEqual(rows, [
      { key: 'patient', priority: 10 },
      { key: 'urgent', priority: 0 },
    ]);
  });

  it('tells the workers of all processes, once it is committed, and many at once only a few times', async () => {
    const listener = new Client({ connectionString: url() });
    await listener.connect();
    const heard: number[] = [];
    listener.on('notification', () => {
      heard.push(Date.now());
    });
    await listener.query('listen "jobs:insert"');
    const added = Array.from({ length: 50 }, (_, i) =>
      store().posts.add([], [{ name: 'tell', payload: { thread: `${i}` }, key: `heard:${i}` }]),
    );

    await Promise.all([once(listener, 'notification'), ...added]);
    await store().posts.add([], [{ name: 'tell', payload: { thread: 'last' }, key: 'heard:last' }]);
    const { rows } = await ask(`select from graphile_worker.jobs where key like 'heard:%'`);
    await listener.end();

    assert.equal(rows.length, 51);
    assert.ok(heard.length >= 1 && heard.length < 51, `heard ${heard.length} times`);
  });
});
