import assert from 'node:assert/strict';
import type { Mail } from '../../src/domain/contact.ts';
import { createMailer } from '../../src/graph/mail.ts';
import { closedPort, localServer, type Reply } from '../support/http-server.ts';
import { ada, everybodySignedIn, nobodySignedIn, partner, quickHttp } from '../support/outside.ts';

const mail: Mail = {
  id: 'mail_00000000000000000000000000000001',
  to: 'johanna@alpineskihouse.example',
  subject: 'Eine Frage zu ski-prod: "R&D" <b>?</b>',
  body: 'Guten Tag\r\n\r\nBcc: everybody@evil.example\r\n${name} {{DATE}} 日本\u2028',
  language: 'en',
};
const begin = () => Promise.resolve(true);
const stranger = { ...ada, tenantId: '99999999-9999-4999-8999-999999999999' };
const taken: Reply = { status: 202 };
const graphError = (status: number, code: string): Reply => ({ status, json: { error: { code, message: 'No.' } } });

describe('mail in a person’s own name', () => {
  const server = localServer();

  const open = (people = everybodySignedIn, baseUrl = server.url) =>
    createMailer({ http: quickHttp(), baseUrl, people });

  it('goes to exactly one recipient as plain text, is kept in Sent Items, and carries the person’s token', async () => {
    server.next(taken);

    const answer = await open().send(partner, ada, mail, begin);

    assert.deepEqual(answer, { kind: 'sent' });
    const [sent] = server.asked;
    assert.deepEqual([sent?.method, sent?.path], ['POST', '/v1.0/me/sendMail']);
    assert.equal(sent?.headers.authorization, `Bearer person|${ada.objectId}|graph`);
    assert.deepEqual(sent?.body, {
      message: {
        subject: mail.subject,
        body: { contentType: 'Text', content: mail.body },
        toRecipients: [{ emailAddress: { address: mail.to } }],
      },
      saveToSentItems: true,
    });
  });

  it('is not sent for somebody who has not signed in, or who is of another tenant', async () => {
    const failed = { kind: 'failed', why: 'needs-sign-in' };

    assert.deepEqual(await open(nobodySignedIn).send(partner, ada, mail, begin), failed);
    assert.deepEqual(await open().send(partner, stranger, mail, begin), failed);
    assert.equal(server.asked.length, 0);
  });

  it('does not go out where it may not begin, nor begins without a token', async () => {
    let begun = 0;
    const no = () => {
      begun++;
      return Promise.resolve(false);
    };

    assert.deepEqual(await open().send(partner, ada, mail, no), { kind: 'not-begun' });
    assert.deepEqual(await open(nobodySignedIn).send(partner, ada, mail, no), { kind: 'failed', why: 'needs-sign-in' });
    assert.equal(begun, 1);
    assert.equal(server.asked.length, 0);
  });

  for (const [reply, why] of [
    [graphError(401, 'InvalidAuthenticationToken'), 'needs-sign-in'],
    [graphError(403, 'ErrorAccessDenied'), 'forbidden'],
    [{ status: 403, json: { Error: { Code: 'Unauthorized_MissingMFA', Message: 'MFA' } } }, 'mfa'],
    [graphError(400, 'ErrorInvalidRecipients'), 'refused'],
    [graphError(404, 'MailboxNotEnabledForRESTAPI'), 'refused'],
    [{ status: 413, body: '<html>' }, 'refused'],
    [{ status: 429, headers: { 'retry-after': '1' } }, 'unreachable'],
    [{ status: 302, headers: { location: 'https://evil.example/v1.0/me/sendMail' } }, 'refused'],
  ] as [Reply, string][])
    it(`was surely not sent after ${JSON.stringify(reply)}: ${why}`, async () => {
      server.always(() => reply);

      assert.deepEqual(await open().send(partner, ada, mail, begin), { kind: 'failed', why });
      assert.equal(server.asked.length, 1);
    });

  for (const reply of [
    'reset',
    'half',
    'hang',
    'hang-in-body',
    { status: 408 },
    { status: 500 },
    { status: 503, headers: { 'retry-after': '0' } },
    { status: 504, json: { error: { code: 'UnknownError', message: '' } } },
    { status: 200, body: '<html>Sign in to the guest network</html>', headers: { 'content-type': 'text/html' } },
    { status: 200, json: { value: [] } },
  ] as Reply[])
    it(`may have been sent after ${JSON.stringify(reply)}, and is not sent again`, async () => {
      server.always(() => reply);

      assert.deepEqual(await open().send(partner, ada, mail, begin), { kind: 'unknown' });
      assert.equal(server.asked.length, 1);
    });

  it('was surely not sent where nobody listens, or where no such host is', async () => {
    const nowhere = `http://127.0.0.1:${await closedPort()}`;

    const answers = [
      await open(everybodySignedIn, nowhere).send(partner, ada, mail, begin),
      await open(everybodySignedIn, 'http://graph.invalid').send(partner, ada, mail, begin),
    ];

    for (const answer of answers) assert.deepEqual(answer, { kind: 'failed', why: 'unreachable' });
  });

  it('may have been sent over a connection that was kept open and is closed now', async () => {
    server.next(taken, 'reset');
    const mailer = open();
    await mailer.send(partner, ada, mail, begin);

    assert.deepEqual(await mailer.send(partner, ada, mail, begin), { kind: 'unknown' });
    assert.equal(server.asked.length, 2);
  });

  describe('and what Graph knows of the person', () => {
    const profile = async (json: unknown) => {
      server.next({ json });
      return open().profile(partner, ada);
    };

    it('is name, address and phone, read with their own token', async () => {
      const read = await profile({
        displayName: 'Ada Bianchi',
        mail: 'ada@fabrikam.example',
        userPrincipalName: 'ada.b@fabrikam.example',
        businessPhones: ['+39 055 555 0101'],
        mobilePhone: '+39 333 555 0101',
      });

      assert.deepEqual(read, { name: 'Ada Bianchi', email: 'ada@fabrikam.example', phone: '+39 055 555 0101' });
      const [asked] = server.asked;
      assert.equal(asked?.path, '/v1.0/me');
      assert.equal(asked.query.get('$select'), 'displayName,mail,userPrincipalName,businessPhones,mobilePhone');
      assert.equal(asked.headers.authorization, `Bearer person|${ada.objectId}|graph`);
    });

    it('takes the principal name for the address of those who have no other, and a mobile for a phone', async () => {
      const read = await profile({
        mail: null,
        userPrincipalName: 'ada.b@fabrikam.example',
        businessPhones: [],
        mobilePhone: '1',
      });

      assert.deepEqual(read, { email: 'ada.b@fabrikam.example', phone: '1' });
    });

    it('takes nothing for an address that is none', async () => {
      const upn = 'eve_outside.example#EXT#@fabrikam.example';

      assert.deepEqual(await profile({ mail: upn, userPrincipalName: upn }), {});
      assert.deepEqual(await profile({ mail: 'a@b.example, c@d.example', userPrincipalName: 'ada' }), {});
      assert.deepEqual(await profile({ displayName: 7, mail: {}, businessPhones: [null, {}, ' '], mobilePhone: [] }), {
        name: '7',
      });
    });

    it('is nothing without a token, or where it cannot be read', async () => {
      assert.equal(await open(nobodySignedIn).profile(partner, ada), undefined);
      assert.equal(await open().profile(partner, stranger), undefined);
      assert.equal(server.asked.length, 0);
      for (const reply of [
        graphError(403, 'Authorization_RequestDenied'),
        { body: '<html>' },
        { json: [] },
      ] as Reply[]) {
        server.next(reply);
        assert.equal(await open().profile(partner, ada), undefined, JSON.stringify(reply));
      }
    });
  });
});
