import assert from 'node:assert/strict';
import type { WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { createTestDatabase, dropTestDatabase } from '../support/database.ts';
import { buttonsOf, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, type Ended, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';
import { buttonOf } from './scene.ts';

describe('the process of the product', () => {
  let place: Place;
  let bot: BotProcess | undefined;
  let hung: Promise<{ readonly place: Place; readonly ended: Ended }>;

  before(async () => {
    // It takes ten seconds, and needs nobody's attention meanwhile.
    hung = stopWhileAJobHangs();
    hung.catch(() => undefined);
    place = await openPlace();
  });
  afterEach(async () => {
    place.world.clearFaults();
    await bot?.kill('SIGKILL');
    bot = undefined;
  });
  after(async () => {
    await place.close({ keep: false });
    await (await hung).place.close({ keep: false });
  });

  async function startIn({ env }: Place, more: Record<string, string> = {}): Promise<BotProcess> {
    const started = startBot({ ...env, LOG_LEVEL: 'warn', PORT: String(await closedPort()), ...more });
    await started.ready();
    return started;
  }

  async function start(more: Record<string, string> = {}): Promise<BotProcess> {
    bot = await startIn(place, more);
    place.world.setBotEndpoint(`${bot.url}/api/messages`);
    return bot;
  }

  async function stopWhileAJobHangs(): Promise<{ readonly place: Place; readonly ended: Ended }> {
    const own = await openPlace();
    own.detect();
    const hang = { kind: 'delay', ms: 3_600_000 } as const;
    own.world.addFault({ service: 'graph', path: 'securityAlerts', times: 1, act: hang });
    own.world.addFault({ service: 'partnerCenter', path: 'fraudEvents', times: 1, act: hang });
    const started = await startIn(own);
    await until(() => own.world.snapshot().faults.length === 0);
    return { place: own, ended: await started.kill('SIGTERM') };
  }

  /** A case card in a channel, with somebody who may act on it. */
  async function carded(): Promise<{ readonly card: WorldMessage; readonly worker: WorldPerson }> {
    const { world } = place;
    await place.install();
    const isCard = ({ card }: WorldMessage) => buttonsOf(card).some((button) => button.verb === 'claim');
    const card = await until(() => world.snapshot().messages.find(isCard));
    const channel = world.snapshot().conversations.find(({ id }) => id === card.conversationId);
    const partner = place.partners.find(({ teamId }) => teamId === channel?.teamId);
    const worker = partner && place.workers(partner)[0];
    assert.ok(worker);
    return { card, worker };
  }

  it('names everything that is wrong with its configuration at once, and ends with 1', async () => {
    const wrong = {
      BOT_APP_ID: 'my-bot',
      PORT: 'http',
      DATABASE_URL: 'mysql://here',
      LOG_LEVEL: 'loud',
      GRAPH_URL: 'graph',
    };

    const started = startBot(wrong);

    assert.equal((await started.ended).code, 1);
    const said = started.output();
    for (const variable of [...Object.keys(wrong), 'BOT_APP_TENANT_ID', 'BOT_APP_SECRET'])
      assert.match(said, new RegExp(`^ {2}- ${variable} .{10,}`, 'm'), said);
    assert.match(said, /\.env\.example/);
    assert.doesNotMatch(said, /\bat .*:\d+:\d+/);
  });

  it('refuses an empty app id, without which nobody could tell a real message from a forged one', async () => {
    for (const BOT_APP_ID of ['', ' ']) {
      const started = startBot({ ...place.env, PORT: '0', BOT_APP_ID });

      assert.equal((await started.ended).code, 1);
      assert.match(started.output(), /^ {2}- BOT_APP_ID is missing: .*forged/m);
    }
  });

  it('says so and ends with 1 where its database does not answer, without the password', async () => {
    const started = startBot({
      ...place.env,
      PORT: '0',
      DATABASE_URL: `postgres://me:secret@127.0.0.1:${await closedPort()}/x`,
    });

    assert.equal((await started.ended).code, 1);
    assert.match(started.output(), /database at 127\.0\.0\.1:\d+ does not answer/);
    assert.doesNotMatch(started.output(), /secret/);
  });

  it('becomes ready, says that it lives, and ends with 0 when it is told to', async () => {
    const started = await start();

    const [healthz, readyz] = await Promise.all([fetch(`${started.url}/healthz`), fetch(`${started.url}/readyz`)]);
    const ended = await started.kill('SIGTERM');

    assert.deepEqual([healthz.status, await healthz.json()], [200, { ok: true }]);
    assert.deepEqual([readyz.status, await readyz.json()], [200, { ok: true, database: 'there', migrations: 'done' }]);
    assert.deepEqual([ended.code, ended.signal], [0, null], started.output());
  });

  it('finishes the turn and the job that it has in hand, and takes no more', async () => {
    const { records, world } = place;
    place.detect();
    const started = await start();
    await place.look();
    const { card, worker } = await carded();
    await place.settled();
    world.addFault({ service: 'graph', path: 'checkMemberGroups', times: 1, act: { kind: 'delay', ms: 1000 } });
    world.addFault({ service: 'connector', method: 'PUT', times: 1, act: { kind: 'delay', ms: 1000 } });

    const { data } = buttonOf(card.card, 'claim');
    const clicked = world.execute({ personId: worker.id, messageId: card.id, verb: 'claim', data });
    // Requests are noted once they are answered, faults used up once they come in.
    await until(() => world.snapshot().faults.length === 1);
    const ending = started.kill('SIGTERM');
    const answer = await clicked;
    const ended = await ending;

    assert.deepEqual([answer.httpStatus, answer.statusCode], [200, 200]);
    assert.deepEqual([ended.code, ended.signal], [0, null], started.output());
    await assert.rejects(fetch(`${started.url}/healthz`));
    const [row] = await records.cases();
    assert.equal(row?.state.owner?.name, worker.name);
    const left = await records.pool.query(`select from graphile_worker.jobs where locked_at is not null`);
    assert.equal(left.rowCount, 0);
  });

  it('ends though a job hangs, and the next process does that job', async () => {
    const { ended, place: own } = await hung;
    assert.equal(ended.signal, null, 'it ends by itself');

    bot = await startIn(own);
    await until(async () => (await own.records.cases()).length === 1);

    await own.records.proveJournals();
  });

  it('is alive and not ready while its database is away', async () => {
    const database = await createTestDatabase();
    const started = await start({ DATABASE_URL: database.url });

    await dropTestDatabase(database.name);
    await until(async () => (await fetch(`${started.url}/readyz`)).status === 503);

    assert.equal((await fetch(`${started.url}/healthz`)).status, 200);
  });
});
