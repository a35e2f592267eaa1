import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { UnsecuredJWT } from 'jose';
import { createPartnerLogin } from '../../src/consent/partner-login.ts';
import { localServer } from '../support/http-server.ts';
import { outsideError, partner, quickHttp } from '../support/outside.ts';

const [appId, oid] = [randomUUID(), randomUUID()];
const secret = 'the-secret-of-the-app';
const refreshToken = 'the-refresh-token-of-somebody';

const tokenOf = (claims: Readonly<Record<string, unknown>> = {}) =>
  new UnsecuredJWT({ tid: partner.tenantId, oid, amr: ['pwd', 'mfa'], ...claims }).encode();

describe('the login service, asked for people', () => {
  const server = localServer();
  const login = () =>
    createPartnerLogin({
      http: quickHttp(),
      loginUrl: server.url,
      appId,
      proof: { secret },
      redirectUrl: 'https://bot.example/consent/callback',
      scopes: { graph: 'graph/.default', partnerCenter: 'pc/.default' },
      now: () => new Date('2026-03-02T08:00:00Z'),
    });
  const answer = (more: Readonly<Record<string, unknown>> = {}) => ({
    json: { access_token: tokenOf(), expires_in: 3600, refresh_token: 'next-refresh-token', ...more },
  });
  const renew = (audience: 'graph' | 'partnerCenter' = 'partnerCenter') =>
    login().renew(partner, refreshToken, audience);

  it('gives a new token and the next refresh token, asked for once, in the tenant, as a form', async () => {
    server.next(answer());

    const renewed = await renew();

    assert.deepEqual(renewed, {
      kind: 'renewed',
      access: { token: tokenOf(), expiresAt: '2026-03-02T09:00:00.000Z' },
      refreshToken: 'next-refresh-token',
      claims: { tenantId: partner.tenantId, objectId: oid, hasMfa: true },
    });
    const [asked, ...more] = server.asked;
    assert.equal(more.length, 0);
    assert.equal(asked?.path, `/${partner.tenantId}/oauth2/v2.0/token`);
    assert.match(asked?.headers['content-type'] ?? '', /^application\/x-www-form-urlencoded/);
    const form = new URLSearchParams(String(asked?.body));
    assert.deepEqual(Object.fromEntries(form), {
      client_id: appId,
      client_secret: secret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      scope: 'pc/.default offline_access',
    });
  });

  it('wants the second factor to show in a token of Partner Center, and reads of Graph’s what can be read', async () => {
    const hasMfa = async (audience: 'graph' | 'partnerCenter', token: string) => {
      server.next(answer({ access_token: token }));
      const renewed = await renew(audience);
      return renewed.kind === 'renewed' ? renewed.claims?.hasMfa : renewed.kind;
    };

    assert.equal(await hasMfa('partnerCenter', tokenOf({ amr: ['pwd'] })), false);
    assert.equal(await hasMfa('partnerCenter', tokenOf({ amr: undefined })), false);
    assert.equal(await hasMfa('partnerCenter', tokenOf({ amr: 'mfa' })), false);
    assert.equal(await hasMfa('graph', tokenOf({ amr: ['pwd'] })), false);
    assert.equal(await hasMfa('graph', tokenOf({ amr: undefined })), true);
    assert.equal(await hasMfa('graph', 'an-opaque-token'), undefined);
    server.next(answer({ access_token: 'an-opaque-token' }));
    assert.equal((await outsideError(renew())).why, 'unreadable');
  });

  for (const [error, description, why] of [
    ['invalid_grant', 'AADSTS50173: The provided grant has expired due to it being revoked.', 'revoked'],
    ['invalid_grant', 'AADSTS700082: The refresh token has expired due to inactivity.', 'expired'],
    ['invalid_grant', 'AADSTS50076: you must use multi-factor authentication.', 'interaction'],
    ['interaction_required', 'AADSTS50079: you must enroll.', 'interaction'],
    ['consent_required', 'AADSTS65001: The user has not consented.', 'interaction'],
  ] as const)
    it(`says that a consent is over (${description.slice(0, 12)}): ${why}`, async () => {
      server.next({ status: 400, json: { error, error_description: description } });

      assert.deepEqual(await renew(), { kind: 'refused', why });
    });

  for (const [what, reply, why] of [
    ['a wrong secret of the app', { status: 401, json: { error: 'invalid_client' } }, 'unauthorized'],
    ['a failure', { status: 500, json: {} }, 'unreachable'],
    ['too many questions', { status: 429, json: {} }, 'throttled'],
    ['a page', { status: 200, body: '<html>' }, 'unreadable'],
    ['no connection', 'reset', 'unreachable'],
    ['nothing', 'hang', 'unreachable'],
  ] as const)
    it(`says nothing of the consent when it meets ${what}, and asks once`, async () => {
      server.next(reply);

      assert.equal((await outsideError(renew())).why, why);
      assert.equal(server.asked.length, 1);
    });

  it('lets no secret into an error, even where the service echoes them', async () => {
    const error_description = `AADSTS1: ${secret} ${refreshToken}`;
    server.next({ status: 400, json: { error: 'invalid_request', error_description } });

    const error = await outsideError(renew());

    const all = inspect(error, { depth: 9, showHidden: true });
    assert.ok(!all.includes(secret) && !all.includes(refreshToken), all);
  });

  it('leads to the page of the tenant with S256, and nothing that must not be seen', () => {
    const ask = { state: 'st', challenge: 'ch', nonce: 'no', language: 'it' } as const;

    const url = new URL(login().signInUrl(partner, ask));

    assert.equal(url.pathname, `/${partner.tenantId}/oauth2/v2.0/authorize`);
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
    assert.equal(url.searchParams.get('redirect_uri'), 'https://bot.example/consent/callback');
    assert.match(url.searchParams.get('scope') ?? '', /offline_access/);
    assert.ok(!url.href.includes(secret));
  });

  for (const [what, claims] of [
    ['of another app', { aud: randomUUID() }],
    ['of another sign-in', { nonce: 'other' }],
    ['of another person', { oid: randomUUID() }],
    ['of another tenant than the token', { tid: randomUUID() }],
  ] as const)
    it(`refuses an identity ${what}`, async () => {
      const id = { aud: appId, nonce: 'no', oid, tid: partner.tenantId, ...claims };
      server.next(answer({ id_token: new UnsecuredJWT(id).encode() }));

      const given = { code: 'c', verifier: 'v', nonce: 'no' };
      assert.deepEqual(await login().redeem(partner, given), { kind: 'refused' });
    });
});
