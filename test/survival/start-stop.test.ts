import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '../../playground/world/create-world.ts';
import type { World, WorldMessage, WorldPartner, WorldPerson } from '../../playground/world/types.ts';
import { createTestDatabase, dropTestDatabase } from '../support/database.ts';
import { buttonsOf, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openRecords, type Records } from './records.ts';
import { buttonOf } from './scene.ts';

const stopMs = 10_000;

describe('the process of the product', () => {
  let folder: string;
  let world: World;
  let name: string;
  let env: Record<string, string>;
  let records: Records;
  let bot: BotProcess | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mining-watch-process-'));
    world = await createWorld({ folder });
    const database = await createTestDatabase();
    ({ name } = database);
    records = openRecords(database.url);
    env = { ...world.botEnv(), DATABASE_URL: database.url, HOST: '127.0.0.1', LOG_LEVEL: 'warn' };
  });
  afterEach(async () => {
    world.clearFaults();
    await bot?.kill('SIGKILL');
    bot = undefined;
  });
  after(async () => {
    await records.close();
    await world.close();
    await dropTestDatabase(name);
    await rm(folder, { recursive: true, force: true });
  });

  async function start(more: Record<string, string> = {}): Promise<BotProcess> {
    // The process of the test before may have looked at the sources a moment ago; this one shall look at once.
    await records.pool.query('delete from source_states');
    const started = startBot({ ...env, PORT: String(await closedPort()), ...more });
    bot = started;
    await started.ready();
    world.setBotEndpoint(`${started.url}/api/messages`);
    return started;
  }

  /** The first partner's case card in its channel, with somebody who may act on it. */
  async function carded(): Promise<{ card: WorldMessage; admin: WorldPerson; partner: WorldPartner }> {
    const { partners, people } = world.snapshot();
    const [partner] = partners;
    const admin = people.find((p) => p.tenantId === partner?.tenantId);
    assert.ok(partner && admin);
    await world.install(partner.teamId, admin.id);
    const card = await until(() =>
      world.snapshot().messages.find((m) => buttonsOf(m.card).some((b) => b.verb === 'claim')),
    );
    return { card, admin, partner };
  }

  function detect(index: number): void {
    const { customers, partners } = world.snapshot();
    const [partner] = partners;
    const subscriptions = customers
      .filter((c) => c.partnerTenantId === partner?.tenantId)
      .flatMap((c) => c.subscriptions);
    const subscriptionId = subscriptions[index]?.id;
    assert.ok(partner && subscriptionId !== undefined);
    world.addDetection({ partnerTenantId: partner.tenantId, subscriptionId });
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
    for (const variable of [...Object.keys(wrong), 'BOT_APP_TENANT_ID', 'BOT_APP_SECRET', 'PARTNERS_FILE'])
      assert.match(said, new RegExp(`^ {2}- ${variable} .{10,}`, 'm'), said);
    assert.match(said, /\.env\.example/);
    assert.doesNotMatch(said, /\bat .*:\d+:\d+/);
  });

  it('refuses an empty app id, without which nobody could tell a real message from a forged one', async () => {
    for (const BOT_APP_ID of ['', ' ']) {
      const started = startBot({ ...env, PORT: '0', BOT_APP_ID });

      assert.equal((await started.ended).code, 1);
      assert.match(started.output(), /^ {2}- BOT_APP_ID is missing: .*forged/m);
    }
  });

  it('says so and ends with 1 where its database does not answer, without the password', async () => {
    const started = startBot({
      ...env,
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
    assert.deepEqual([readyz.status, await readyz.json()], [200, { ok: true }]);
    assert.deepEqual([ended.code, ended.signal], [0, null], started.output());
  });

  it('finishes the turn and the job that it has in hand, and takes no more', async () => {
    detect(0);
    const started = await start();
    const { admin, card } = await carded();
    await records.idle();
    world.forgetRequests();
    world.addFault({ service: 'graph', path: 'checkMemberGroups', times: 1, act: { kind: 'delay', ms: 1000 } });
    world.addFault({ service: 'connector', method: 'PUT', times: 1, act: { kind: 'delay', ms: 1000 } });

    const { data } = buttonOf(card.card, 'claim');
    const clicked = world.execute({ personId: admin.id, messageId: card.id, verb: 'claim', data });
    // Requests are noted once they are answered, faults used up once they come in.
    await until(() => world.snapshot().faults.length === 1);
    const ending = started.kill('SIGTERM');
    const answer = await clicked;
    const ended = await ending;

    assert.deepEqual([answer.httpStatus, answer.statusCode], [200, 200]);
    assert.deepEqual([ended.code, ended.signal], [0, null], started.output());
    assert.ok(ended.ms < stopMs);
    await assert.rejects(fetch(`${started.url}/healthz`));
    const [row] = await records.cases();
    assert.equal(row?.state.owner?.name, admin.name);
    const left = await records.pool.query(`select from graphile_worker.jobs where locked_at is not null`);
    assert.equal(left.rowCount, 0);
  });

  it('ends in time though a job hangs, and the next process does that job', async () => {
    detect(1);
    world.addFault({ service: 'graph', path: 'securityAlerts', times: 1, act: { kind: 'delay', ms: 60_000 } });
    await records.pool.query(`update source_states set polled_at = '2020-01-01T00:00:00Z'`);
    const started = await start();
    await until(() => world.snapshot().faults.length === 0);

    const ended = await started.kill('SIGTERM');
    await start();

    assert.ok(ended.ms < stopMs + 1000, `${ended.ms} ms`);
    await until(async () => (await records.cases()).length === 2);
    await records.proveJournals();
  });

  it('is alive and not ready while its database is away', async () => {
    const database = await createTestDatabase();
    const started = await start({ DATABASE_URL: database.url });

    await dropTestDatabase(database.name);
    await until(async () => (await fetch(`${started.url}/readyz`)).status === 503);

    assert.equal((await fetch(`${started.url}/healthz`)).status, 200);
  });
});
