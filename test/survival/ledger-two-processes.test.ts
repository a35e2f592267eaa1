import assert from 'node:assert/strict';
import type { WorldMessage } from '../../playground/world/types.ts';
import { cardText, until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';

const partners = 4;
/** More than a source may fail. */
const looks = 6;
/** Sweeps that are made at once, by both processes. */
const sweeps = 12;

const refused = {
  kind: 'status',
  status: 403,
  body: { error: { code: 'Forbidden', message: 'Forbidden' }, code: 'Forbidden', description: 'Forbidden' },
} as const;
const title = /Alerts cannot be read|Gli avvisi non si possono leggere/;
const over = /All clear|Risolto/;

describe('alarms of two processes on one database', () => {
  let place: Place;
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

  async function sweepByBoth(): Promise<void> {
    await place.records.pool.query(
      `select graphile_worker.add_job('sweep', '{}', job_key => 'test-sweep-' || gen_random_uuid()) from generate_series(1, $1)`,
      [sweeps],
    );
  }

  async function alarms(): Promise<readonly { readonly partner_id: string; readonly is_open: boolean }[]> {
    const { rows } = await place.records.pool.query<{ partner_id: string; is_open: boolean }>(
      'select partner_id, cleared_at is null as is_open from alarms order by partner_id',
    );
    return rows;
  }

  const said = (): readonly WorldMessage[] =>
    place.world.snapshot().messages.filter(({ card, deleted }) => !deleted && card && title.test(cardText(card)));
  const replies = () =>
    place.world.snapshot().messages.filter(({ text = '', from }) => from === 'bot' && over.test(text));

  it('are raised once for each partner, whichever process looks, and told once in its own channel', async () => {
    faults = [
      place.world.addFault({ service: 'graph', path: 'securityAlerts', times: 1_000_000, act: refused }).id,
      place.world.addFault({ service: 'partnerCenter', path: '/v1/fraudEvents', times: 1_000_000, act: refused }).id,
    ];
    for (let i = 0; i < looks; i++) {
      await place.look();
      await place.settled();
    }

    await sweepByBoth();
    await until(() => said().length >= partners);
    await place.records.idle();

    const rows = await alarms();
    assert.equal(rows.length, partners);
    assert.equal(new Set(rows.map((row) => row.partner_id)).size, partners);
    const channels = said().map(({ conversationId }) => conversationId);
    assert.equal(channels.length, partners);
    assert.equal(new Set(channels).size, partners);
  });

  it('end once, though a process is killed while they do: the same cards say so, with one line in each thread', async () => {
    const cards = said().map(({ id }) => id);
    for (const id of faults) place.world.removeFault(id);
    await place.look();
    await place.settled();

    await sweepByBoth();
    await until(async () => (await alarms()).some((row) => !row.is_open));
    await bots[0]?.kill('SIGKILL');
    place.world.setBotEndpoint(`${bots[1]?.url}/api/messages`);
    await sweepByBoth();
    await until(async () => (await alarms()).every((row) => !row.is_open));
    await until(() => replies().length >= partners && said().every(({ card }) => over.test(cardText(card))));
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
