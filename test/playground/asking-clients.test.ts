import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Mail } from '../../src/domain/contact.ts';
import { createMailer } from '../../src/graph/mail.ts';
import { createScoreReader } from '../../src/graph/score.ts';
import { createCustomerDirectory } from '../../src/partner-center/customers.ts';
import { createSupportDesk } from '../../src/partner-center/service-requests.ts';
import { outsideError } from '../support/outside.ts';
import { type WorldClients, worldClients } from '../support/world-clients.ts';

describe('the clients for asking, in the local world', () => {
  let at: WorldClients;
  beforeEach(async () => {
    at = await worldClients();
  });
  afterEach(() => at.open.close());

  const graph = () => ({ http: at.http, baseUrl: at.open.world.urls.graph, people: at.people });
  const partnerCenter = () => ({
    http: at.http,
    baseUrl: at.open.world.urls.partnerCenter,
    tokens: at.tokens,
    people: at.people,
    scope: 'https://api.partnercenter.microsoft.com/.default',
    newId: randomUUID,
  });
  const mailer = () => createMailer(graph());
  const desk = (filingApi = false) => createSupportDesk({ ...partnerCenter(), filingApi });
  const mail: Mail = {
    id: 'mail_00000000000000000000000000000001',
    to: 'johanna.lorenz@alpineskihouse.example',
    subject: 'Eine Frage',
    body: 'Zeile 1\nZeile 2 <b>&</b>',
    language: 'en',
  };
  const file = (name: string) => {
    const request = { personId: at.person(name).objectId, title: 'Cryptomining notification', description: 'ski-prod' };
    return at.open.world.portal.file(request).number;
  };
  const signOut = (name: string, options?: { mfa: boolean }) =>
    at.open.world.setSignedIn(at.person(name).objectId, options !== undefined, options);

  it('send a mail that the customer gets from the person', async () => {
    const answer = await mailer().send(at.partner('graph'), at.person('Megan'), mail, () => Promise.resolve(true));

    assert.deepEqual(answer, { kind: 'sent' });
    const [got] = at.open.world.mailbox();
    assert.deepEqual(
      [got?.from.name, got?.to, got?.customer?.name, got?.subject, got?.body, got?.contentType, got?.savedToSentItems],
      ['Megan Bowen', [mail.to], 'Alpine Ski House', mail.subject, mail.body, 'text', true],
    );
  });

  for (const [act, answer, arrived] of [
    [{ kind: 'done-but', status: 504 }, { kind: 'unknown' }, 1],
    [{ kind: 'reset' }, { kind: 'unknown' }, 0],
    [{ kind: 'status', status: 403, body: {} }, { kind: 'failed', why: 'forbidden' }, 0],
    [{ kind: 'status', status: 429, headers: { 'Retry-After': '1' } }, { kind: 'failed', why: 'unreachable' }, 0],
  ] as const)
    it(`say ${JSON.stringify(answer)} of a mail after ${JSON.stringify(act)}, and ask once`, async () => {
      at.open.world.addFault({ service: 'graph', path: 'sendMail', times: 5, act });

      assert.deepEqual(
        await mailer().send(at.partner('graph'), at.person('Megan'), mail, () => Promise.resolve(true)),
        answer,
      );
      assert.equal(at.open.world.mailbox().length, arrived);
      assert.equal(at.open.world.requests().filter(({ path }) => path.includes('sendMail')).length, 1);
    });

  it('know the person for a form where they have signed in', async () => {
    const partner = at.partner('graph');

    const megan = await mailer().profile(partner, at.person('Megan'));
    const alex = await mailer().profile(partner, at.person('Alex'));

    const email = 'megan.bowen@northwindcloud.example';
    assert.deepEqual(megan, { name: 'Megan Bowen', email, phone: '+1 425 555 0109' });
    assert.equal(alex, undefined);
  });

  it('follow a request from the portal on, and give it a note', async () => {
    const partner = at.partner('graph');
    const megan = at.person('Megan');
    const number = file('Megan');
    const fresh = await desk().read(partner, megan, number);
    at.open.world.portal.answer(number, 'Which resources?');
    const answered = await desk().read(partner, megan, number);
    const noted = await desk().addNote(partner, megan, number, 'vm9, "vm10"');
    at.open.world.portal.close(number);
    const closed = await desk().read(partner, megan, number);

    const statuses = [fresh, answered, closed].map((one) => (one.kind === 'read' ? one.tracking.status : one.why));
    assert.deepEqual(statuses, ['open', 'attention-needed', 'closed']);
    assert.deepEqual(noted, { kind: 'noted' });
    assert.deepEqual(closed.kind === 'read' && closed.tracking.notes.map(({ by, text }) => [by, text]), [
      ['Microsoft Support', 'Which resources?'],
      ['Megan Bowen', 'vm9, "vm10"'],
    ]);
  });

  it('say why a request cannot be followed', async () => {
    const partner = at.partner('graph');
    const number = file('Megan');
    const why = async (name: string, which = number) => {
      const read = await desk().read(partner, at.person(name), which);
      return read.kind === 'trouble' ? read.why : read.kind;
    };

    const troubles = [await why('Isaiah'), await why('Megan', '2603020040009999'), await why('Alex')];
    signOut('Megan', { mfa: false });
    troubles.push(await why('Megan'));
    signOut('Megan');
    troubles.push(await why('Megan'));

    assert.deepEqual(troubles, ['not-found', 'not-found', 'needs-person', 'mfa', 'needs-person']);
  });

  it('cannot file a request, not even where that is switched on: Microsoft has no such route', async () => {
    const { title, description } = { title: 'x', description: 'y' };
    const contact = { contactName: 'Megan', contactEmail: 'm@x.example' };
    const form = { title, description, problemType: 'z', impact: 'moderate', ...contact } as const;
    const [partner, megan] = [at.partner('graph'), at.person('Megan')];

    assert.deepEqual(await desk().file(partner, megan, form), { kind: 'off' });
    assert.deepEqual(await desk(true).file(partner, megan, form), { kind: 'trouble', why: 'not-found' });
  });

  it('read Microsoft’s own response time of each partner, and why not', async () => {
    const score = createScoreReader({ ...graph(), tokens: at.tokens, scope: 'https://graph.microsoft.com/.default' });
    const figures = [
      await score.responseTime(at.partner('graph')),
      await score.responseTime(at.partner('fraudEvents')),
    ];
    at.open.world.addFault({
      service: 'graph',
      path: 'securityScore',
      times: 1,
      act: { kind: 'status', status: 403, body: { Error: { Code: 'Unauthorized_MissingMFA', Message: 'MFA' } } },
    });
    const refused = await outsideError(score.responseTime(at.partner('graph')));

    for (const figure of figures) assert.ok(figure?.compliant === true && (figure.averageHours ?? 0) > 0);
    assert.equal(refused.why, 'mfa');
  });

  it('read whom to write to, and in which language, from billing profiles', async () => {
    const customers = createCustomerDirectory(partnerCenter());
    const of = async (source: 'graph' | 'fraudEvents', subscription: string) => {
      const { customerTenantId } = at.subscription(subscription);
      const { culture, email, contactName } = await customers.customer(at.partner(source), customerTenantId);
      return [culture, email, contactName];
    };

    assert.deepEqual(await of('graph', 'ski-prod'), [
      'de-AT',
      'johanna.lorenz@alpineskihouse.example',
      'Johanna Lorenz',
    ]);
    assert.equal((await of('graph', 'tailspin-games'))[0], 'fr-FR');
    assert.equal((await of('graph', 'pharma-research'))[0], 'es-ES');
    assert.equal((await of('fraudEvents', 'aw-produzione'))[0], 'it-IT');
    assert.equal((await of('fraudEvents', 'gdi-render'))[0], 'en-GB');
  });
});
