import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { QueryConfig } from 'pg';
import { deadWorkers, type Lease, takeLease } from '../../src/jobs/lease.ts';
import type { Pool } from '../../src/jobs/pool.ts';
import { recoverJobs } from '../../src/jobs/recover.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { jobsOf, partnerId, tell, until } from './fixtures.ts';

/** Starts a process on the jobs, and kills it as soon as it is in the middle of `count` of them. */
async function killInTheMiddle(url: string, count: number): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('killed-process.ts', import.meta.url)), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(() => said.split('running').length - 1 === count);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function sorted(list: readonly string[]): readonly string[] {
  return list.toSorted((a, b) => a.localeCompare(b));
}

describe('jobs of processes that die', () => {
  const { database, store, url } = testDatabase();
  const { start, left } = jobsOf(database);

  async function locked(): Promise<readonly (string | null)[]> {
    const { rows } = await database().pool.query<{ locked_by: string | null }>(
      'select locked_by from graphile_worker.jobs',
    );
    return rows.map((row) => row.locked_by).filter((worker) => worker !== null);
  }

  it('are done by a process started anew, also those of queues', async () => {
    const done: string[] = [];
    await store().posts.add([], [tell('one'), tell('two'), { name: 'poll', payload: { partnerId }, key: 'poll' }]);
    await killInTheMiddle(url(), 3);
    assert.equal((await locked()).length, 3);

    await start({
      tell: async ({ thread }, { attempt }) => void done.push(`${thread} ${attempt}`),
      poll: async (_, { attempt }) => void done.push(`poll ${attempt}`),
    });
    await until(async () => (await left()) === 0);

    assert.deepEqual(sorted(done), ['one 2', 'poll 2', 'two 2']);
  });

  it('are done by a process that runs already', async () => {
    const done: string[] = [];
    await store().posts.add([], [tell('one'), tell('two')]);
    const killed = killInTheMiddle(url(), 2);
    await until(async () => (await locked()).length === 2);

    await start({ tell: async ({ thread }, { attempt }) => void done.push(`${thread} ${attempt}`) });
    await killed;
    await until(async () => (await left()) === 0);

    assert.deepEqual(sorted(done), ['one 2', 'two 2']);
  });

  it('are told from those of living ones, whose lock is taken again where its session breaks', async () => {
    const mayEnd = Promise.withResolvers<void>();
    let runs = 0;
    await start({
      tell: async () => {
        runs += 1;
        await mayEnd.promise;
      },
    });
    await store().posts.add([], [tell('kept')]);
    await until(() => runs === 1);
    assert.deepEqual(await deadWorkers(database().pool), []);

    await database().pool.query(
      "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 2",
    );
    await until(async () => (await deadWorkers(database().pool)).length === 0);
    mayEnd.resolve();
    await until(async () => (await left()) === 0);

    assert.equal(runs, 1);
  });

  it('are not those of a worker that is missed at one look only', async () => {
    await store().posts.add([], [tell('kept')]);
    await database().pool.query("update graphile_worker._private_jobs set locked_by = 'somebody', locked_at = now()");
    const { pool } = database();
    let looks = 0;
    const lease = Promise.withResolvers<Lease>();
    const watched: Pool = Object.create(pool, {
      query: {
        value: async (asked: QueryConfig, values?: unknown[]) => {
          const answer = await pool.query(asked, values);
          if (asked.name === 'dead-workers' && looks++ === 0)
            lease.resolve(await takeLease({ pool, worker: 'somebody', log: quietLog }));
          return answer;
        },
      },
    });

    const recovery = recoverJobs({ pool: watched, log: quietLog, everyMs: 1, onRecovered: () => undefined });
    await until(() => looks > 3);
    assert.deepEqual(await locked(), ['somebody']);
    await (await lease.promise).release();
    await until(async () => (await locked()).length === 0);

    await recovery.stop();
  });
});
