import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deadJobs } from '../../src/jobs/dead-jobs.ts';
import type { JobContext, JobHandlers } from '../../src/jobs/handlers.ts';
import { type RunningJobs, startJobs } from '../../src/jobs/run-jobs.ts';
import type { Job } from '../../src/workflow/ports.ts';
import { testDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';

const nothing = async (): Promise<void> => undefined;
const partnerId = `ptr_${'a'.repeat(32)}` as const;

function tell(thread: string, more: Partial<Extract<Job, { name: 'tell' }>> = {}): Job {
  return { name: 'tell', payload: { thread }, key: `tell:${thread}`, queue: `thread:${thread}`, ...more };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(5);
}

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

describe('running jobs', () => {
  const { database, store, url } = testDatabase();
  const running: RunningJobs[] = [];

  async function start(handlers: Partial<JobHandlers>, more: { abortAfterMs?: number } = {}): Promise<RunningJobs> {
    const jobs = await startJobs({
      database: database(),
      handlers: { poll: nothing, 'read-facts': nothing, report: nothing, tell: nothing, sweep: nothing, ...handlers },
      log: quietLog,
      concurrency: 4,
      ...more,
    });
    running.push(jobs);
    return jobs;
  }

  async function left(): Promise<number> {
    const { rows } = await database().pool.query<{ count: number }>(
      'select count(*)::integer as count from graphile_worker.jobs where key is distinct from $1',
      ['sweep'],
    );
    return rows[0]?.count ?? 0;
  }

  afterEach(async () => {
    for (const jobs of running.splice(0)) await jobs.stop();
    await database().pool.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))');
  });

  it('hands a job its payload and its first attempt', async () => {
    const seen: unknown[] = [];
    const jobs = await start({
      poll: async (payload, { attempt, lastAttempt }) => void seen.push({ payload, attempt, lastAttempt }),
    });

    await jobs.runNow({ name: 'poll', payload: { partnerId } });

    assert.deepEqual(seen, [{ payload: { partnerId }, attempt: 1, lastAttempt: false }]);
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
        await pause(30);
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
    running.splice(0);

    const dead = await deadJobs(database().pool);
    assert.deepEqual(
      dead.map(({ name, key, attempts, error }) => ({ name, key, attempts, error })),
      [{ name: 'tell', key: 'tell:dead', attempts: 25, error: 'no' }],
    );
    assert.equal(await left(), 2);
    await start({});
    await until(async () => (await left()) === 1);
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

  describe('when a process is killed in the middle of its jobs', () => {
    it('a process started anew does them, also those of queues', async () => {
      const done: string[] = [];
      await store().posts.add([], [tell('one'), tell('two'), { name: 'poll', payload: { partnerId }, key: 'poll' }]);
      await killInTheMiddle(url(), 3);
      assert.equal(await left(), 3);

      await start({
        tell: async ({ thread }, { attempt }) => void done.push(`${thread} ${attempt}`),
        poll: async (_, { attempt }) => void done.push(`poll ${attempt}`),
      });
      await until(async () => (await left()) === 0);

      assert.deepEqual(
        done.toSorted((a, b) => a.localeCompare(b)),
        ['one 2', 'poll 2', 'two 2'],
      );
    });

    it('a process that runs already does them', async () => {
      const done: string[] = [];
      const mine: JobHandlers['tell'] = async ({ thread }, { attempt }) => void done.push(`${thread} ${attempt}`);
      await store().posts.add([], [tell('one'), tell('two')]);
      const killed = killInTheMiddle(url(), 2);
      await until(async () => {
        const { rows } = await database().pool.query('select from graphile_worker.jobs where locked_at is not null');
        return rows.length === 2;
      });

      await start({ tell: mine });
      await killed;
      await until(async () => (await left()) === 0);

      assert.deepEqual(
        done.toSorted((a, b) => a.localeCompare(b)),
        ['one 2', 'two 2'],
      );
    });

    it('leaves the jobs of living processes alone', async () => {
      const mayEnd = Promise.withResolvers<void>();
      const done: string[] = [];
      const record = async ({ thread }: { thread: string }): Promise<void> => {
        if (thread === 'living') await mayEnd.promise;
        done.push(thread);
      };
      const began = start({ tell: record });
      await store().posts.add([], [tell('living')]);
      await began;
      await start({ tell: record });
      await store().posts.add([], [tell('other')]);
      await until(() => done.length === 1);
      // Long enough for three looks at who lives.
      await pause(5000);

      mayEnd.resolve();
      await until(async () => (await left()) === 0);

      assert.deepEqual(done, ['other', 'living']);
    });
  });
});
