import assert from 'node:assert/strict';
import type { InvokeAnswer, WorldMessage, WorldPerson } from '../../playground/world/types.ts';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { openPlace, type Place } from './place.ts';
import { adaptiveCard } from './scene.ts';

const rounds = 5;
/** Jobs for one mail beside its own, each in a queue of its own, so that both processes are at it at once. */
const doubles = 6;

describe('two processes and the mails of a case', () => {
  let place: Place;
  let bots: readonly BotProcess[] = [];
  let card: WorldMessage;
  let people: readonly WorldPerson[];
  let caseId = '';
  let failed = true;

  before(async () => {
    place = await openPlace({
      limits: false,
      size: { partners: 1, channelsPerPartner: 2, subscriptionsPerPartner: 1 },
    });
    bots = await Promise.all([1, 2].map(async () => startBot({ ...place.env, PORT: String(await closedPort()) })));
    await Promise.all(bots.map((bot) => bot.ready()));
    use(0);
    await place.install();
    place.detect();
    await place.look();
    caseId = (await until(async () => (await place.records.cases())[0]?.state)).id;
    card = await until(() => place.cardsOf(caseId)[0]);
    await place.settled();
    const [partner] = place.partners;
    assert.ok(partner);
    people = place.workers(partner);
    failed = false;
  });
  afterEach(async function () {
    failed ||= this.currentTest?.state === 'failed';
    await place.records.proveJournals();
  });
  after(async () => {
    await Promise.all(bots.map((bot) => bot.kill('SIGKILL')));
    await place.close({ keep: failed });
  });

  function use(index: number): void {
    place.world.setBotEndpoint(`${bots[index % bots.length]?.url}/api/messages`);
  }
  const caseNow = async () => (await place.records.caseOf(caseId)).state;
  const mails = async () => (await caseNow()).contact?.mails ?? [];

  /** Everybody presses Send at once, by the processes in turn. */
  async function everybodySends(subject: string): Promise<readonly InvokeAnswer[]> {
    const { revision: rev } = await caseNow();
    const mail = { to: 'anna@customer.example', subject, draft: 'Hello', language: 'en' };
    const data = { case: caseId, rev, ...mail };
    return Promise.all(
      people.map((person, index) => {
        use(index);
        return place.world.execute({ personId: person.id, messageId: card.id, verb: 'contact.send', data });
      }),
    );
  }

  it('write down and send one, of several people who send at once; the others are told of it', async () => {
    assert.ok(people.length > 1, `${people.length} people`);
    for (let round = 1; round <= rounds; round++) {
      const answers = await everybodySends(`Round ${round}`);
      await until(async () => (await mails()).every(({ state }) => state === 'sent'));
      await place.settled();

      assert.ok(answers.every(({ httpStatus }) => httpStatus === 200));
      assert.ok(answers.some(({ type }) => type === adaptiveCard));
      assert.equal((await mails()).length, round);
      assert.deepEqual(
        place.world.mailbox().map(({ subject }) => subject),
        Array.from({ length: round }, (_, i) => `Round ${i + 1}`),
      );
    }
  });

  it('send one, however many jobs for it they work on at the same time', async () => {
    const { pool } = place.records;
    const known = (await mails()).length;
    place.world.addFault({
      service: 'graph',
      method: 'POST',
      path: 'sendMail',
      times: 1,
      act: { kind: 'delay', ms: 1500 },
    });
    await everybodySends('Many jobs');
    const mail = await until(async () => (await mails())[known]);
    for (let i = 0; i < doubles; i++)
      await pool.query(`select graphile_worker.add_job('send-mail', $1, queue_name => $2, job_key => $2)`, [
        { caseId, mailId: mail.id },
        `double-${i}`,
      ]);
    await until(async () => ['sent', 'unknown'].includes((await mails())[known]?.state ?? ''));
    await place.settled();

    assert.equal((await mails()).length, known + 1);
    assert.equal(place.world.mailbox().filter(({ subject }) => subject === 'Many jobs').length, 1);
  });
});
