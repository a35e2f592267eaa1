import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../../src/db/database.ts';
import { createStore } from '../../../src/db/store.ts';
import { startJobs } from '../../../src/jobs/run-jobs.ts';
import { idle, runningJob } from '../../jobs/fixtures.ts';
import { testDatabase } from '../../support/database.ts';
import { localServer } from '../../support/http-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { makeChannel, openTell, postIn, teamsAt } from './scene.ts';

const perChannel = 10;

describe('Telling by several processes', () => {
  const shared = testDatabase();
  const { store, url } = shared;
  const server = localServer();
  const running: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const stop of running.splice(0)) await stop();
  });

  /** All that a process has of its own: connections, workers, and the handler with what it remembers. */
  async function startProcess(): Promise<void> {
    const database = await openDatabase({ url: url(), log: quietLog, poolSize: 8 });
    const own = createStore(database);
    const tell = openTell(own, { now: () => new Date() });
    const jobs = await startJobs({
      database,
      handlers: { ...idle, tell },
      log: quietLog,
      concurrency: 4,
      schedules: [],
    });
    running.push(async () => {
      await jobs.stop();
      await database.close();
    });
  }

  it('posts everything once, and in order in each conversation', async () => {
    const teams = teamsAt(server);
    const channels = await Promise.all([1, 2].map(() => makeChannel(store(), server.url)));
    await Promise.all([startProcess(), startProcess()]);

    for (let i = 0; i < perChannel; i++)
      await Promise.all(channels.map((channel) => store().posts.add([postIn(channel, String(i))], [])));
    while (teams.messages.length < perChannel * channels.length) await pause(20);

    for (const { teamsChannelId } of channels) {
      const posted = teams.messages.filter(({ conversationId }) => conversationId.startsWith(teamsChannelId));
      assert.deepEqual(
        posted.map(({ text }) => text),
        Array.from({ length: perChannel }, (_, i) => String(i)),
      );
    }
  });
  async function jobsOf(thread: string): Promise<readonly string[]> {
    const { rows } = await shared
      .database()
      .pool.query<{ key: string }>(
        'select key from graphile_worker.jobs where key like $1 and locked_at is null and run_at <= now()',
        [`tell:${thread}%`],
      );
    return rows.map(({ key }) => key);
  }

  const forgetJobs = () =>
    shared
      .database()
      .pool.query(
        'select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs where locked_at is null))',
      );

  it('leaves a conversation to the job that is at it, and that one has it looked at again', async () => {
    const teams = teamsAt(server);
    const channel = await makeChannel(store(), server.url);
    const thread = channel.teamsChannelId;
    const [atIt, comes] = [await runningJob(shared.database()), await runningJob(shared.database())];
    await store().posts.add([postIn(channel, 'first')], []);
    const tell = openTell(store(), {
      draw: async ({ content }) => {
        await store().posts.add([postIn(channel, 'second', { dedupeKey: `second:${thread}` })], []);
        await forgetJobs();
        await openTell(store())({ thread }, { jobId: comes });
        return content.kind === 'fixed' ? { activity: content.activity } : undefined;
      },
    });

    await tell({ thread }, { jobId: atIt });

    assert.deepEqual(
      teams.messages.map(({ text }) => text),
      ['first'],
    );
    assert.deepEqual(await jobsOf(thread), [`tell:${thread}:again`]);
  });

  it('has it looked at again where the job that was at it failed', async () => {
    const channel = await makeChannel(store(), server.url);
    const thread = channel.teamsChannelId;
    const [atIt, comes] = [await runningJob(shared.database()), await runningJob(shared.database())];
    const broken = openTell(store(), {
      posts: {
        ...store().posts,
        due: async () => {
          await openTell(store())({ thread }, { jobId: comes });
          throw new Error('as if the database were away');
        },
      },
    });
    await forgetJobs();

    await assert.rejects(broken({ thread }, { jobId: atIt }), /database were away/);

    assert.deepEqual(await jobsOf(thread), [`tell:${thread}:again`]);
  });
});
