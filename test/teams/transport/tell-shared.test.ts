import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../../src/db/database.ts';
import { createStore } from '../../../src/db/store.ts';
import { startJobs } from '../../../src/jobs/run-jobs.ts';
import { idle } from '../../jobs/fixtures.ts';
import { testDatabase } from '../../support/database.ts';
import { localServer } from '../../support/http-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { makeChannel, openTell, postIn, teamsAt } from './scene.ts';

const perChannel = 10;

describe('Telling by several processes', () => {
  const { store, url } = testDatabase();
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
});
