import assert from 'node:assert/strict';
import type { SupportForm } from '../../src/domain/support.ts';
import { createSupportDesk } from '../../src/partner-center/service-requests.ts';
import { localServer, type Reply } from '../support/http-server.ts';
import { ada, everybodySignedIn, nobodySignedIn, partner, quickHttp } from '../support/outside.ts';

const number = '616122292874576';
const path = `/v1/servicerequests/${number}`;
const stranger = { ...ada, tenantId: '99999999-9999-4999-8999-999999999999' };
/** The published sample of a request, with other values. */
const request = {
  title: 'Cryptomining notification',
  description: 'ski-prod. Questions.',
  severity: 'moderate',
  supportTopicId: '32444671',
  supportTopicName: 'Cannot manage my profile',
  id: number,
  status: 'open',
  organization: { id: '3b33e682-00c3-41ee-9dd2-a548adf56438', name: 'Fabrikam' },
  createdDate: '2026-02-22T20:31:17.24Z',
  lastModifiedDate: '2026-02-23T08:00:00.373Z',
  lastClosedDate: '0001-01-01T00:00:00',
  notes: [
    { createdByName: 'Microsoft Support', createdDate: '2026-02-23T08:00:00.373', text: 'Which resources?' },
    { createdByName: null, createdDate: '2026-02-22T21:00:00Z', text: ' Sample Note ' },
  ],
  attributes: { objectType: 'ServiceRequest' },
};
const form: SupportForm = {
  title: 'Cryptomining notification',
  problemType: 'Adding or managing customers',
  impact: 'moderate',
  description: 'ski-prod\nWho?',
  contactName: 'Ada',
  contactEmail: 'ada@fabrikam.example',
};

