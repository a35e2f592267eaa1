import assert from 'node:assert/strict';
import { ClientSecretCredential, OnBehalfOfCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { asJson, type OpenWorld, openWorld } from './open-world.ts';

describe('the local login service', () => {
  let open: OpenWorld;
  before(async () => {
    open = await openWorld();
  });
  after(() => open.close());

  const credential = (tenantId: string, secret: string) =>
    new ClientSecretCredential(tenantId, open.env.BOT_APP_ID ?? '', secret, {
      authorityHost: open.env.LOGIN_URL ?? '',
      disableInstanceDiscovery: true,
    });
  const partnerTenant = (): string => open.world.snapshot().partners[0]?.tenantId ?? '';

  it('gives the Azure identity library a token for the tenant and the API that it asked for', async () => {
    const { token } = await credential(partnerTenant(), open.env.BOT_APP_SECRET ?? '').getToken(
      'https://management.azure.com/.default',
    );

    const claims = decodeJwt(token);
    assert.equal(claims.aud, 'https://management.azure.com');
    assert.equal(claims.tid, partnerTenant());
    assert.equal(claims.appid, open.env.BOT_APP_ID);
  });

  it('refuses a wrong secret with the AADSTS number that the library shows', async () => {
    const asked = credential(partnerTenant(), 'wrong').getToken('https://graph.microsoft.com/.default');

    await assert.rejects(asked, /AADSTS7000215/);
  });

  it('does not know a tenant that is not of this world', async () => {
    const asked = credential('11111111-2222-4333-8444-555555555555', open.env.BOT_APP_SECRET ?? '').getToken(
      'https://graph.microsoft.com/.default',
    );

    await assert.rejects(asked);
  });

  it('exchanges a person’s token on behalf of that person, second factor included', async () => {
    const person = open.world.snapshot().people.find((p) => p.signedIn);
    const userAssertionToken = await open.personToken(person?.id ?? '', 'graph');
    // The type does not name disableInstanceDiscovery, the class reads it.
    const options = {
      tenantId: partnerTenant(),
      clientId: open.env.BOT_APP_ID ?? '',
      clientSecret: open.env.BOT_APP_SECRET ?? '',
      userAssertionToken,
      authorityHost: open.env.LOGIN_URL ?? '',
      disableInstanceDiscovery: true,
    };

    const { token } = await new OnBehalfOfCredential(options).getToken(
      'https://api.partnercenter.microsoft.com/user_impersonation',
    );

    const claims = decodeJwt(token);
    assert.equal(claims.aud, 'https://api.partnercenter.microsoft.com');
    assert.equal(claims.upn, person?.upn);
    assert.deepEqual(claims.amr, ['pwd', 'mfa']);
  });

  it('takes a refresh token once given and gives a new one with each answer', async () => {
    const person = open.world.snapshot().people.find((p) => p.signedIn);
    const ask = async (form: Readonly<Record<string, string>>) => {
      const answer = await fetch(`${open.env.LOGIN_URL}/${partnerTenant()}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: open.env.BOT_APP_ID ?? '',
          client_secret: open.env.BOT_APP_SECRET ?? '',
          scope: 'https://graph.microsoft.com/.default offline_access',
          ...form,
        }),
      });
      return { status: answer.status, body: asJson(await answer.json()) };
    };
    const first = await ask({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await open.personToken(person?.id ?? '', 'graph'),
    });

    const second = await ask({ grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) });
    const unknown = await ask({ grant_type: 'refresh_token', refresh_token: 'never given' });

    assert.equal(second.status, 200);
    assert.equal(decodeJwt(String(second.body.access_token)).oid, person?.id);
    assert.notEqual(second.body.refresh_token, first.body.refresh_token);
    assert.equal(unknown.status, 400);
    assert.equal(unknown.body.error, 'invalid_grant');
  });

  it('keeps no secret and no token among the requests it has seen', async () => {
    await credential(partnerTenant(), open.env.BOT_APP_SECRET ?? '').getToken('https://graph.microsoft.com/.default');
    await open.personToken(open.world.snapshot().people[0]?.id ?? '', 'graph');

    const kept = JSON.stringify(open.world.requests());

    assert.ok(kept.includes('client_credentials'));
    assert.ok(!kept.includes(open.env.BOT_APP_SECRET ?? ''));
    assert.ok(!kept.includes('eyJ'), 'a token begins so');
  });
});
