import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { idMaker } from '../../src/domain/ids.ts';
import type { Mailer } from '../../src/workflow/asking-ports.ts';
import { investigate } from '../../src/workflow/investigate.ts';
import { sendMail } from '../../src/workflow/send-mail.ts';
import { types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { doneCase, everyJournalHolds } from '../support/workshop.ts';

const newId = idMaker(randomUUID);

describe('a mail to an account that the timeline comes to suspect', () => {
  const db = testDatabase();
  let b: ResponseBench;
  let wentTo: string[];
  let mailer: Mailer;

  beforeEach(async () => {
    b = await responseBench(db);
    wentTo = [];
    mailer = {
      send: async (_partner, _by, { to }, begin) => {
        if (!(await begin())) return { kind: 'not-begun' };
        wentTo.push(to);
        return { kind: 'sent' };
      },
      profile: () => Promise.resolve(undefined),
    };
  });
  afterEach(() => everyJournalHolds(db));

  async function mailTo(to: string) {
    const mail = { id: newId('mail'), to, subject: 'Please check', body: 'Hello', language: 'en' } as const;
    doneCase(await b.ask(b.people.ada, { type: 'send-mail', mail }, { caseId: b.caseId }));
    return mail.id;
  }
  async function malloryMadeIt(): Promise<void> {
    const miner = b.azure.add('w-1', types.vm, { size: 'Standard_NC24ads_A100_v4' });
    b.azure.events.push({
      id: randomUUID(),
      at: b.clock.iso(),
      operation: `${types.vm}/write`,
      status: 'Succeeded',
      subStatus: 'Created',
      resource: miner.key,
      correlationId: randomUUID(),
      caller: { name: 'Mallory@C.example', objectId: 'mallory', mfa: 'no' },
    });
    await investigate(b.responding, b.caseId);
  }
  const states = async () => (await b.case()).contact?.mails.map(({ state, why }) => [state, why]);

  it('does not go out, however its address is written, and the case says why', async () => {
    const id = await mailTo('mallory@c.EXAMPLE');
    await malloryMadeIt();

    await sendMail({ ...b.deps, mailer }, b.caseId, id);
    await sendMail({ ...b.deps, mailer }, b.caseId, id);

    assert.deepEqual(wentTo, []);
    assert.deepEqual(await states(), [['failed', 'suspected']]);
  });

  it('stands in the way of no mail to somebody else', async () => {
    await malloryMadeIt();
    const id = await mailTo('anna@c.example');

    await sendMail({ ...b.deps, mailer }, b.caseId, id);

    assert.deepEqual(wentTo, ['anna@c.example']);
    assert.deepEqual(await states(), [['sent', undefined]]);
  });
});
