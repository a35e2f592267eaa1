import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { idMaker } from '../../src/domain/ids.ts';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';

const channels = 30;
const each = 6;
const inBusy = 45;

/** At most `most` in any window of `ms` (facts/teams.md 1.1). */
function keeps(moments: readonly number[], most: number, ms: number): boolean {
  const sorted = moments.toSorted((a, b) => a - b);
  return sorted.every((first, i) => (sorted[i + most] ?? Number.POSITIVE_INFINITY) - first >= ms);
}

describe('two processes that write into one tenant, and into one conversation', () => {
  let place: Place;
  let bots: readonly BotProcess[] = [];
  let failed = false;

  before(async () => {
    place = await openPlace({ size: { partners: 1, channelsPerPartner: channels, subscriptionsPerPartner: 1 } });
    bots = await Promise.all(
      [1, 2].map(async () => startBot({ ...place.env, PORT: String(await closedPort()), LOG_LEVEL: 'debug' })),
    );
    await Promise.all(bots.map((bot) => bot.ready()));
    place.world.setBotEndpoint(`${bots[0]?.url}/api/messages`);
    await place.install();
    await place.settled();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await Promise.all(bots.map((bot) => bot.kill('SIGKILL')));
    await place.close({ keep: failed });
  });

  it('say all that is to be said, once, and are never told that it is too much', async () => {
    const { world } = place;
    const database = await openDatabase({ url: place.env['DATABASE_URL'] ?? '', log: quietLog, poolSize: 4 });
    const store = createStore(database);
    const [partner] = await store.partners.all();
    const all = world.snapshot().conversations.filter(({ kind }) => kind === 'channel');
    const newId = idMaker(randomUUID);
    assert.ok(partner && all.length === channels);
    world.forgetRequests();

    const wanted = all.flatMap(({ id }, i) =>
      Array.from({ length: i === 0 ? inBusy : each }, (_, n) => ({ id, text: `${i} says ${n}` })),
    );
    const serviceUrl = `${world.urls.connector}/emea/`;
    for (let n = 0; n < inBusy; n++)
      await store.posts.add(
        wanted
          .filter(({ text }) => text.endsWith(` ${n}`))
          .map(({ id, text }) => ({
            id: newId('post'),
            partnerId: partner.id,
            place: { kind: 'conversation', conversationId: id, serviceUrl, tenantId: partner.tenantId },
            content: { kind: 'fixed', activity: { type: 'message', text } },
            language: 'en',
          })),
        [],
      );
    const texts = new Set(wanted.map(({ text }) => text));
    const said = () => world.snapshot().messages.filter(({ text }) => text !== undefined && texts.has(text));
    await until(() => said().length >= wanted.length);
    await place.settled();
    await database.close();

    assert.deepEqual(
      said()
        .map(({ text }) => text ?? '')
        .toSorted(),
      [...texts].toSorted(),
    );
    const sends = world.requests().filter(({ service, method }) => service === 'connector' && method === 'POST');
    assert.deepEqual(
      sends.filter(({ status }) => status >= 400).map(({ status }) => status),
      [],
    );
    const moments = sends.map(({ at }) => Date.parse(at));
    assert.ok(keeps(moments, 50, 1000), 'the tenant');
    for (const [thread, list] of Map.groupBy(sends, ({ path }) => path)) {
      const own = list.map(({ at }) => Date.parse(at));
      for (const [most, ms] of [
        [7, 1000],
        [8, 2000],
        [60, 30_000],
      ] as const)
        assert.ok(keeps(own, most, ms), `${thread}: ${most} in ${ms} ms`);
    }
    for (const bot of bots) assert.ok(bot.output().split('"Job done"').length > 20, 'both have worked');
  });
});
