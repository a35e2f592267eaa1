import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { trustCertificate } from '../../playground/world/trust.ts';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { makeConsentLink } from '../../src/workflow/consent.ts';
import { signIn } from '../consent/signing-in.ts';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { quietLog } from '../support/quiet-log.ts';
import { alarmsSeen } from './alarms-seen.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';

const partners = 3;
const title = /background sign-in has to be renewed|accesso in background va rinnovato/;

describe('a lost background sign-in, with two processes on one database', () => {
  let place: Place;
  const { sweepByAll, alarms, said, saysOver, replies } = alarmsSeen(() => place, 'consent-lost', title);
  let database: Database;
  let bots: readonly BotProcess[] = [];
  let failed = false;

  before(async () => {
    place = await openPlace({ size: { partners, channelsPerPartner: 1, subscriptionsPerPartner: 2 } });
    trustCertificate(place.world.caFile);
    database = await openDatabase({ url: place.env['DATABASE_URL'] ?? '', log: quietLog, poolSize: 2 });
    // Renewed with each look.
    place.world.login.setTokenLife(60);
    const ports = [await closedPort(), await closedPort()];
    const env = { ...place.env, PUBLIC_URL: `http://127.0.0.1:${ports[1]}` };
    bots = ports.map((port) => startBot({ ...env, PORT: String(port) }));
    await Promise.all(bots.map((bot) => bot.ready()));
    place.world.setBotEndpoint(`${bots[0]?.url}/api/messages`);
    await place.install();
    await consentAll();
    await place.look();
    await place.settled();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await Promise.all(bots.map((bot) => bot.kill('SIGKILL')));
    await database.close();
    await place.close({ keep: failed });
  });

  async function consentAll(): Promise<void> {
    const store = createStore(database);
    for (const partner of place.partners) {
      const known = await until(() => store.partners.byTenant(partner.tenantId));
      const secret = await makeConsentLink({ ...store, now: () => new Date(), randomBytes }, known);
      assert.equal(await signIn(`${bots[1]?.url}/consent/${secret}`, place.workers(partner)[0]), 'given');
    }
  }

  it('is told once in each partner’s own channel, though one process is killed while both look', async () => {
    for (const partner of place.partners) place.world.login.revoke(place.workers(partner)[0]?.id ?? '');
    await place.look();
    await place.settled();

    await sweepByAll();
    await until(async () => (await alarms()).length > 0);
    await bots[0]?.kill('SIGKILL');
    place.world.setBotEndpoint(`${bots[1]?.url}/api/messages`);
    await sweepByAll();
    await until(() => said().length >= partners);
    await place.settled();

    const rows = await alarms();
    assert.equal(rows.length, partners);
    assert.equal(new Set(rows.map((row) => row.partner_id)).size, partners);
    assert.equal(said().length, partners);
    assert.equal(new Set(said().map(({ conversationId }) => conversationId)).size, partners);
    assert.ok(!said().some(saysOver));
  });

  it('is over once with a new consent: the same cards say so, with one line in each thread', async () => {
    const cards = said().map(({ id }) => id);
    await consentAll();

    await sweepByAll();
    await until(() => replies().length >= partners && said().every(saysOver));
    await place.settled();

    const rows = await alarms();
    assert.deepEqual([rows.length, rows.some(({ is_open }) => is_open)], [partners, false]);
    assert.deepEqual(
      said().map(({ id }) => id),
      cards,
    );
    assert.deepEqual(new Set(replies().map(({ threadId }) => threadId)), new Set(cards));
    assert.equal(replies().length, partners);
  });
});
