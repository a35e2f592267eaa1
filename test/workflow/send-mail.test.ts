import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Mail, MailState } from '../../src/domain/contact.ts';
import { idMaker } from '../../src/domain/ids.ts';
import { createMailer } from '../../src/graph/mail.ts';
import type { PersonTokens } from '../../src/http/tokens.ts';
import { investigate } from '../../src/workflow/investigate.ts';
import { sendMail } from '../../src/workflow/send-mail.ts';
import { types } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { localServer, type Reply } from '../support/http-server.ts';
import { everybodySignedIn, nobodySignedIn, quickHttp } from '../support/outside.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { doneCase, everyJournalHolds, groups } from '../support/workshop.ts';

const newId = idMaker(randomUUID);
const taken: Reply = { status: 202 };

describe('sending a mail to the customer', () => {
  const db = testDatabase();
  const graph = localServer();
  let b: ResponseBench;
  let mail: Mail;

  beforeEach(async () => {
    b = await responseBench(db);
    mail = { id: newId('mail'), to: 'anna@c.example', subject: 'Please check', body: 'Hello', language: 'en' };
  });
  afterEach(() => everyJournalHolds(db));

  const ask = () => b.ask(b.people.ada, { type: 'send-mail', mail }, { caseId: b.caseId });
  const asked = async () => void doneCase(await ask());
  const send = (people: PersonTokens = everybodySignedIn, change: Partial<typeof b.deps> = {}) => {
    const mailer = createMailer({ http: quickHttp(), baseUrl: graph.url, people });
    return sendMail({ ...b.deps, ...change, mailer }, b.caseId, mail.id);
  };
  const state = async (): Promise<readonly [MailState | undefined, string?]> => {
    const found = (await b.case()).contact?.mails.find(({ id }) => id === mail.id);
    return found?.why === undefined ? [found?.state] : [found.state, found.why];
  };

  it('is a job of the same transaction that wrote the wish down', async () => {
    await asked();

    const { rows } = await db
      .database()
      .pool.query('select task_identifier from graphile_worker.jobs where key = $1', [`mail:${mail.id}`]);
    assert.deepEqual(rows, [{ task_identifier: 'send-mail' }]);
    assert.deepEqual(await state(), ['asked']);
    assert.equal(graph.asked.length, 0);
  });

  it('says sent once Graph took it, and keeps the text with who sent it', async () => {
    graph.next(taken);
    await asked();

    await send();

    const [kept] = (await b.case()).contact?.mails ?? [];
    assert.deepEqual([kept?.state, kept?.body, kept?.by], ['sent', 'Hello', b.people.ada]);
    assert.equal(graph.asked[0]?.headers.authorization, `Bearer person|${b.people.ada.objectId}|graph`);
  });

  it('sends once, however many processes are at it, and however often', async () => {
    graph.always(() => taken);
    await asked();

    await Promise.all(Array.from({ length: 8 }, () => send()));
    await send();

    assert.equal(graph.asked.length, 1);
    assert.ok(['sent', 'unknown'].includes((await state())[0] ?? ''));
  });

  it('does not know, and asks, where a process died while it was on its way; nothing goes out again', async () => {
    graph.next('hang');
    await asked();
    const dying = {
      ...b.deps.cases,
      commit: async (...args: Parameters<typeof b.deps.cases.commit>) => {
        if (args[0].entries.some(({ event }) => event.type === 'mail-ended')) throw new Error('killed');
        return b.deps.cases.commit(...args);
      },
    };
    await assert.rejects(send(everybodySignedIn, { cases: dying }), /killed/);
    assert.deepEqual(await state(), ['sending']);

    await send();
    await send();

    assert.deepEqual(await state(), ['unknown']);
    assert.equal(graph.asked.length, 1);
  });

  it('goes out later where a process died before it began', async () => {
    graph.next(taken);
    await asked();
    const dying = { ...b.deps.cases, commit: () => Promise.reject(new Error('killed')) };
    await assert.rejects(send(everybodySignedIn, { cases: dying }), /killed/);
    assert.deepEqual([await state(), graph.asked.length], [['asked'], 0]);

    await send();

    assert.deepEqual([await state(), graph.asked.length], [['sent'], 1]);
  });

  const answers: readonly (readonly [string, Reply, readonly [MailState, string?]])[] = [
    ['is throttled', { status: 429, headers: { 'retry-after': '0' } }, ['failed', 'unreachable']],
    ['is refused', { status: 400, json: { error: { code: 'ErrorInvalidRecipients' } } }, ['failed', 'refused']],
    ['is forbidden', { status: 403, json: { error: { code: 'ErrorAccessDenied' } } }, ['failed', 'forbidden']],
    ['fails in Graph', { status: 504 }, ['unknown']],
    ['gets no answer', 'hang', ['unknown']],
    ['loses its connection', 'reset', ['unknown']],
  ];
  for (const [what, reply, expected] of answers)
    it(`says what is known where it ${what}`, async () => {
      graph.always(() => reply);
      await asked();

      await send();

      assert.deepEqual(await state(), expected);
      assert.equal(graph.asked.length, 1);
    });

  it('says that its sender is not signed in, and sends nothing', async () => {
    await asked();

    await send(nobodySignedIn);

    assert.deepEqual(await state(), ['failed', 'needs-sign-in']);
    assert.equal(graph.asked.length, 0);
  });

  describe('for somebody whose role was withdrawn after the click', () => {
    it('does not go out, though a role is remembered, and the case says why', async () => {
      graph.always(() => taken);
      await asked();
      b.memberships.set(b.people.ada.objectId, [groups.viewer]);

      await send();
      b.memberships.set(b.people.ada.objectId, [groups.remover]);
      await send();

      assert.deepEqual(await state(), ['failed', 'role-lost']);
      assert.equal(graph.asked.length, 0);
    });

    it('waits while roles cannot be read, and goes out once when they can', async () => {
      graph.always(() => taken);
      await asked();
      const unreadable = { ...b.deps.roles, roleOf: async () => ({ role: 'none', unreadable: true }) as const };

      await assert.rejects(send(everybodySignedIn, { roles: unreadable }), /role .* could not be read/);
      assert.deepEqual([await state(), graph.asked.length], [['asked'], 0]);
      await send();
      await send();

      assert.deepEqual([await state(), graph.asked.length], [['sent'], 1]);
    });

    it('is not called unsent where another process has begun to send it', async () => {
      graph.next(taken);
      await asked();
      const other = {
        ...b.deps.roles,
        roleOf: async () => {
          await send();
          return { role: 'none', unreadable: false } as const;
        },
      };

      await send(everybodySignedIn, { roles: other });

      assert.deepEqual([await state(), graph.asked.length], [['sent'], 1]);
    });
  });

  it('that nobody can tell of is settled by a person; then the next may go', async () => {
    graph.next('reset', taken);
    await asked();
    await send();
    const settle = { type: 'settle-mail', mailId: mail.id, sent: false } as const;

    doneCase(await b.ask(b.people.ben, settle, { caseId: b.caseId }));
    mail = { ...mail, id: newId('mail') };
    await asked();
    await send();

    assert.deepEqual(
      (await b.case()).contact?.mails.map((one) => one.state),
      ['failed', 'sent'],
    );
  });

  it('is never for an account that made what may mine, also where that is found only after it was drafted', async () => {
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
    mail = { ...mail, to: ' mallory@c.EXAMPLE ' };
    await investigate(b.responding, b.caseId);

    const answer = await ask();

    assert.equal(answer.kind === 'refused' && answer.refusal.kind, 'recipient-suspected');
    assert.equal((await b.case()).contact, undefined);
  });
});
