import assert from 'node:assert/strict';
import { createSubscriptionAudit } from '../../src/partner-center/audit.ts';
import { type Asked, localServer, type Reply } from '../support/http-server.ts';
import { appTokens, outsideError, partner, quickHttp } from '../support/outside.ts';

const customer = '33333333-aaaa-4bbb-8ccc-000000000003';
const azure = '11111111-aaaa-4bbb-8ccc-000000000001';
const at = { partner, customerTenantId: customer, subscriptionId: azure };
const order = {
  id: 'r1',
  partnerId: 'p',
  customerId: customer.toUpperCase(),
  userPrincipalName: 'mallory@fabrikam.example',
  applicationId: 'Partner Center Native App',
  resourceType: 'order',
  operationType: 'create_order',
  operationDate: '2026-02-20T03:04:05.678Z',
  operationStatus: 'succeeded',
  customizedData: [
    { key: 'OfferId-0', value: 'DZH318Z0BPS6:0001' },
    { key: 'SubscriptionId-0', value: azure.toUpperCase() },
  ],
};
const created = {
  at: '2026-02-20T03:04:05.678Z',
  operation: 'create_order',
  by: 'mallory@fabrikam.example',
  applicationId: 'Partner Center Native App',
};
const items = (list: readonly unknown[], next?: object) => ({
  json: { totalCount: list.length, items: list, links: next === undefined ? {} : { next } },
});
const entitlement = (id: string) => ({ id, friendlyName: 'x', status: 'active', subscriptionId: 'plan' });
const plan = { id: 'plan', offerId: 'DZH318Z0BPS6:0001:X', status: 'active' };

describe('who created a subscription, by Partner Center’s activity log', () => {
  const server = localServer();
  const creation = () =>
    createSubscriptionAudit({
      http: quickHttp(),
      baseUrl: server.url,
      tokens: appTokens,
      scope: 'pc',
      newId: () => 'id',
      now: () => new Date('2026-03-02T23:30:00-05:00'),
    }).creation(at);

  /** The records of the newest call; what the customer bought where that is asked for. */
  function serve(records: readonly unknown[], more: Readonly<Record<string, Reply>> = {}): void {
    server.always(({ path, query }: Asked) => {
      if (path === '/v1/auditrecords') return items(query.has('endDate') ? [] : records);
      return more[path] ?? { status: 404, json: { code: 20001 } };
    });
  }
  const bought = (...entitlements: readonly object[]): Readonly<Record<string, Reply>> => ({
    [`/v1/customers/${customer}/subscriptions`]: items([plan]),
    [`/v1/customers/${customer}/subscriptions/plan/azureEntitlements`]: items(entitlements),
  });

  it('is the one whose order names it, however its id is written', async () => {
    serve([order]);

    assert.deepEqual(await creation(), created);
  });

  it('is asked of the customer’s records of 90 days, no more than 30 of them at once and no day left out', async () => {
    serve([]);

    await creation();

    assert.deepEqual(
      server.asked.map(({ query }) => [query.get('startDate'), query.get('endDate')]),
      [
        ['2026-02-02', null],
        ['2026-01-04', '2026-02-02'],
        ['2025-12-06', '2026-01-04'],
        ['2025-12-04', '2025-12-06'],
      ],
    );
    const [first] = server.asked;
    assert.deepEqual(JSON.parse(first?.query.get('filter') ?? ''), {
      Field: 'CustomerId',
      Value: customer,
      Operator: 'equals',
    });
    assert.equal(first?.headers.authorization, `Bearer app|${partner.tenantId}|pc`);
  });

  it('is found on a later page, whose link brings a header', async () => {
    const headers = [{ key: 'MS-ContinuationToken', value: 'AQ==' }];
    server.next(
      items([{ ...order, customizedData: [] }], { uri: '/auditrecords?seekOperation=Next', method: 'GET', headers }),
      items([order]),
    );
    server.always(() => items([]));

    assert.deepEqual(await creation(), created);
    assert.equal(server.asked[1]?.headers['ms-continuationtoken'], 'AQ==');
    assert.equal(server.asked[1]?.path, '/v1/auditrecords');
  });

  it('is the first of several', async () => {
    serve([{ ...order, operationDate: '2026-02-21T00:00:00Z', userPrincipalName: 'later' }, order]);

    assert.equal((await creation())?.by, created.by);
  });

  it('may be an application, and be told by what the resource became', async () => {
    const { userPrincipalName: _, customizedData: __, ...rest } = order;
    const resourceNewValue = `{"Id":"${azure.toUpperCase()}"}`;
    serve([
      { ...rest, resourceType: 'azure_entitlement', operationType: 'create_azure_entitlement', resourceNewValue },
    ]);

    assert.deepEqual(await creation(), {
      at: created.at,
      operation: 'create_azure_entitlement',
      applicationId: created.applicationId,
    });
  });

  for (const [what, change] of [
    ['of another customer', { customerId: 'somebody-else' }],
    ['of another subscription', { customizedData: [{ key: 'SubscriptionId-0', value: 'other' }] }],
    ['of a change', { operationType: 'update_subscription' }],
    ['that failed', { operationStatus: 'failed' }],
    ['without a time', { operationDate: 'soon' }],
    ['without an operation', { operationType: null }],
    ['that deletes an entitlement', { resourceType: 'azure_entitlement', operationType: 'delete_entitlement' }],
  ] as const)
    it(`is not told by a record ${what}`, async () => {
      serve([null, 'x', { ...order, ...change }], bought(entitlement(azure), entitlement('another')));

      assert.equal(await creation(), undefined);
    });

  it('is the one who ordered the plan where nothing else is under it', async () => {
    const ordered = { ...order, customizedData: [{ key: 'SubscriptionId-0', value: 'plan' }] };
    serve([ordered], bought(entitlement(azure)));

    assert.deepEqual(await creation(), created);
  });

  it('is not known where several are under the plan, or it was not bought here', async () => {
    const ordered = { ...order, customizedData: [{ key: 'SubscriptionId-0', value: 'plan' }] };
    serve([ordered], bought(entitlement(azure), entitlement('another')));

    assert.equal(await creation(), undefined);

    serve([ordered], bought());

    assert.equal(await creation(), undefined);
  });

  it('does not follow a link to another host', async () => {
    server.always(() => items([], { uri: 'https://evil.example/v1/auditrecords', headers: [] }));

    assert.equal((await outsideError(creation())).why, 'unreadable');
    assert.equal(server.asked.length, 1);
  });

  for (const [reply, why] of [
    [{ status: 500 }, 'unreachable'],
    ['hang', 'unreachable'],
    [{ status: 429, headers: { 'retry-after': '99' } }, 'throttled'],
    [{ status: 403, json: { code: 900308 } }, 'forbidden'],
    [{ status: 403, json: { code: 900329 } }, 'needs-person'],
    [{ body: '<html>' }, 'unreadable'],
    [{ json: [] }, 'unreadable'],
  ] as [Reply, string][])
    it(`is ${why} after ${JSON.stringify(reply)}`, async () => {
      server.always(() => reply);

      assert.equal((await outsideError(creation())).why, why);
    });
});
