import assert from 'node:assert/strict';
import { testDatabase } from '../support/database.ts';
import { fixed, postsOf } from './post-fixtures.ts';

describe('a post that is added while a worker takes the job of its thread', () => {
  const { database, store } = testDatabase();
  const { scene, tellJobs } = postsOf(database, store);

  it('gets a job of its own, because that one may have looked before', async () => {
    const { channel } = await scene();
    await store().posts.add([fixed(channel, 'first')], []);
    const worker = await database().pool.connect();
    await worker.query('begin');
    await worker.query(
      `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a worker', attempts = attempts + 1`,
    );

    const adding = store().posts.add([fixed(channel, 'second')], []);
    await untilSomebodyWaits();
    await worker.query('commit');
    await adding;
    worker.release();

    const keys = (await tellJobs()).map((job) => job.key);
    assert.deepEqual(keys, [`tell:${channel.teamsChannelId}`, null]);
  });

  async function untilSomebodyWaits(): Promise<void> {
    for (;;) {
      const { rows } = await database().pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (rows.length > 0) return;
    }
  }
});
