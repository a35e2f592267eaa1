import assert from 'node:assert/strict';
import { createFraudEvents } from '../../src/partner-center/fraud-events.ts';
import { localServer, type Reply } from '../support/http-server.ts';
import {
  ada,
  all,
  appTokens,
  everybodySignedIn,
  nobodySignedIn,
  outsideError,
  partner,
  quickHttp,
} from '../support/outside.ts';
import { faultyList } from './faulty-samples.ts';

const event = (eventId: string, more: object = {}) => ({
  eventId,
  eventTime: '2024-03-02T07:11:09.20',
  customerTenantId: '33333333-aaaa-4bbb-8ccc-000000000003',
  subscriptionId: '11111111-aaaa-4bbb-8ccc-000000000001',
  eventType: 'NetworkConnectionsToCryptoMiningPools',
  eventStatus: 'Active',
  ...more,
});
const full = (prefix: string) => Array.from({ length: 100 }, (_, i) => event(`${prefix}${i}`));

describe('fraud events', () => {
  const server = localServer();
  let count = 0;
  const source = (people = nobodySignedIn) =>
    createFraudEvents({
      http: quickHttp(),
      baseUrl: server.url,
      tokens: appTokens,
      people,
      scope: 'pc',
      newId: () => `id-${++count}`,
    });
  const ids = async (since?: string) =>
    (await all(source().readAlerts(partner, since))).map((page) => page.alerts.map((read) => read.alert.externalId));

  describe('reading', () => {
    it('asks for the new model, page by page, until one is not full', async () => {
      server.next({ json: full('a') }, { json: full('b') }, { json: [event('c')] });

      const pages = await ids();

      assert.deepEqual(
        pages.map((page) => page.length),
        [100, 100, 1],
      );
      assert.deepEqual(
        server.asked.map((a) => [a.path, a.query.get('PageSize'), a.query.get('PageNumber')]),
        [
          ['/v1/fraudEvents', '100', '1'],
          ['/v1/fraudEvents', '100', '2'],
          ['/v1/fraudEvents', '100', '3'],
        ],
      );
      assert.equal(server.asked[0]?.headers['x-neweventsmodel'], 'true');
      assert.equal(server.asked[0]?.headers.authorization, `Bearer app|${partner.tenantId}|pc`);
      assert.equal(server.asked[0]?.headers['ms-contract-version'], 'v1');
    });

    it('ends when the service knows no pages and gives the same again, or all at once', async () => {
      server.always(() => ({ json: full('a') }));

      assert.equal((await ids()).length, 2);

      server.always(() => ({ json: [...full('a'), event('b')] }));

      assert.equal((await ids()).length, 1);
    });

    it('ends so also when none of the events can be read', async () => {
      server.always(() => ({ json: Array.from({ length: 100 }, () => ({})) }));

      assert.equal((await ids()).length, 2);
    });

    it('leaves out with a time what was resolved before it and has been quiet since', async () => {
      const old = { eventTime: '2020-01-01T00:00:00', resolvedOn: '2020-01-02T00:00:00' };
      server.next({
        json: [
          event('quiet', { ...old, eventStatus: 'Resolved' }),
          event('open', { ...old, eventStatus: 'Active' }),
          event('seen again', { ...old, eventStatus: 'Resolved', lastObserved: '2024-05-01T00:00:00' }),
          event('resolved lately', { ...old, eventStatus: 'Resolved', resolvedOn: '2024-05-01T00:00:00' }),
          event('odd', { ...old, eventStatus: 'Paused' }),
        ],
      });

      assert.deepEqual(await ids('2024-04-01T00:00:00Z'), [['open', 'seen again', 'resolved lately', 'odd']]);
    });

    it('keeps one attempt apart from the next, and the request the same', async () => {
      server.next({ status: 503 }, 'half', { json: [] });

      await ids();

      const requestIds = server.asked.map((a) => a.headers['ms-requestid']);
      const correlationIds = server.asked.map((a) => a.headers['ms-correlationid']);
      assert.equal(new Set(requestIds).size, 1);
      assert.equal(new Set(correlationIds).size, 3);
    });

    it('reads the sample whose JSON is faulty', async () => {
      server.next({ body: faultyList });

      assert.deepEqual(await ids(), [['11111111-aaaa-4bbb-8ccc-000000000001_22222222-aaaa-4bbb-8ccc-000000000002']]);
    });

    it('makes one unreadable alert of a body that cannot be mended, and reads on', async () => {
      server.next({ body: '[{"eventId": "a", "x": \u0000<' }, { json: [event('b')] });

      const pages = await all(source().readAlerts(partner, undefined));

      assert.equal(pages[0]?.unreadable.length, 1);
      assert.equal(pages[0]?.unreadable[0]?.raw, '[{"eventId": "a", "x": <');
      assert.equal(pages[1]?.alerts[0]?.alert.externalId, 'b');
    });

    it('says that the source cannot be read when nothing but broken bodies comes', async () => {
      server.always(() => ({ body: '[{' }));

      assert.equal((await outsideError(ids())).why, 'unreadable');
      assert.equal(server.asked.length, 2);
    });

    for (const [reply, why] of [
      [{ body: '<html>sign in</html>' }, 'unreadable'],
      [{ json: { totalCount: 3 } }, 'unreadable'],
      [{ status: 401 }, 'unauthorized'],
      [
        {
          status: 401,
          headers: { 'www-authenticate': 'Bearer error="invalid_token", reason="Unauthorized - MFA required"' },
        },
        'mfa',
      ],
      [{ status: 403, json: { code: 900329, description: 'app only' } }, 'needs-person'],
      [{ status: 403, json: { code: '900308', description: 'no right' } }, 'forbidden'],
      [{ status: 429, json: { statusCode: 429, message: 'wait' }, headers: { 'retry-after': '60' } }, 'throttled'],
      [{ status: 500 }, 'unreachable'],
      ['reset', 'unreachable'],
      ['half', 'unreachable'],
    ] as [Reply, string][])
      it(`says ${why} of ${JSON.stringify(reply)}`, async () => {
        server.always(() => reply);

        assert.equal((await outsideError(ids())).why, why);
      });

    it('takes an empty answer, an envelope and a byte order mark', async () => {
      server.next(
        { status: 204 },
        { json: { totalCount: 1, items: [event('a')] } },
        { body: `\ufeff${JSON.stringify([event('b')])}` },
      );

      assert.deepEqual([await ids(), await ids(), await ids()], [[[]], [['a']], [['b']]]);
    });

    it('reads one subscription', async () => {
      server.next({ json: [event('mine', { subscriptionId: 'SUB' }), event('other')] });

      const page = await source().readSubscription(partner, 'Sub');

      assert.deepEqual(
        page.alerts.map((read) => read.alert.externalId),
        ['mine'],
      );
      assert.equal(server.asked[0]?.query.get('SubscriptionId'), 'sub');
    });
  });

  describe('telling', () => {
    const told = {
      subscriptionId: 'sub',
      externalIds: ['a', 'b'],
      goal: { status: 'resolved', reason: 'fraud' },
    } as const;
    const says = async (goal: Parameters<ReturnType<typeof source>['tell']>[1]['goal']) => {
      server.always(() => ({ json: [] }));
      await source().tell(partner, { ...told, goal }, ada);
      return server.asked.at(-1)?.body;
    };

    it('names the events in one POST with the token of the person', async () => {
      server.next({ json: [event('a')] });

      assert.deepEqual(await source(everybodySignedIn).tell(partner, told, ada), { kind: 'told' });

      const [asked] = server.asked;
      assert.equal(asked?.method, 'POST');
      assert.equal(asked?.path, '/v1/fraudEvents/subscription/sub/status');
      assert.deepEqual(asked?.body, { EventIds: ['a', 'b'], EventStatus: 'Resolved', ResolvedReason: 'Fraud' });
      assert.equal(asked?.headers['x-neweventsmodel'], 'true');
      assert.equal(asked?.headers.authorization, `Bearer person|${ada.objectId}|pc`);
    });

    it('uses the words of this route', async () => {
      assert.deepEqual(await says({ status: 'resolved', reason: 'legitimate' }), {
        EventIds: ['a', 'b'],
        EventStatus: 'Resolved',
        ResolvedReason: 'Legitimate',
      });
      assert.deepEqual(await says({ status: 'resolved', reason: 'ignore' }), {
        EventIds: ['a', 'b'],
        EventStatus: 'Resolved',
        ResolvedReason: 'Ignore',
      });
      assert.deepEqual(await says({ status: 'investigating' }), { EventIds: ['a', 'b'], EventStatus: 'Investigating' });
    });

    for (const externalIds of [[], [''], ['a', ' ']])
      it(`refuses to name ${JSON.stringify(externalIds)}, which would change every event`, async () => {
        await assert.rejects(source().tell(partner, { ...told, externalIds }, ada), TypeError);

        assert.equal(server.asked.length, 0);
      });

    it('says that Legitimate was refused and never sends another reason instead', async () => {
      server.always(() => ({ status: 400, json: { code: 'BadRequest', description: 'ResolvedReason is not valid' } }));

      const outcome = await source().tell(
        partner,
        { ...told, goal: { status: 'resolved', reason: 'legitimate' } },
        ada,
      );

      assert.deepEqual(outcome, {
        kind: 'refused',
        why: 'reason-refused',
        detail: 'BadRequest: ResolvedReason is not valid',
        byApp: true,
      });
      assert.equal(server.asked.length, 1);
    });

    for (const [reply, why] of [
      [{ status: 400, json: { code: 'BadRequest' } }, 'other'],
      [{ status: 401 }, 'forbidden'],
      [{ status: 401, json: { code: 'x', message: 'Unauthorized - MFA required' } }, 'mfa'],
      [{ status: 403, json: { code: 900308 } }, 'forbidden'],
      [{ status: 404 }, 'not-found'],
    ] as [Reply, string][])
      it(`is refused (${why}) by ${JSON.stringify(reply)}`, async () => {
        server.next(reply);

        const outcome = await source().tell(partner, told, ada);

        assert.equal(outcome.kind === 'refused' && outcome.why, why);
      });

    it('says of a refusal whether it was of the app', async () => {
      server.always(() => ({ status: 403, json: { code: 900329, description: 'app only' } }));

      const [byApp, byPerson] = [
        await source().tell(partner, told, ada),
        await source(everybodySignedIn).tell(partner, told, ada),
      ];

      assert.deepEqual(byApp, { kind: 'refused', why: 'forbidden', detail: '900329: app only', byApp: true });
      assert.deepEqual(byPerson, { kind: 'refused', why: 'forbidden', detail: '900329: app only' });
    });

    it('sends once, and takes the same request id for the next try only when no answer came', async () => {
      const from = source();
      server.next('reset', { status: 503 }, { json: [] }, { json: [] });

      await outsideError(from.tell(partner, told, ada));
      await outsideError(from.tell(partner, { ...told, externalIds: ['b', 'a'] }, ada));
      await from.tell(partner, told, ada);
      await from.tell(partner, told, ada);

      const [reset, failed, done, again] = server.asked.map((a) => a.headers['ms-requestid']);
      assert.equal(server.asked.length, 4);
      assert.equal(reset, failed);
      assert.equal(new Set([failed, done, again]).size, 3);
      assert.equal(new Set(server.asked.map((a) => a.headers['ms-correlationid'])).size, 4);
    });
  });
});
