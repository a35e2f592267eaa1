import assert from 'node:assert/strict';
import { createSubscriptionCanceller } from '../../src/partner-center/cancel.ts';
import { type Asked, localServer, type Reply } from '../support/http-server.ts';
import { ada, appTokens, everybodySignedIn, nobodySignedIn, partner, quickHttp } from '../support/outside.ts';

const customer = '33333333-aaaa-4bbb-8ccc-000000000003';
const azure = '11111111-aaaa-4bbb-8ccc-000000000001';
const at = { partner, customerTenantId: customer, subscriptionId: azure };
const list = `/v1/customers/${customer}/subscriptions`;
const entitlements = `${list}/plan-1/azureEntitlements`;
const cancelPath = `${entitlements}/${azure}/cancel`;
const items = (all: readonly object[], next?: object): Reply => ({
  json: { totalCount: all.length, items: all, links: next === undefined ? {} : { next } },
});
const licences = { id: 'licences', offerId: 'CFQ7TTC0LH18:0001:X', status: 'active' };
const plan = { id: 'plan-1', offerId: 'DZH318Z0BPS6:0001:X', status: 'active' };
const entitlement = { id: azure.toUpperCase(), friendlyName: 'prod', status: 'active', subscriptionId: 'plan-1' };
const world: Readonly<Record<string, Reply>> = {
  [list]: items([licences, plan]),
  [entitlements]: items([{ ...entitlement, id: 'other' }, entitlement]),
  [cancelPath]: { status: 202, headers: { 'ms-correlationid': 'corr-1' }, json: entitlement },
};

