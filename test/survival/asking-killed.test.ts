import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { InvokeAnswer, WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { verifyPack } from '../../scripts/lib/verify-pack.ts';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { isId } from '../../src/domain/ids.ts';
import type { Store } from '../../src/workflow/ports.ts';
import { planOf } from '../db/response-fixtures.ts';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';
import { answerText } from './scene.ts';

/** Pages of the activity log of a case: enough that a pack is some seconds' work. */
const pages = 25;
const kills = 3;

describe('a mail and an evidence pack whose process is killed', () => {
  let place: Place;
  let bot: BotProcess;
  let env: Readonly<Record<string, string>>;
  let database: Database;
  let store: Store;
  let card: WorldMessage;
  let person: WorldPerson;
  let caseId: string;
  let failed = true;

  before(async () => {
    place = await openPlace({
      limits: false,
      size: { partners: 1, channelsPerPartner: 2, subscriptionsPerPartner: 1 },
    });
    env = { ...place.env, PORT: String(await closedPort()) };
    bot = startBot({ ...env, PUBLIC_URL: `http://127.0.0.1:${env['PORT']}` });
    place.world.setBotEndpoint(`${bot.url}/api/messages`);
    await bot.ready();
    await place.install();
    place.detect();
    await place.look();
    const found = await until(async () => (await place.records.cases())[0]?.state);
    caseId = found.id;
    card = await until(() => place.cardsOf(caseId)[0]);
    await place.settled();
    const [partner] = place.partners;
    const owner = place.world.snapshot().people.find((p) => p.tenantId === partner?.tenantId && p.title === 'owner');
    person = owner ?? assert.fail('there is no owner');
    database = await openDatabase({ url: place.env['DATABASE_URL'] ?? '', log: quietLog, poolSize: 2 });
    store = createStore(database);
    failed = false;
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await bot.kill('SIGKILL');
    await database.close();
    await place.close({ keep: failed });
  });

  const caseNow = async () => (await place.records.caseOf(caseId)).state;
  const press = async (verb: string, data: Readonly<Record<string, string | boolean>>): Promise<InvokeAnswer> =>
    place.world.execute({
      personId: person.id,
      messageId: card.id,
      verb,
      data: { case: caseId, rev: (await caseNow()).revision, ...data },
    });
  async function reborn(): Promise<void> {
    await bot.kill('SIGKILL');
    bot = startBot({ ...env, PUBLIC_URL: `http://127.0.0.1:${env['PORT']}` });
  }

  it('sends no mail twice: nobody can tell whether it went, and the case asks', async () => {
    place.world.addFault({
      service: 'graph',
      method: 'POST',
      path: 'sendMail',
      times: 1,
      act: { kind: 'delay', ms: 4000 },
    });
    const mail = { to: 'anna@customer.example', subject: 'Please check', draft: 'Hello', language: 'en' };
    await press('contact.send', mail);
    await until(async () => (await caseNow()).contact?.mails[0]?.state === 'sending');
    await until(() => place.world.snapshot().faults.length === 0);

    await reborn();
    await until(async () => (await caseNow()).contact?.mails[0]?.state === 'unknown');
    await bot.ready();
    await place.settled();

    assert.ok(place.world.mailbox().length <= 1);
    const sent = place.world.requests().filter(({ method, path }) => method === 'POST' && /sendMail/.test(path));
    assert.ok(sent.length <= 1);
    const id = (await caseNow()).contact?.mails[0]?.id ?? '';
    await press('contact.settle', { mail: id, sent: false });
    await until(async () => (await caseNow()).contact?.mails[0]?.state === 'failed');
    await place.settled();
    assert.ok(place.world.mailbox().length <= 1, 'what a person settles is not sent');
  });

  it('builds a pack again from the start, and gives none by half', async () => {
    assert.ok(isId('case', caseId));
    const plan = planOf(caseId);
    await store.plans.keep(plan);
    for (let page = 0; page < pages; page++) {
      const content = Array.from({ length: 100 }, (_, i) => ({
        eventDataId: `${page} ${i}`,
        noise: Array.from({ length: 9 }, (_one, j) =>
          createHash('sha512').update(`${page} ${i} ${j}`).digest('base64'),
        ),
      }));
      await store.plans.keepEvidence(plan.id, { kind: 'activity-log', name: String(page), content });
    }
    await bot.ready();
    const chat = place.world.personalChat(person.id);
    assert.equal(await place.world.say({ personId: person.id, conversationId: chat.id, text: 'help' }), 200);
    await press('evidence.make', { profile: 'full', language: 'en' });
    const packNow = async () =>
      (await store.packs.ofCase(isId('case', caseId) ? caseId : assert.fail()))[0] ?? assert.fail('there is no pack');
    const partsNow = async () =>
      Number((await place.records.pool.query<{ count: string }>('select count(*) from pack_parts')).rows[0]?.count);

    let killed = 0;
    for (let i = 0; i < kills; i++) {
      await until(async () => (await partsNow()) > 0);
      if ((await packNow()).state === 'building') {
        const early = await press('evidence.fetch', { pack: (await packNow()).id });
        assert.match(answerText(early), /not ready yet/);
        killed += 1;
      }
      await reborn();
      const half: Uint8Array[] = [];
      if ((await packNow()).state === 'building')
        for await (const part of store.packs.read((await packNow()).id)) half.push(part);
      assert.deepEqual(half, []);
      await bot.ready();
    }
    const pack = await until(async () => {
      const now = await packNow();
      return now.state === 'ready' && now;
    });
    await place.settled();

    assert.ok(killed > 0, 'none of the kills was while it was built');
    await press('evidence.fetch', { pack: pack.id });
    const said = await until(() =>
      place.world.snapshot().messages.find((one) => one.conversationId === chat.id && /Code: /.test(one.text ?? '')),
    );
    const [, code = ''] = /Code: (\S+)/.exec(said.text ?? '') ?? [];
    const fetchIt = () => fetch(`${bot.url}/packs/${pack.id}`, { method: 'POST', body: new URLSearchParams({ code }) });
    const first = await fetchIt();
    const verdict = verifyPack(new Uint8Array(await first.arrayBuffer()));
    assert.deepEqual([first.status, verdict.kind], [200, 'intact'], JSON.stringify(verdict));
    assert.equal((await fetchIt()).status, 403);
    const ready = place.world
      .snapshot()
      .messages.filter(({ text }) => /evidence pack of case \d+ is ready\. Type/.test(text ?? ''));
    assert.equal(ready.length, 1, 'who asked is told once');
    await place.settled();
    const { rows } = await place.records.pool.query(`select 1 from posts where activity::text like '%' || $1 || '%'`, [
      code,
    ]);
    assert.deepEqual(rows, [], 'a code that was told is kept nowhere');
  });
});
