import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { WorldPerson } from '../../playground/world/types.ts';
import { asJson, type OpenWorld, openWorld } from './open-world.ts';

const redirectUri = 'http://127.0.0.1:3978/consent/callback';
const verifier = 'v'.repeat(43);
const s256 = createHash('sha256').update(verifier).digest('base64url');

describe('the local login service, for people', () => {
  let open: OpenWorld;
  let megan: WorldPerson;
  let stranger: WorldPerson;
  beforeEach(async () => {
    open = await openWorld();
    const { people, partners } = open.world.snapshot();
    const of = (tenantId: string | undefined) => people.find((person) => person.tenantId === tenantId);
    const [first, second] = [of(partners[0]?.tenantId), of(partners[1]?.tenantId)];
    assert.ok(first && second);
    [megan, stranger] = [first, second];
  });
  afterEach(() => open.close());

  async function authorize(person: string, more: Readonly<Record<string, string>> = {}, mfa = true) {
    const query = new URLSearchParams({
      client_id: open.env.BOT_APP_ID ?? '',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid offline_access https://api.partnercenter.microsoft.com/.default',
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: s256,
      code_challenge_method: 'S256',
      ...more,
    });
    const answer = await fetch(`${open.env.LOGIN_URL}/${megan.tenantId}/oauth2/v2.0/authorize?${query.toString()}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ person, ...(mfa ? { mfa: 'on' } : {}) }),
    });
    const location = answer.headers.get('location');
    return {
      status: answer.status,
      text: await answer.text(),
      back: location === null ? undefined : new URL(location),
    };
  }
  async function token(form: Readonly<Record<string, string>>) {
    const answer = await fetch(`${open.env.LOGIN_URL}/${megan.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: open.env.BOT_APP_ID ?? '',
        client_secret: open.env.BOT_APP_SECRET ?? '',
        scope: 'openid offline_access https://api.partnercenter.microsoft.com/.default',
        redirect_uri: redirectUri,
        ...form,
      }),
    });
    return { status: answer.status, body: asJson(await answer.json()) };
  }
  const codeOf = async (...args: Parameters<typeof authorize>) =>
    (await authorize(...args)).back?.searchParams.get('code') ?? '';
  const redeem = (code: string, codeVerifier = verifier) =>
    token({ grant_type: 'authorization_code', code, code_verifier: codeVerifier });

  it('sends a person back with state and a code, which gives tokens of that sign-in once', async () => {
    const { status, back } = await authorize(megan.id, {}, false);
    const code = back?.searchParams.get('code') ?? '';

    const first = await redeem(code);
    const second = await redeem(code);

    assert.equal(status, 302);
    assert.equal(back?.searchParams.get('state'), 'the state');
    assert.deepEqual(decodeJwt(String(first.body.access_token)).amr, ['pwd']);
    assert.equal(decodeJwt(String(first.body.id_token)).nonce, 'the nonce');
    assert.match(String(second.body.error_description), /AADSTS54005/);
  });

  it('wants the verifier of the challenge, also where that is plain, and none where there was none', async () => {
    assert.match(String((await redeem(await codeOf(megan.id), 'w'.repeat(43))).body.error_description), /AADSTS501481/);
    assert.equal(
      (await redeem(await codeOf(megan.id, { code_challenge: verifier, code_challenge_method: 'plain' }))).status,
      200,
    );
    assert.equal((await redeem(await codeOf(megan.id, { code_challenge: '' }))).status, 400);
  });

  it('shows a page, and sends nobody back, for a strange redirect address, app or person', async () => {
    const strange: readonly Readonly<Record<string, string>>[] = [
      { redirect_uri: 'https://evil.example/consent/callback' },
      { client_id: stranger.id },
    ];
    for (const more of strange) {
      const { status, back } = await authorize(megan.id, more);
      assert.deepEqual([status, back], [400, undefined]);
    }
    assert.match((await authorize(stranger.id)).text, /AADSTS50020/);
    assert.equal((await authorize('')).back?.searchParams.get('error'), 'access_denied');
  });

  it('ends a refresh token after 90 days unused, when it is revoked, and with its use where told to', async () => {
    const refresh = async () => {
      const { refresh_token: given } = (await redeem(await codeOf(megan.id))).body;
      return typeof given === 'string' ? given : assert.fail('no refresh token');
    };
    const use = async (given: string) => {
      const { error_description: why } = (await token({ grant_type: 'refresh_token', refresh_token: given })).body;
      return typeof why === 'string' ? why : 'good';
    };
    const day = 86_400_000;

    const old = await refresh();
    open.world.advance(89 * day);
    assert.equal(await use(old), 'good');
    open.world.advance(91 * day);
    assert.match(await use(old), /AADSTS700082/);

    const revoked = await refresh();
    open.world.login.revoke(megan.id);
    assert.match(await use(revoked), /AADSTS50173/);

    open.world.login.setRotation('strictly');
    const once = await refresh();
    assert.equal(await use(once), 'good');
    assert.match(await use(once), /AADSTS9002313/);

    const wanted = await refresh();
    open.world.login.wantSignIn(megan.id, true);
    assert.match(await use(wanted), /AADSTS50076/);
  });
});
