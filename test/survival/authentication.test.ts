import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Json, World } from '../../playground/world/types.ts';
import { localServer } from '../support/http-server.ts';
import { activity, pressed, typed } from './activities.ts';
import { buttonOf, type Detected, useScene } from './scene.ts';

type Overrides = NonNullable<Parameters<World['token']>[0]>;

const refused = {
  error: { code: 'unauthorized', message: 'The request does not prove that it comes from Teams to this bot.' },
};

const seconds = () => Math.floor(Date.now() / 1000);
const minutes = 60;

/** Issuers of tokens that botframework-connector takes as the emulator's, whatever is configured (facts/teams.md 4.3). */
const emulatorTenants = [
  'd6d49420-f39b-4df7-a1dc-d59a935871db',
  'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  '72f988bf-86f1-41af-91ab-2d7cd011db47',
  'cab8a31a-1906-4287-a0d8-4eef66b95f6e',
];

describe('a request that does not prove that Teams sent it', () => {
  const scene = useScene();
  const trap = localServer();
  let detected: Detected;

  before(async () => {
    detected = await scene().detected();
    await scene().records.idle();
  });

  /** A click, a typed decision and an installation: all three must be refused, and nothing may come of them. */
  function wishes(): readonly Json[] {
    const { house } = scene();
    const person = house.person(/admin/i);
    const said = { person, conversation: house.channel };
    const { data } = buttonOf(detected.card.card, 'claim');
    return [
      pressed(house, { ...said, replyToId: detected.card.id }, { type: 'Action.Execute', verb: 'claim', data }),
      typed(house, said, `fraud ${detected.number} because I say so`),
      activity(house, said, { type: 'installationUpdate', action: 'remove' }),
    ];
  }

  async function refusesAll(token: string | null, change: (wish: Json) => Json = (wish) => wish): Promise<void> {
    const { house, records } = scene();
    const before = [await records.everything(), house.world.snapshot().messages];
    for (const wish of wishes()) {
      const answer = await house.world.post(change(wish), { token });

      assert.equal(answer.status, 401, answer.body);
      assert.deepEqual(JSON.parse(answer.body), refused);
    }
    assert.deepEqual([await records.everything(), house.world.snapshot().messages], before);
  }

  /** The claims of a good token, the service URL's among them. */
  async function signed({ claims, ...rest }: Overrides): Promise<string> {
    const { world } = scene().house;
    return world.token({ ...rest, claims: { serviceurl: `${world.urls.connector}/emea/`, ...claims } });
  }

  it('is told 401 without a token', () => refusesAll(null));

  for (const garbage of ['', 'garbage', 'a.b.c', `${'e'.repeat(10_000)}.e30.e30`, 'eyJhbGciOiJSUzI1NiJ9.e30.']) {
    it(`is told 401 with garbage for a token: ${garbage.slice(0, 24)}`, () => refusesAll(garbage));
  }

  it('is told 401 with a password in place of a token', async () => {
    const { house } = scene();

    const answer = await fetch(house.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Basic dXNlcjpwYXNz' },
      body: JSON.stringify(wishes()[0]),
    });

    assert.equal(answer.status, 401);
    assert.deepEqual(await answer.json(), refused);
  });

  it('is told 401 with a good token whose claims were changed after signing', async () => {
    const [header, , signature] = (await signed({})).split('.');
    const claims = { iss: 'https://api.botframework.com', aud: scene().house.world.botEnv()['BOT_APP_ID'], exp: 4e9 };
    const serviceurl = `${scene().house.world.urls.connector}/emea/`;
    const forged = Buffer.from(JSON.stringify({ ...claims, serviceurl })).toString('base64url');

    await refusesAll(`${header}.${forged}.${signature}`);
  });

  const wrong: Readonly<Record<string, () => Overrides>> = {
    'that expired': () => ({ claims: { nbf: seconds() - 70 * minutes, exp: seconds() - 6 * minutes } }),
    'that is not valid yet': () => ({ claims: { nbf: seconds() + 6 * minutes, exp: seconds() + 70 * minutes } }),
    'that never expires': () => ({ claims: { exp: undefined } }),
    'for another bot': () => ({ claims: { aud: 'b0700000-0000-4000-8000-00000000ffff' } }),
    'for nobody': () => ({ claims: { aud: undefined } }),
    'of another issuer': () => ({ claims: { iss: 'https://issuer.example' } }),
    'of no issuer': () => ({ claims: { iss: undefined } }),
    'for another service URL': () => ({ claims: { serviceurl: 'https://smba.trafficmanager.net/emea/' } }),
    'for no service URL': () => ({ claims: { serviceurl: undefined } }),
    'of the algorithm none': () => ({ key: 'none' }),
    'of the algorithm HS256, signed with the public key': () => ({ key: 'hs256-public' }),
    'signed by a key that nobody knows': () => ({ key: 'unknown' }),
    'that names a key of another': () => ({ key: 'unknown', header: { kid: 'somebody-else' } }),
    'that names no key': () => ({ header: { kid: undefined } }),
  };
  for (const [which, overrides] of Object.entries(wrong)) {
    it(`is told 401 with a token ${which}`, async () => refusesAll(await signed(overrides())));
  }

  it('is told 401 with a token that names the key of Teams and is signed by another', async () => {
    const [header = ''] = (await signed({})).split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    assert.ok(kid);

    await refusesAll(await signed({ key: 'unknown', header: { kid } }));
  });

  it('is told 401 with a token that brings its key along, or says where it is, and nothing is asked there', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const jwk = await exportJWK(publicKey);
    const serviceurl = `${scene().house.world.urls.connector}/emea/`;
    const aud = scene().house.world.botEnv()['BOT_APP_ID'];
    const claims = { serviceurl, aud, iss: 'https://api.botframework.com', nbf: seconds(), exp: seconds() + 3600 };
    trap.always(() => ({ json: { keys: [{ ...jwk, kid: 'mine', use: 'sig', endorsements: ['msteams'] }] } }));
    const headers = [
      { jwk },
      { jku: `${trap.url}/keys` },
      { x5u: `${trap.url}/certificate` },
      { jwk, jku: `${trap.url}/keys`, x5u: `${trap.url}/certificate` },
      { kid: `${trap.url}/keys` },
      { kid: '../../../../dev/null' },
      { kid: "mine' union select 1 --" },
    ];

    for (const header of headers) {
      const signer = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'mine', ...header });
      await refusesAll(await signer.sign(privateKey));
    }
    assert.deepEqual(trap.asked, []);
  });

  for (const tenant of emulatorTenants) {
    it(`is told 401 with a token of the emulator, issued for the tenant ${tenant}`, async () => {
      const appid = scene().house.world.botEnv()['BOT_APP_ID'];
      const issuers = [`https://sts.windows.net/${tenant}/`, `https://login.microsoftonline.com/${tenant}/v2.0`];

      for (const iss of issuers)
        await refusesAll(await signed({ claims: { iss, appid, azp: appid, ver: '1.0', tid: tenant } }));
    });
  }

  it('is told 401 when the activity says that it comes from the emulator', async () =>
    refusesAll(await signed({}), (wish) => ({ ...wish, channelId: 'emulator' })));

  it('is told 403 for a service URL elsewhere though the token names it, and no token of the bot goes there', async () => {
    const { house, records } = scene();
    const before = await records.everything();
    const serviceUrl = 'https://smba.trafficmanager.net.evil.example/emea/';

    for (const wish of wishes()) {
      const answer = await house.world.post({ ...wish, serviceUrl });

      assert.equal(answer.status, 403, answer.body);
      assert.equal(answer.body, '{"error":{"code":"forbidden","message":"This service URL is not served here."}}');
    }
    assert.deepEqual(await records.everything(), before);
  });

  it('is heard once it proves it', async () => {
    const { house, records } = scene();

    const answer = await house.world.post(wishes()[0], { token: await signed({}) });

    assert.equal(answer.status, 200);
    assert.equal((await records.caseOf(detected.caseId)).state.owner?.name, house.person(/admin/i).name);
  });
});
