import assert from 'node:assert/strict';
import { createGraphAlerts } from '../../src/graph/alerts.ts';
import { type Asked, localServer, type Reply } from '../support/http-server.ts';
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

const scope = 'https://graph.microsoft.com/.default';
const alert = (id: string, more: object = {}) => ({
  id,
  alertType: 'CryptoMining',
  status: 'active',
  customerTenantId: '33333333-AAAA-4bbb-8ccc-000000000003',
  subscriptionId: '11111111-AAAA-4bbb-8ccc-000000000001',
  detectedDateTime: '2026-02-03T10:20:30Z',
  ...more,
});

describe('Graph alerts', () => {
  const server = localServer();
  const warned: string[] = [];
  const source = (people = nobodySignedIn) =>
    createGraphAlerts({
      http: quickHttp(),
      baseUrl: server.url,
      tokens: appTokens,
      people,
      scope,
      log: { warn: (_, message) => warned.push(message) },
    });
  const ids = async (since: string | undefined, from = source()) =>
    (await all(from.readAlerts(partner, since))).map((page) => page.alerts.map((read) => read.alert.externalId));

  describe('reading', () => {
    it('asks the beta route with the app token of the partner tenant and reads page by page', async () => {
      const next = '/beta/security/partner/securityAlerts?$skiptoken=a%20b%3D%3D&$top=1';
      server.next(
        { json: { value: [alert('a')], '@odata.nextLink': `${server.url}${next}` } },
        { json: { value: [alert('b')] } },
      );

      assert.deepEqual(await ids(undefined), [['a'], ['b']]);

      const [first, second] = server.asked;
      assert.equal(first?.path, '/beta/security/partner/securityAlerts');
      assert.equal(first?.query.size, 0);
      assert.equal(first?.headers.authorization, `Bearer app|${partner.tenantId}|${scope}`);
      assert.equal(second?.query.get('$skiptoken'), 'a b==');
      assert.equal(second?.query.get('$top'), '1');
      assert.equal(second?.path, '/beta/security/partner/securityAlerts');
    });

    it('keeps the alert as it came beside what it means', async () => {
      const raw = alert('a', { news: { deep: [1] } });
      server.next({ json: { value: [raw] } });

      const [page] = await all(source().readAlerts(partner, undefined));

      assert.deepEqual(page?.alerts[0]?.raw, raw);
      assert.equal(page?.alerts[0]?.alert.subscriptionId, '11111111-aaaa-4bbb-8ccc-000000000001');
    });

    it('asks for all that is open or changed since', async () => {
      server.next({ json: { value: [] } });

      await ids('2026-02-01T00:00:00+01:00');

      assert.equal(
        server.asked[0]?.query.get('$filter'),
        "status ne 'resolved' or detectedDateTime ge 2026-01-31T23:00:00.000Z or firstObservedDateTime ge 2026-01-31T23:00:00.000Z or lastObservedDateTime ge 2026-01-31T23:00:00.000Z or resolvedOnDateTime ge 2026-01-31T23:00:00.000Z",
      );
    });

    for (const status of [400, 501])
      it(`reads the whole list, and sifts it, where the filter is refused with ${status}, and does not ask again`, async () => {
        const list = [
          alert('old and resolved', {
            status: 'resolved',
            resolvedOnDateTime: '2025-01-01T00:00:00Z',
            detectedDateTime: '2025-01-01T00:00:00Z',
          }),
          alert('old and open', { status: 'investigating', detectedDateTime: '2025-01-01T00:00:00Z' }),
          alert('resolved since', {
            status: 'Resolved',
            resolvedOnDateTime: '2026-02-02T00:00:00Z',
            detectedDateTime: '2025-01-01T00:00:00Z',
          }),
          alert('unknown state', { status: 'unknownFutureValue', detectedDateTime: '2025-01-01T00:00:00Z' }),
        ];
        server.always(
          (asked: Asked): Reply =>
            asked.query.has('$filter')
              ? { status, json: { error: { code: 'BadRequest' } } }
              : { json: { value: list } },
        );
        const from = source();

        const first = await ids('2026-02-01T00:00:00Z', from);
        const second = await ids('2026-02-01T00:00:00Z', from);

        assert.deepEqual(first, [['old and open', 'resolved since', 'unknown state']]);
        assert.deepEqual(second, first);
        assert.equal(server.asked.filter((asked) => asked.query.has('$filter')).length, 1);
      });

    it('goes on to ask for what changed where only the filter of one subscription is refused', async () => {
      const list = [alert('a')];
      server.always(
        ({ query }: Asked): Reply =>
          query.get('$filter')?.startsWith('subscriptionId') === true
            ? { status: 400, json: { error: { code: 'BadRequest' } } }
            : { json: { value: list } },
      );
      const from = source();
      const look = () => from.readSubscription(partner, alert('a').subscriptionId);

      const looks = [await look(), await look()];
      await ids('2026-02-01T00:00:00Z', from);

      assert.deepEqual(
        looks.map(({ alerts }) => alerts.length),
        [1, 1],
      );
      assert.deepEqual(
        server.asked.map(({ query }) => query.get('$filter')?.slice(0, 10)),
        ['subscripti', undefined, undefined, 'status ne '],
      );
    });

    it('lets one alert that cannot be read keep none of the others out', async () => {
      server.next({ json: { value: [alert('a'), null, { id: 'broken' }, 'text', alert('b')] } });

      const [page] = await all(source().readAlerts(partner, undefined));

      assert.deepEqual(
        page?.alerts.map((read) => read.alert.externalId),
        ['a', 'b'],
      );
      assert.deepEqual(
        page?.unreadable.map((one) => [one.externalId, one.raw]),
        [
          [undefined, null],
          ['broken', { id: 'broken' }],
          [undefined, 'text'],
        ],
      );
      assert.match(page?.unreadable[1]?.error ?? '', /subscriptionId is missing/);
    });

    it('sends the token to no other host than the one it asked', async () => {
      server.next({
        json: { value: [alert('a')], '@odata.nextLink': 'https://evil.example/beta/security/partner/securityAlerts' },
      });

      const error = await outsideError(ids(undefined));

      assert.equal(error.why, 'unreadable');
      assert.match(error.message, /foreign-link/);
      assert.equal(server.asked.length, 1);
    });

    it('follows no link out of the version it asked', async () => {
      server.next({ json: { value: [], '@odata.nextLink': `${server.url}/v1.0/users` } });

      assert.equal((await outsideError(ids(undefined))).why, 'unreadable');
      assert.equal(server.asked.length, 1);
    });

    it('ends when the pages go round in a circle', async () => {
      server.always(() => ({ json: { value: [], '@odata.nextLink': `${server.url}/beta/x?$skiptoken=1` } }));

      assert.equal((await outsideError(ids(undefined))).why, 'unreadable');
      assert.equal(server.asked.length, 2);
    });

    for (const [reply, why] of [
      [{ status: 401 }, 'unauthorized'],
      [{ status: 403, json: { Error: { Code: 'Unauthorized_MissingMFA', Message: 'x' } } }, 'mfa'],
      [{ status: 403, json: { error: { code: 'Unauthorized_MissingMFA', message: 'x' } } }, 'mfa'],
      [{ status: 403, json: { error: { code: 'Forbidden', message: 'x' } } }, 'forbidden'],
      [{ status: 404, json: { error: { code: 'ResourceNotFound' } } }, 'not-found'],
      [{ status: 429, headers: { 'retry-after': '77' } }, 'throttled'],
      [{ status: 503 }, 'unreachable'],
      ['reset', 'unreachable'],
      ['half', 'unreachable'],
      ['hang', 'unreachable'],
      [{ body: '<html>' }, 'unreadable'],
      [{ body: '' }, 'unreadable'],
      [{ json: { value: 'no list' } }, 'unreadable'],
      [{ json: [] }, 'unreadable'],
      [{ status: 302, headers: { location: 'https://evil.example' } }, 'unreadable'],
    ] as [Reply, string][])
      it(`says ${why} of ${JSON.stringify(reply)}`, async () => {
        server.always(() => reply);

        const error = await outsideError(ids(undefined));

        assert.equal(error.why, why);
        assert.equal(error.retryAfter, why === 'throttled' ? 77 : undefined);
      });

    it('repeats a read that failed for a moment', async () => {
      server.next({ status: 503 }, 'reset', { json: { value: [alert('a')] } });

      assert.deepEqual(await ids(undefined), [['a']]);
    });

    it('reads one subscription, however its id is written', async () => {
      const mine = alert('mine');
      server.next({ json: { value: [mine, alert('other', { subscriptionId: 'another' })] } });

      const page = await source().readSubscription(partner, mine.subscriptionId);

      assert.deepEqual(
        page.alerts.map((read) => read.alert.externalId),
        ['mine'],
      );
      assert.equal(server.asked[0]?.query.get('$filter'), "subscriptionId eq '11111111-aaaa-4bbb-8ccc-000000000001'");
    });
  });

  describe('telling', () => {
    const told = {
      subscriptionId: 's',
      externalIds: ['a/b', 'c'],
      goal: { status: 'resolved', reason: 'legitimate' },
    } as const;

    it('sets status and reason of each alert with the token of the person', async () => {
      server.always(() => ({ json: alert('a') }));

      assert.deepEqual(await source(everybodySignedIn).tell(partner, told, ada), { kind: 'told' });

      assert.deepEqual(
        server.asked.map((a) => [a.method, a.path, a.body, a.headers.authorization]),
        [
          [
            'PATCH',
            '/beta/security/partner/securityAlerts/a%2Fb',
            { status: 'resolved', resolvedReason: 'legitimate' },
            `Bearer person|${ada.objectId}|graph`,
          ],
          [
            'PATCH',
            '/beta/security/partner/securityAlerts/c',
            { status: 'resolved', resolvedReason: 'legitimate' },
            `Bearer person|${ada.objectId}|graph`,
          ],
        ],
      );
    });

    it('sets no reason with investigating, and uses the app token of those who have not signed in', async () => {
      server.always(() => ({ status: 204 }));

      await source().tell(partner, { ...told, externalIds: ['a'], goal: { status: 'investigating' } }, ada);

      assert.deepEqual(server.asked[0]?.body, { status: 'investigating' });
      assert.equal(server.asked[0]?.headers.authorization, `Bearer app|${partner.tenantId}|${scope}`);
    });

    it('says of a refusal whether it was of the app', async () => {
      server.always(() => ({ status: 403, json: { Error: { Code: 'Unauthorized_MissingMFA', Message: '' } } }));

      const [byApp, byPerson] = [
        await source().tell(partner, told, ada),
        await source(everybodySignedIn).tell(partner, told, ada),
      ];

      assert.deepEqual(byApp, { kind: 'refused', why: 'mfa', detail: 'Unauthorized_MissingMFA', byApp: true });
      assert.deepEqual(byPerson, { kind: 'refused', why: 'mfa', detail: 'Unauthorized_MissingMFA' });
    });

    it('does not use the token of a person of another tenant', async () => {
      server.always(() => ({ status: 204 }));

      await source(everybodySignedIn).tell(partner, told, { ...ada, tenantId: 'another' });

      assert.equal(server.asked[0]?.headers.authorization, `Bearer app|${partner.tenantId}|${scope}`);
    });

    for (const externalIds of [[], [''], ['a', ' ']])
      it(`refuses to name ${JSON.stringify(externalIds)}`, async () => {
        await assert.rejects(source().tell(partner, { ...told, externalIds }, ada), TypeError);

        assert.equal(server.asked.length, 0);
      });

    for (const [reply, why, detail, calls] of [
      [
        { status: 403, json: { error: { code: 'Forbidden', message: 'no right' } } },
        'forbidden',
        'Forbidden: no right',
        1,
      ],
      [{ status: 401 }, 'forbidden', undefined, 1],
      [
        { status: 403, json: { Error: { Code: 'Unauthorized_MissingMFA', Message: '' } } },
        'mfa',
        'Unauthorized_MissingMFA',
        1,
      ],
      [{ status: 404, json: { error: { code: 'NotFound', message: 'gone' } } }, 'not-found', 'NotFound: gone', 2],
      [
        { status: 400, json: { error: { code: 'BadRequest', message: 'Invalid resolvedReason' } } },
        'reason-refused',
        'BadRequest: Invalid resolvedReason',
        2,
      ],
      [{ status: 409, json: { error: { code: 'Conflict', message: 'x' } } }, 'other', 'Conflict: x', 2],
    ] as [Reply, string, string | undefined, number][])
      it(`is refused (${why}) by ${JSON.stringify(reply)}`, async () => {
        server.always(() => reply);

        const outcome = await source().tell(partner, told, ada);

        assert.equal(outcome.kind === 'refused' && outcome.why, why);
        if (detail !== undefined) assert.equal(outcome.kind === 'refused' && outcome.detail, detail);
        assert.equal(server.asked.length, calls);
      });

    it('tells the other alerts even when one is not there any more', async () => {
      server.next({ status: 404 }, { status: 204 });

      const outcome = await source().tell(partner, told, ada);

      assert.equal(outcome.kind === 'refused' && outcome.why, 'not-found');
      assert.equal(server.asked.length, 2);
    });

    for (const reply of [{ status: 503 }, { status: 429 }, 'reset', 'hang'] as Reply[])
      it(`throws after ${JSON.stringify(reply)}, having sent it once`, async () => {
        server.always(() => reply);

        const error = await outsideError(source().tell(partner, told, ada));

        assert.ok(error.why === 'unreachable' || error.why === 'throttled');
        assert.equal(server.asked.length, 1);
      });
  });
});