describe('cancelling a subscription in Partner Center', () => {
  const server = localServer();
  let ids = 0;

  const open = (people = everybodySignedIn) =>
    createSubscriptionCanceller({
      http: quickHttp(),
      baseUrl: server.url,
      tokens: appTokens,
      scope: 'pc',
      newId: () => `id-${++ids}`,
      people,
    });
  const serve = (changes: Readonly<Record<string, Reply>> = {}) =>
    server.always((asked: Asked) => ({ ...world, ...changes })[asked.path] ?? { status: 404, json: { code: 800111 } });
  const posts = () => server.asked.filter(({ method }) => method !== 'GET');

  it('sends one request, for the entitlement under its plan, with the person’s token', async () => {
    serve();

    const answer = await open().cancel(at, ada);

    assert.deepEqual(answer, { kind: 'over', correlationId: 'corr-1' });
    assert.equal(posts().length, 1);
    const [sent] = posts();
    assert.equal(sent?.method, 'POST');
    assert.equal(sent?.path, cancelPath);
    assert.deepEqual(sent?.body, { cancellationReason: 'compromise' });
    const tokens = new Set(server.asked.map(({ headers }) => headers.authorization));
    assert.deepEqual([...tokens], [`Bearer person|${ada.objectId}|pc`]);
  });

  it('asks nothing for somebody who has not signed in, or who is of another tenant', async () => {
    serve();
    const refused = { kind: 'refused', why: 'needs-sign-in', again: false };

    assert.deepEqual(await open(nobodySignedIn).cancel(at, ada), refused);
    assert.deepEqual(await open().cancel(at, { ...ada, tenantId: customer }), refused);
    assert.equal(server.asked.length, 0);
  });

  it('sends nothing for what is inactive already', async () => {
    serve({ [entitlements]: items([{ ...entitlement, status: 'Inactive' }]) });

    assert.deepEqual(await open().cancel(at, ada), { kind: 'absent' });
    assert.equal(posts().length, 0);
  });

  it('sends nothing for what the customer did not buy, or bought as one of the older kind', async () => {
    serve({ [entitlements]: items([]) });
    const notBought = await open().cancel(at, ada);

    serve({ [list]: items([{ id: 's', offerId: 'MS-AZR-0145P', entitlementId: azure, status: 'active' }]) });
    const older = await open().cancel(at, ada);

    assert.deepEqual(notBought, { kind: 'refused', why: 'lost-access', again: false });
    assert.deepEqual(older, { kind: 'refused', why: 'not-stoppable', again: false });
    assert.equal(posts().length, 0);
  });

  for (const [reply, why, again, more] of [
    [{ status: 400, json: { code: 900307, description: 'Reason' } }, 'other', false, { detail: '900307: Reason' }],
    [{ status: 400, json: { code: '900118', description: 'Bad' } }, 'other', false, { detail: '900118: Bad' }],
    [{ status: 400, json: { code: 800002 } }, 'other', false, { detail: '800002' }],
    [{ status: 403, json: { code: 900159 } }, 'lost-access', false, { detail: '900159' }],
    [{ status: 404, json: { code: 800111 } }, 'lost-access', false, { detail: '800111' }],
    [{ status: 403, json: { code: 900335 } }, 'no-right', false, { detail: '900335' }],
    [{ status: 403, json: { code: 900329 } }, 'needs-sign-in', false, { detail: '900329' }],
    [{ status: 403 }, 'no-right', false, {}],
    [{ status: 401 }, 'needs-sign-in', false, {}],
    [
      { status: 401, json: { code: 10001, description: 'MFA required' } },
      'mfa',
      false,
      { detail: '10001: MFA required' },
    ],
    [{ status: 409 }, 'busy', true, {}],
    [{ status: 429, headers: { 'retry-after': '77' } }, 'throttled', true, { waitSeconds: 77 }],
    [{ status: 500 }, 'unreachable', true, {}],
    [{ status: 302, headers: { location: 'https://evil.example/' } }, 'other', false, {}],
    ['reset', 'unreachable', true, {}],
    ['hang', 'unreachable', true, {}],
  ] as [Reply, string, boolean, object][])
    it(`is refused as ${why} after ${JSON.stringify(reply)}, and not sent again by itself`, async () => {
      serve({ [cancelPath]: reply });

      const answer = await open().cancel(at, ada);

      const { detail, ...rest } = answer.kind === 'refused' ? answer : { detail: undefined };
      const wanted = { kind: 'refused', why, again, ...more };
      assert.deepEqual({ ...rest, ...('detail' in more ? { detail } : {}) }, wanted);
      assert.equal(posts().length, 1);
    });

  it('never writes the token into what it answers', async () => {
    const token = `person|${ada.objectId}|pc`;
    serve({ [cancelPath]: { status: 400, json: { code: 800002, description: `Bearer ${token} is bad` } } });

    assert.ok(!JSON.stringify(await open().cancel(at, ada)).includes(token));
  });

  it('sends the same request id again where there was no answer, and a new one after an answer', async () => {
    const canceller = open();
    serve({ [cancelPath]: 'reset' });
    await canceller.cancel(at, ada);
    serve();

    await canceller.cancel(at, ada);
    await canceller.cancel(at, ada);

    const [first, second, third] = posts().map(({ headers }) => headers['ms-requestid']);
    assert.equal(second, first);
    assert.notEqual(third, first);
  });

  it('is refused where what the customer bought cannot be read', async () => {
    serve({ [list]: { status: 503 } });
    const away = await open().cancel(at, ada);
    serve({ [list]: { body: '<html>' } });
    const nonsense = await open().cancel(at, ada);
    serve({ [list]: items([], { uri: `/customers/${customer}/subscriptions`, headers: [] }) });
    const endless = await open().look(at, ada);

    assert.deepEqual(away, { kind: 'refused', why: 'unreachable', again: true });
    assert.deepEqual(nonsense, { kind: 'refused', why: 'other', again: false });
    assert.deepEqual(endless, { kind: 'refused', why: 'other', again: false });
    assert.equal(posts().length, 0);
  });

  describe('and looking whether it is', () => {
    const there = { kind: 'there', fingerprint: {}, power: 'unknown', beingDeleted: false };

    it('finds it there while it is active, also where its plan is suspended', async () => {
      serve();
      const active = await open().look(at, ada);
      serve({ [list]: items([{ ...plan, status: 'suspended' }]) });
      const suspended = await open().look(at, ada);

      assert.deepEqual(active, there);
      assert.deepEqual(suspended, there);
    });

    it('finds it gone once it is inactive', async () => {
      serve({ [entitlements]: items([{ ...entitlement, status: 'inactive' }]) });

      assert.deepEqual(await open().look(at, ada), { kind: 'gone' });
    });

    it('does not take for gone what is not shown any more, or cannot be read', async () => {
      serve({ [entitlements]: items([]) });
      const notShown = await open().look(at, ada);
      serve({ [list]: { status: 404 } });
      const notFound = await open().look(at, ada);
      serve({ [list]: { status: 403, json: { code: 20002 } } });
      const noRelation = await open().look(at, ada);

      for (const look of [notShown, notFound, noRelation])
        assert.equal(look.kind === 'refused' && look.why, 'lost-access');
    });

    it('looks as the app where the person is not signed in any more', async () => {
      serve();

      assert.deepEqual(await open(nobodySignedIn).look(at, ada), there);
      assert.equal(server.asked[0]?.headers.authorization, `Bearer app|${partner.tenantId}|pc`);
    });
  });
});
