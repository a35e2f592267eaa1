import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { deadJobs } from '../../src/jobs/dead-jobs.ts';
import type { JobContext } from '../../src/jobs/handlers.ts';
import { tidyJobs } from '../../src/jobs/tidy.ts';
import type { Job } from '../../src/workflow/job-ports.ts';
import { testDatabase } from '../support/database.ts';
import { ada } from '../support/people.ts';
import { jobsOf, partnerId, tell, until } from './fixtures.ts';

describe('running jobs', () => {
  const { database, store } = testDatabase();
  const { start, left } = jobsOf(database);

  it('hands a job its payload and its first attempt', async () => {
    const seen: unknown[] = [];
    const jobs = await start({
      poll: async (payload, { attempt, lastAttempt }) => void seen.push({ payload, attempt, lastAttempt }),
    });

    await jobs.runNow({ name: 'poll', payload: { partnerId } });

    assert.deepEqual(seen, [{ payload: { partnerId }, attempt: 1, lastAttempt: false }]);
  });

  it('hands the jobs of the second end what they are about, and refuses them what is not of their kind', async () => {
    const caseId = `case_${'c'.repeat(32)}` as const;
    const planId = `plan_${'d'.repeat(32)}` as const;
    const runId = `run_${'e'.repeat(32)}` as const;
    const wanted: readonly Job[] = [
      { name: 'investigate', payload: { caseId, by: ada } },
      { name: 'investigate', payload: { caseId } },
      { name: 'make-plan', payload: { caseId, planId } },
      { name: 'carry-out', payload: { caseId, runId } },
      { name: 'look-after', payload: { caseId } },
    ];
    const seen: unknown[] = [];
    const see = async (payload: unknown): Promise<void> => void seen.push(payload);
    const jobs = await start({ investigate: see, 'make-plan': see, 'carry-out': see, 'look-after': see });

    for (const job of wanted) await jobs.runNow(job);

    assert.deepEqual(
      seen,
      wanted.map((job) => job.payload),
    );
    const strange = { name: 'carry-out', payload: { caseId, runId: `run_${'E'.repeat(32)}` } } as const;
    await assert.rejects(jobs.runNow(strange), /not an id of a run/);
  });

  it('does not run a job whose payload is not what the table of jobs says', async () => {
    let ran = false;
    const jobs = await start({
      poll: async () => {
        ran = true;
      },
    });

    await assert.rejects(jobs.runNow({ name: 'poll', payload: { partnerId: 'ptr_1' } }), /not an id of a partner/);

    assert.equal(ran, false);
  });

  it('runs the jobs of one queue one after another, and of other queues meanwhile', async () => {
    const open = new Map<string, number>();
    const bothBegan = Promise.withResolvers<void>();
    let most = 0;
    let sameAtOnce = 0;
    await start({
      tell: async ({ thread }) => {
        const queue = thread.slice(0, 1);
        open.set(queue, (open.get(queue) ?? 0) + 1);
        sameAtOnce = Math.max(sameAtOnce, open.get(queue) ?? 0);
        most = Math.max(
          most,
          [...open.values()].reduce((sum, n) => sum + n, 0),
        );
        if (open.size === 2) bothBegan.resolve();
        await bothBegan.promise;
        await pause(10);
        open.set(queue, (open.get(queue) ?? 0) - 1);
      },
    });

    const jobs = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'].map((thread) =>
      tell(thread, { queue: `thread:${thread.slice(0, 1)}` }),
    );
    await store().posts.add([], jobs);
    await until(async () => (await left()) === 0);

    assert.equal(sameAtOnce, 1);
    assert.equal(most, 2);
  });

  it('makes one of waiting jobs of one key, and a new one where the first runs already', async () => {
    let runs = 0;
    const first = Promise.withResolvers<void>();
    await store().posts.add([], [tell('k')]);
    await store().posts.add([], [tell('k')]);
    await start({
      tell: async () => {
        runs += 1;
        if (runs === 1) await first.promise;
      },
    });
    await until(() => runs === 1);

    await store().posts.add([], [tell('k')]);
    first.resolve();
    await until(async () => (await left()) === 0);

    assert.equal(runs, 2);
  });

  it('waits for the moment that a job asks for', async () => {
    const ran = Promise.withResolvers<number>();
    await start({ tell: async () => ran.resolve(Date.now()) });
    const runAt = Date.now() + 400;

    await store().posts.add([], [tell('later', { runAt: new Date(runAt).toISOString() })]);

    assert.ok((await ran.promise) >= runAt - 5, 'not before its time');
  });

  it('repeats a job that failed', async () => {
    const attempts: number[] = [];
    const jobs = await start({
      report: async (_, { attempt }) => {
        attempts.push(attempt);
        if (attempt === 1) throw new Error('the source is away');
      },
    });
    const job: Job = { name: 'report', payload: { caseId: `case_${'c'.repeat(32)}` }, key: 'report' };

    await assert.rejects(jobs.runNow(job), /the source is away/);
    await until(async () => (await left()) === 0);

    assert.deepEqual(attempts, [1, 2]);
  });

  it('lists a job that failed for good, and not one that a newer job replaced', async () => {
    const failing = Promise.withResolvers<void>();
    await store().posts.add([], [tell('dead'), tell('replaced')]);
    await database().pool.query("update graphile_worker._private_jobs set attempts = 24 where key = 'tell:dead'");
    let ran = 0;
    const jobs = await start({
      tell: async ({ thread }) => {
        ran += 1;
        if (thread === 'replaced' && ran > 2) return;
        await failing.promise;
        throw new Error('no');
      },
    });
    await until(() => ran === 2);

    await store().posts.add([], [tell('replaced')]);
    failing.resolve();
    await until(() => ran === 3);
    await jobs.stop();

    const dead = await deadJobs(database().pool);
    assert.deepEqual(
      dead.map(({ name, key, attempts, error }) => ({ name, key, attempts, error })),
      [{ name: 'tell', key: 'tell:dead', attempts: 25, error: 'no' }],
    );
    // The one that was replaced is left without its key, unless the running jobs were just tidied up behind.
    await until(() => tidyJobs(database().pool));
    assert.equal(await left(), 1);
  });

  it('tidies up behind jobs without losing one that is just added to a queue', async () => {
    const { pool } = database();
    await start({});
    let added = 0;
    const add = () => store().posts.add([], [tell('same', { key: `tell:same:${added++}` })]);

    for (let round = 0; round < 100; round++) {
      await Promise.all([add(), tidyJobs(pool), add(), tidyJobs(pool)]);
      await until(async () => (await left()) === 0);
    }

    await until(() => tidyJobs(pool));
    const { rows } = await pool.query('select from graphile_worker._private_job_queues');
    assert.equal(rows.length, 0);
  });

  it('lets a running job end before it stops', async () => {
    const began = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    let ended = false;
    const jobs = await start({
      tell: async () => {
        began.resolve();
        await mayEnd.promise;
        ended = true;
      },
    });
    await store().posts.add([], [tell('slow')]);
    await began.promise;

    const stopping = jobs.stop();
    mayEnd.resolve();
    await stopping;

    assert.equal(ended, true);
    assert.equal(await left(), 0);
  });

  it('aborts a job that takes too long to stop, and gives back one that does not heed it', async () => {
    const began: JobContext[] = [];
    let heeded = false;
    const jobs = await start(
      {
        tell: async (_, context) => {
          began.push(context);
          await once(context.signal, 'abort');
          heeded = true;
        },
        report: async (_, context) => {
          began.push(context);
          await new Promise(() => undefined);
        },
      },
      { abortAfterMs: 50 },
    );
    await store().posts.add(
      [],
      [tell('heeds'), { name: 'report', payload: { caseId: `case_${'c'.repeat(32)}` }, key: 'deaf' }],
    );
    await until(() => began.length === 2);

    await jobs.stop();

    assert.equal(heeded, true);
    const { rows } = await database().pool.query('select key, locked_at, attempts from graphile_worker.jobs');
    assert.deepEqual(rows, [{ key: 'deaf', locked_at: null, attempts: 1 }]);
  });

  it('knows its schedules', async () => {
    await start({});

    const { rows } = await database().pool.query('select identifier from graphile_worker._private_known_crontabs');
    assert.deepEqual(rows, [{ identifier: 'sweep' }]);
  });
});