describe('support requests in Partner Center', () => {
  const server = localServer();
  let ids = 0;

  const open = ({ people = everybodySignedIn, filingApi = false } = {}) =>
    createSupportDesk({
      http: quickHttp(),
      baseUrl: server.url,
      // The app's token is never to be asked for.
      tokens: { app: () => Promise.reject(new Error('the app asked for its own token')) },
      scope: 'pc',
      newId: () => `id-${++ids}`,
      people,
      filingApi,
    });
  const tracked = async (json: unknown) => {
    server.next({ json });
    const answer = await open().read(partner, ada, number);
    return answer.kind === 'read' ? answer.tracking : answer;
  };

  it('are read by their number with the person’s token: status, notes from the oldest on, last change', async () => {
    const tracking = await tracked(request);

    assert.deepEqual(tracking, {
      status: 'open',
      changedAt: '2026-02-23T08:00:00.373Z',
      notes: [
        { at: '2026-02-22T21:00:00.000Z', text: 'Sample Note' },
        { by: 'Microsoft Support', at: '2026-02-23T08:00:00.373Z', text: 'Which resources?' },
      ],
    });
    assert.deepEqual([server.asked[0]?.method, server.asked[0]?.path], ['GET', path]);
    assert.equal(server.asked[0]?.headers.authorization, `Bearer person|${ada.objectId}|pc`);
  });

  it('have a status as a number or as a word, in any case, or one that nobody knows', async () => {
    const wanted = [
      ['none', [0, 'none']],
      ['open', [1, 'Open']],
      ['closed', [2, '2', 'closed']],
      ['attention-needed', [3, 'attention_needed', 'AttentionNeeded']],
      ['unknown', [4, -1, 'new', null, {}]],
    ] as const;

    for (const [word, written] of wanted)
      for (const status of written)
        assert.equal(Reflect.get(await tracked({ ...request, status }), 'status'), word, JSON.stringify(status));
  });

  it('are read from an answer that is half nonsense, and never grow beyond all measure', async () => {
    const long = { text: 'x'.repeat(20_000), createdByName: 'y'.repeat(1000), createdDate: 'yesterday' };

    const odd = await tracked({ Status: 'open', notes: [null, 7, {}, { Text: 'a' }], lastModifiedDate: 'never' });
    const huge = await tracked({ status: 1, notes: Array.from({ length: 200 }, () => long) });

    assert.deepEqual(odd, { status: 'open', notes: [{ text: 'a' }] });
    assert.deepEqual(await tracked({}), { status: 'unknown', notes: [] });
    assert.equal('notes' in huge && huge.notes.length, 20);
    assert.ok(JSON.stringify(huge).length < 100_000);
  });

  it('take a note by PATCH that changes nothing else', async () => {
    server.next({ json: request });

    const answer = await open().addNote(partner, ada, number, 'Here: "vm9"');

    assert.deepEqual(answer, { kind: 'noted' });
    const [asked] = server.asked;
    assert.deepEqual([asked?.method, asked?.path], ['PATCH', path]);
    assert.deepEqual(asked?.body, {
      NewNote: { Text: 'Here: "vm9"' },
      Attributes: { ObjectType: 'ServiceRequest' },
    });
    assert.equal(asked?.headers.authorization, `Bearer person|${ada.objectId}|pc`);
  });

  it('are not asked for with a number that would lead elsewhere', async () => {
    server.always(() => ({ json: request }));

    await open().read(partner, ada, '../customers?x=1#');

    assert.equal(server.asked[0]?.path, '/v1/servicerequests/..%2Fcustomers%3Fx%3D1%23');
  });

  it('need the person’s own token: without it nothing is asked, and never with the app’s', async () => {
    const away = open({ people: nobodySignedIn, filingApi: true });
    const here = open({ filingApi: true });

    const answers = [
      await away.read(partner, ada, number),
      await away.addNote(partner, ada, number, 'x'),
      await away.file(partner, ada, form),
      await here.read(partner, stranger, number),
      await here.addNote(partner, stranger, number, 'x'),
      await here.file(partner, stranger, form),
    ];

    for (const answer of answers) assert.deepEqual(answer, { kind: 'trouble', why: 'needs-person' });
    assert.equal(server.asked.length, 0);
  });

  for (const [reply, why] of [
    [{ status: 404, json: { code: 404, description: 'No' } }, 'not-found'],
    [{ status: 403, json: { code: 900308 } }, 'forbidden'],
    [{ status: 403, json: { code: 900329 } }, 'needs-person'],
    [{ status: 401 }, 'needs-person'],
    [{ status: 401, json: { code: 10001, description: 'Unauthorized - MFA required' } }, 'mfa'],
    [{ status: 429, headers: { 'retry-after': '99' } }, 'unreachable'],
    [{ status: 500 }, 'unreachable'],
    [{ status: 400, json: { code: 2000 } }, 'unreadable'],
    [{ status: 302, headers: { location: 'https://evil.example/' } }, 'unreadable'],
    ['reset', 'unreachable'],
    ['hang', 'unreachable'],
  ] as [Reply, string][])
    it(`say ${why} after ${JSON.stringify(reply)}; a note is not sent again by itself`, async () => {
      server.always(() => reply);

      const note = await open().addNote(partner, ada, number, 'x');
      const notes = server.asked.length;
      const read = await open().read(partner, ada, number);

      assert.deepEqual(
        [note, read],
        [
          { kind: 'trouble', why },
          { kind: 'trouble', why },
        ],
      );
      assert.equal(notes, 1);
    });

  it('are unreadable where the answer is none', async () => {
    for (const reply of [{ body: '<html>' }, { json: [] }, { json: 'x' }, { body: '' }] as Reply[]) {
      server.next(reply);
      assert.deepEqual(await open().read(partner, ada, number), { kind: 'trouble', why: 'unreadable' });
    }
  });

  it('send the same request id with the same note where there was no answer, and a new one after an answer', async () => {
    const desk = open();
    server.next('reset', { json: request }, { json: request }, { json: request });

    for (const text of ['a', 'a', 'a', 'b']) await desk.addNote(partner, ada, number, text);

    const [first, second, third, fourth] = server.asked.map(({ headers }) => headers['ms-requestid']);
    assert.equal(second, first);
    assert.equal(new Set([first, third, fourth]).size, 3);
    const correlations = server.asked.map(({ headers }) => headers['ms-correlationid']);
    assert.equal(new Set(correlations).size, 4);
  });

  describe('are filed', () => {
    it('by nobody while the switch is off, which is how Microsoft left it', async () => {
      assert.deepEqual(await open().file(partner, ada, form), { kind: 'off' });
      assert.equal(server.asked.length, 0);
    });

    it('in the partner’s language where it is on, and answer their number', async () => {
      server.next({ status: 201, json: { ...request, status: 'none' } });

      const answer = await open({ filingApi: true }).file({ ...partner, language: 'it' }, ada, form);

      assert.deepEqual(answer, { kind: 'filed', number });
      const [asked] = server.asked;
      assert.deepEqual([asked?.method, asked?.path], ['POST', '/v1/servicerequests/it-IT']);
      assert.deepEqual(asked?.body, {
        Title: form.title,
        Description: form.description,
        Severity: 'moderate',
        SupportTopicId: '32444667',
        Attributes: { ObjectType: 'ServiceRequest' },
      });
    });

    it('once, and not at all where Partner Center has no such route or answers no number', async () => {
      const desk = open({ filingApi: true });
      const answers = [];
      for (const reply of [
        { status: 404 },
        { status: 201, json: { id: ' ' } },
        { json: { id: 'no!' } },
        'reset',
      ] as Reply[]) {
        server.next(reply);
        answers.push(await desk.file(partner, ada, form));
      }

      assert.deepEqual(
        answers.map((answer) => (answer.kind === 'trouble' ? answer.why : answer.kind)),
        ['not-found', 'unreadable', 'unreadable', 'unreachable'],
      );
      assert.equal(server.asked.length, 4);
    });
  });
});
