import assert from 'node:assert/strict';
import { codeOf, type OpenWorld, openWorld } from './open-world.ts';

describe('mail in the local world', () => {
  let open: OpenWorld;
  beforeEach(async () => {
    open = await openWorld({ now: new Date('2026-03-02T09:00:00Z') });
  });
  afterEach(() => open.close());

  const url = () => `${open.world.urls.graph}/v1.0/me/sendMail`;
  const person = (name: string) => open.world.snapshot().people.find((p) => p.name === name) ?? assert.fail(name);
  const tokenOf = (name: string) => {
    open.world.setSignedIn(person(name).id, true);
    return open.personToken(person(name).id, 'graph');
  };
  const message = (...addresses: readonly string[]) => ({
    subject: 'Is this expected?',
    body: { contentType: 'Text', content: 'Good morning' },
    toRecipients: addresses.map((address) => ({ emailAddress: { address } })),
  });
  const johanna = 'johanna.lorenz@alpineskihouse.example';

  it('is taken with 202 and nothing else, and lies with the customer and in Sent Items', async () => {
    const { status, body } = await open.call(url(), {
      token: await tokenOf('Megan Bowen'),
      body: { message: message(johanna), saveToSentItems: true },
    });

    assert.deepEqual([status, body], [202, {}]);
    const [mail, ...more] = open.world.mailbox();
    assert.equal(more.length, 0);
    assert.deepEqual(mail, {
      id: mail?.id,
      personId: person('Megan Bowen').id,
      from: { name: 'Megan Bowen', address: 'megan.bowen@northwindcloud.example' },
      to: [johanna],
      customer: { tenantId: mail?.customer?.tenantId, name: 'Alpine Ski House' },
      subject: 'Is this expected?',
      contentType: 'text',
      body: 'Good morning',
      at: mail?.at,
      savedToSentItems: true,
    });
    assert.deepEqual(open.world.snapshot().mails, [mail]);
  });

  it('is one more mail each time, also to those who are no customer', async () => {
    const token = await tokenOf('Megan Bowen');
    const body = { message: message('somebody@elsewhere.example'), saveToSentItems: 'false' };

    await open.call(url(), { token, body });
    await open.call(url(), { token, body });

    assert.deepEqual(
      open.world.mailbox().map(({ customer, savedToSentItems }) => [customer, savedToSentItems]),
      [
        [undefined, false],
        [undefined, false],
      ],
    );
  });

  it('is sent although its answer was lost', async () => {
    const token = await tokenOf('Megan Bowen');
    open.world.addFault({ service: 'graph', path: 'sendMail', times: 1, act: { kind: 'done-but', status: 504 } });

    const { status } = await open.call(url(), { token, body: { message: message(johanna) } });

    assert.deepEqual([status, open.world.mailbox().length], [504, 1]);
  });

  it('is refused without recipient, to what is no address, of an app, and of somebody without mailbox', async () => {
    const token = await tokenOf('Megan Bowen');
    const app = await open.appToken(open.world.snapshot().partners[0]?.tenantId ?? '', 'graph');
    const send = (with_: string, body: unknown) => open.call(url(), { token: with_, body });

    const answers = [
      await send(token, { message: message() }),
      await send(token, { message: message('a@b.example; c@d.example') }),
      await send(token, { message: { ...message(johanna), body: { contentType: 'Rtf', content: '' } } }),
      await send(token, {}),
      await send(app, { message: message(johanna) }),
      await send(await tokenOf('Nestor Wilke'), { message: message(johanna) }),
    ];

    assert.deepEqual(
      answers.map((answer) => [answer.status, codeOf(answer)]),
      [
        [400, 'ErrorInvalidRecipients'],
        [400, 'ErrorInvalidRecipients'],
        [400, 'BadRequest'],
        [400, 'BadRequest'],
        [400, 'BadRequest'],
        [404, 'MailboxNotEnabledForRESTAPI'],
      ],
    );
    assert.equal(open.world.mailbox().length, 0);
  });

  it('has senders whose address and phone can be read, only what is asked for', async () => {
    const query = '$select=displayName,mail,businessPhones';
    const { body } = await open.call(`${open.world.urls.graph}/v1.0/me?${query}`, {
      token: await tokenOf('Megan Bowen'),
    });

    const { '@odata.context': _, id: _id, ...rest } = body;
    assert.deepEqual(rest, {
      displayName: 'Megan Bowen',
      mail: 'megan.bowen@northwindcloud.example',
      businessPhones: ['+1 425 555 0109'],
    });
  });
});
