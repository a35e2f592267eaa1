import assert from 'node:assert/strict';
import { cardText, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { alarmsSeen } from './alarms-seen.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';

const partners = 4;
/** More than a source may fail. */
const looks = 6;

const refused = {
  kind: 'status',
  status: 403,
  body: { error: { code: 'Forbidden', message: 'Forbidden' }, code: 'Forbidden', description: 'Forbidden' },
} as const;
const title = /Alerts cannot be read|Gli avvisi non si possono leggere/;

describe('alarms of two processes on one database', () => {
  let place: Place;
  const { sweepByAll, alarms, said, saysOver, replies } = alarmsSeen(() => place, 'source-silent', title);
  let bots: readonly BotProcess[] = [];
  let faults: readonly string[] = [];
  let failed = false;

  before(async () => {
    place = await openPlace({ size: { partners, channelsPerPartner: 1, subscriptionsPerPartner: 2 } });
    bots = await Promise.all([1, 2].map(async () => startBot({ ...place.env, PORT: String(await closedPort()) })));
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

  it('are raised once for each partner, whichever process looks, and told once in its own channel', async () => {
    faults = [
      place.world.addFault({ service: 'graph', path: 'securityAlerts', times: 1_000_000, act: refused }).id,
      place.world.addFault({ service: 'partnerCenter', path: '/v1/fraudEvents', times: 1_000_000, act: refused }).id,
    ];
    for (let i = 0; i < looks; i++) {
      await place.look();
      await place.settled();
    }

    await sweepByAll();
    await until(() => said().length >= partners);
    await place.records.idle();

    const rows = await alarms();
    assert.equal(rows.length, partners);
    assert.equal(new Set(rows.map((row) => row.partner_id)).size, partners);
    const channels = said().map(({ conversationId }) => conversationId);
    assert.equal(channels.length, partners);
    assert.equal(new Set(channels).size, partners);
  });

  it('show the present figure on the same cards while they go on, whichever process looks', async () => {
    const cards = said().map(({ id }) => id);
    const figures = async () => {
      const { rows } = await place.records.pool.query<{ failures: number }>('select failures from source_states');
      return rows.map(({ failures }) => `last ${failures} looks|Le ultime ${failures} letture`);
    };
    const before = said().length;
    await place.look();
    await place.settled();

    await sweepByAll();
    const now = await figures();
    await until(() => now.every((figure) => said().some(({ card }) => new RegExp(figure).test(cardText(card)))));
    await place.settled();

    assert.equal(said().length, before);
    assert.deepEqual(
      said().map(({ id }) => id),
      cards,
    );
    assert.equal((await alarms()).length, partners);
    assert.equal(replies().length, 0);
  });

  it('end once, though a process is killed while they do: the same cards say so, with one line in each thread', async () => {
    const cards = said().map(({ id }) => id);
    for (const id of faults) place.world.removeFault(id);
    await place.look();
    await place.settled();

    await sweepByAll();
    await until(async () => (await alarms()).some((row) => !row.is_open));
    await bots[0]?.kill('SIGKILL');
    place.world.setBotEndpoint(`${bots[1]?.url}/api/messages`);
    await sweepByAll();
    await until(async () => (await alarms()).every((row) => !row.is_open));
    await until(() => replies().length >= partners && said().every(saysOver));
    await place.settled();

    assert.equal((await alarms()).length, partners);
    assert.deepEqual(
      said().map(({ id }) => id),
      cards,
    );
    assert.deepEqual(new Set(replies().map(({ threadId }) => threadId)), new Set(cards));
    assert.equal(replies().length, partners);
  });
});
