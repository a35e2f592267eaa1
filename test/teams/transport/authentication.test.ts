import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { type BotIssuer, botAppId, botIssuer, issuerName } from '../../support/bot-issuer.ts';
import { type EchoBot, personalMessage, startEchoBot } from '../../support/echo-bot.ts';
import { localServer } from '../../support/http-server.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const refused401 =
  '{"error":{"code":"unauthorized","message":"The request does not prove that it comes from Teams to this bot."}}';

describe('Authentication of what Teams sends', () => {
  const issuer = botIssuer();
  const connector = localServer();
  let bot: EchoBot;

  beforeEach(async () => {
    connector.always(() => ({ status: 201, json: { id: 'reply' } }));
    bot = await startEchoBot({ issuer });
  });
  afterEach(() => bot.stop());

  const message = () => personalMessage(connector.url);
  const token = (wish: Parameters<BotIssuer['token']>[0] = {}) =>
    issuer.token({ ...wish, claims: { serviceurl: connector.url, ...wish.claims } });

  it('lets a good token in, and answers with the token of the bot', async () => {
    const answer = await bot.post(message(), `Bearer ${await token()}`);

    assert.deepEqual(answer, { status: 200, body: '' });
    assert.equal(connector.asked.length, 1);
    assert.equal(connector.asked[0]?.method, 'POST');
    assert.equal(connector.asked[0]?.path, '/v3/conversations/a%3Achat/activities/1700000000001');
    assert.equal(connector.asked[0]?.headers.authorization, 'Bearer token-of-the-bot');
  });

  it('takes a token that went out of date less than five minutes ago, as clocks differ', async () => {
    const now = Math.floor(Date.now() / 1000);

    const answer = await bot.post(message(), `Bearer ${await token({ claims: { exp: now - 240 } })}`);

    assert.equal(answer.status, 200);
  });

  const seconds = Math.floor(Date.now() / 1000);
  const bad: Readonly<Record<string, () => Promise<string | undefined> | string | undefined>> = {
    'no token at all': () => undefined,
    'an empty header': () => '',
    'a header without a token': () => 'Bearer ',
    'another scheme': () => 'Basic dXNlcjpwYXNz',
    'something that is no token': () => 'Bearer rubbish',
    'three parts of rubbish': () => 'Bearer a.b.c',
    'two tokens': async () => `Bearer ${await token()}, Bearer ${await token()}`,
    'a forged signature': async () => `Bearer ${(await token()).replace(/\.[^.]+$/, `.${'A'.repeat(342)}`)}`,
    'changed claims': async () => {
      const [header = '', payload = '', signature = ''] = (await token()).split('.');
      const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return `Bearer ${header}.${part({ ...claims, exp: seconds + 99_999 })}.${signature}`;
    },
    'an expiry long past': async () => `Bearer ${await token({ claims: { exp: seconds - 600 } })}`,
    'a beginning in the future': async () => `Bearer ${await token({ claims: { nbf: seconds + 3600 } })}`,
    'no expiry': async () => `Bearer ${await token({ claims: { exp: undefined } })}`,
    'another audience': async () => `Bearer ${await token({ claims: { aud: 'someone-else' } })}`,
    'another issuer': async () => `Bearer ${await token({ claims: { iss: 'https://evil.example' } })}`,
    "the emulator's issuer, signed by the right key": async () =>
      `Bearer ${await token({
        claims: {
          iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
          ver: '1.0',
          appid: botAppId,
        },
      })}`,
    'a token of a skill': async () =>
      `Bearer ${await token({
        claims: {
          iss: 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0',
          ver: '2.0',
          azp: '11111111-2222-4333-8444-555555555555',
        },
      })}`,
    'another service URL': async () => `Bearer ${await token({ claims: { serviceurl: 'https://evil.example/' } })}`,
    'a service URL that differs by a slash': async () =>
      `Bearer ${await token({ claims: { serviceurl: `${connector.url}/` } })}`,
    'no service URL': async () => `Bearer ${await token({ claims: { serviceurl: undefined } })}`,
    'an unknown key': async () => `Bearer ${await token({ key: issuer.newKey('unknown') })}`,
    'the name of a known key on another': async () => `Bearer ${await token({ key: issuer.newKey('first') })}`,
    'no name of a key': async () => `Bearer ${await token({ header: { kid: undefined } })}`,
    'a key that may not speak for Teams': async () => {
      const key = issuer.newKey('webchat', ['webchat']);
      issuer.keys.push(key);
      return `Bearer ${await token({ key })}`;
    },
    'a key without endorsements': async () => {
      const key = issuer.newKey('bare', []);
      issuer.keys.push(key);
      return `Bearer ${await token({ key })}`;
    },
    'alg none': () => {
      const claims = { iss: issuerName, aud: botAppId, serviceurl: connector.url, exp: seconds + 3600 };
      return `Bearer ${part({ alg: 'none', kid: 'first' })}.${part(claims)}.`;
    },
    'HS256 with the public key for a secret': async () => {
      const [key] = issuer.keys;
      assert.ok(key);
      const secret = createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' });
      const claims = { iss: issuerName, aud: botAppId, serviceurl: connector.url, exp: seconds + 3600 };
      return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(Buffer.from(secret))}`;
    },
  };
  for (const [name, make] of Object.entries(bad)) {
    it(`answers 401 in its own words to ${name}, and does nothing`, async () => {
      const answer = await bot.post(message(), await make());

      assert.deepEqual(answer, { status: 401, body: refused401 });
      assert.equal(bot.turns.length, 0);
      assert.equal(connector.asked.length, 0);
    });
  }

  for (const channelId of ['emulator', 'webchat', 'directline', 'AseChannel', '', undefined]) {
    it(`answers 401 to an activity of the channel ${channelId}`, async () => {
      const answer = await bot.post({ ...message(), channelId }, `Bearer ${await token()}`);

      assert.deepEqual(answer, { status: 401, body: refused401 });
    });
  }

  it('writes nothing to the console, whatever comes', async () => {
    const written: unknown[] = [];
    const { error, warn } = console;
    Object.assign(console, {
      error: (...of: unknown[]) => written.push(of),
      warn: (...of: unknown[]) => written.push(of),
    });

    await bot.post(message(), 'Bearer a.b.c').finally(() => Object.assign(console, { error, warn }));

    assert.deepEqual(written, []);
  });

  it('compares the service URL at every activity, though the token is remembered', async () => {
    const authorization = `Bearer ${await token()}`;
    await bot.post(message(), authorization);

    const answer = await bot.post(personalMessage('http://127.0.0.1:1/'), authorization);

    assert.equal(answer.status, 401);
  });

  it('looks at a remembered token again when its time is up', async () => {
    let now = Date.now();
    const later = await startEchoBot({ issuer, now: () => new Date(now) });
    const authorization = `Bearer ${await token({ claims: { exp: Math.floor(now / 1000) + 60 } })}`;
    const first = await later.post(message(), authorization);

    now += 7 * 60_000;
    const second = await later.post(message(), authorization);

    assert.deepEqual([first.status, second.status], [200, 401]);
    await later.stop();
  });

  it('takes a 5xx of the connector for a failure of the turn without saying so in its words', async () => {
    connector.always(() => ({ status: 502, json: { error: { code: 'ServiceError', message: 'inner words' } } }));

    const answer = await bot.post(message(), `Bearer ${await token()}`);

    assert.deepEqual(answer, { status: 200, body: '' });
    assert.equal(connector.asked.length, 2, 'the reply once and the apology once: nothing is repeated');
  });
});

describe('Where the token of the bot may go', () => {
  const issuer = botIssuer();
  const connector = localServer();
  let bot: EchoBot | undefined;

  afterEach(() => bot?.stop());

  const post = async (serviceUrl: string, hosts: readonly string[]) => {
    bot = await startEchoBot({ issuer, hosts });
    const authorization = `Bearer ${await issuer.token({ claims: { serviceurl: serviceUrl } })}`;
    return bot.post(personalMessage(serviceUrl), authorization);
  };

  const places: readonly (readonly [string, () => string, readonly string[]])[] = [
    ['a host that is not listed', () => connector.url, ['smba.trafficmanager.net']],
    ['an empty list', () => connector.url, []],
    ['another port than the listed one', () => connector.url, ['127.0.0.1:1']],
    ['a host that ends like a listed one', () => 'https://evilsmba.trafficmanager.net/', ['smba.trafficmanager.net']],
    [
      'a host that begins like a listed one',
      () => 'https://smba.trafficmanager.net.evil.example/',
      ['smba.trafficmanager.net'],
    ],
    ['a listed host over http', () => 'http://smba.trafficmanager.net/emea/', ['smba.trafficmanager.net']],
    ['user info before a host', () => 'https://smba.trafficmanager.net@evil.example/', ['smba.trafficmanager.net']],
    ['user info with a listed host', () => 'https://a:b@smba.trafficmanager.net/', ['smba.trafficmanager.net']],
  ];
  for (const [name, url, hosts] of places) {
    it(`refuses ${name} though the token is good, and sends nothing`, async () => {
      const answer = await post(url(), hosts);

      assert.equal(answer.status, 403);
      assert.deepEqual(JSON.parse(answer.body), {
        error: { code: 'forbidden', message: 'This service URL is not served here.' },
      });
      assert.equal(connector.asked.length, 0);
      assert.equal(bot?.turns.length, 0);
    });
  }

  it('lets a listed host with its port through', async () => {
    connector.always(() => ({ status: 201, json: { id: 'reply' } }));

    const answer = await post(connector.url, [new URL(connector.url).host]);

    assert.equal(answer.status, 200);
    assert.equal(connector.asked.length, 1);
  });
});
