import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createCostReader } from '../../src/azure/costs.ts';
import { toDailyCost } from '../../src/azure/daily-cost.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { localServer, type Reply } from '../support/http-server.ts';
import { appTokens, outsideError, partner, quickHttp } from '../support/outside.ts';

const customer = '33333333-aaaa-4bbb-8ccc-000000000003';
const subscription = '11111111-aaaa-4bbb-8ccc-000000000001';
const columns = [
  { name: 'Cost', type: 'Number' },
  { name: 'UsageDate', type: 'Number' },
  { name: 'Currency', type: 'String' },
];
const table = (rows: readonly unknown[], nextLink: string | null = null) => ({
  properties: { nextLink, columns, rows },
});

function resource(id: string, createdTime: unknown): object {
  return { id, type: 'Microsoft.Compute/virtualMachines', location: 'brazilsouth', createdTime };
}

describe('Azure costs', () => {
  const server = localServer();
  const reader = () => createCostReader({ http: quickHttp(), baseUrl: server.url, tokens: appTokens, scope: 'arm' });
  const daily = () => reader().dailyCost(partner, customer, subscription, '2026-11-18', '2026-11-21');
  const created = () => reader().newResources(partner, customer, subscription, '2026-11-08T00:00:00Z');

  describe('by day', () => {
    it('are asked for with the app token of the customer tenant', async () => {
      server.next({ json: table([[1, 20261118, 'EUR']]) });

      await daily();

      const [asked] = server.asked;
      assert.equal(asked?.method, 'POST');
      assert.equal(asked?.path, `/subscriptions/${subscription}/providers/Microsoft.CostManagement/query`);
      assert.equal(asked?.query.get('api-version'), '2022-10-01');
      assert.equal(asked?.headers.authorization, `Bearer app|${customer}|arm`);
      assert.deepEqual(asked?.body, {
        type: 'ActualCost',
        timeframe: 'Custom',
        timePeriod: { from: '2026-11-18T00:00:00Z', to: '2026-11-21T23:59:59Z' },
        dataset: { granularity: 'Daily', aggregation: { totalCost: { name: 'Cost', function: 'Sum' } } },
      });
    });

    it('have every day, those without row as 0, and sums where a day has several', async () => {
      server.next({
        json: table([
          [41.5, 20261120, 'EUR'],
          [1, 20261118, 'EUR'],
          [0.5, 20261120, 'EUR'],
          [9, 20261230, 'EUR'],
        ]),
      });

      assert.deepEqual(await daily(), {
        currency: 'EUR',
        days: [
          { date: '2026-11-18', cost: 1 },
          { date: '2026-11-19', cost: 0 },
          { date: '2026-11-20', cost: 42 },
          { date: '2026-11-21', cost: 0 },
        ],
      });
    });

    it('are read on by the same POST to the next link', async () => {
      server.next(
        { json: table([[1, 20261118, 'EUR']], `${server.url}/next?$skiptoken=x`) },
        { status: 503 },
        { json: table([[2, 20261119, 'EUR']]) },
      );

      const { days } = await daily();

      assert.deepEqual(
        days.map((day) => day.cost),
        [1, 2, 0, 0],
      );
      assert.deepEqual(server.asked.map((a) => [a.method, a.path]).slice(1), [
        ['POST', '/next'],
        ['POST', '/next'],
      ]);
      assert.deepEqual(server.asked[2]?.body, server.asked[0]?.body);
    });

    it('find their columns by name and their days in other forms', async () => {
      const properties = {
        columns: [{ name: 'Currency' }, { name: 'UsageDate' }, { name: 'PreTaxCost' }],
        rows: [
          ['USD', '20261118', '3.5'],
          ['USD', '2026-11-19T00:00:00', 4],
        ],
      };
      server.next({ json: { properties } });

      assert.deepEqual(
        (await daily()).days.map((day) => day.cost),
        [3.5, 4, 0, 0],
      );
    });

    for (const [reply, why] of [
      [{ json: table([]) }, 'not-ready'],
      [
        {
          json: table([
            [1, 20261118, 'EUR'],
            [1, 20261118, 'USD'],
          ]),
        },
        'unreadable',
      ],
      [{ json: table([['much', 20261118, 'EUR']]) }, 'unreadable'],
      [{ json: table([[1, null, 'EUR']]) }, 'unreadable'],
      [{ json: { properties: { rows: [] } } }, 'unreadable'],
      [{ json: null }, 'unreadable'],
      [{ status: 401, json: { error: { code: 'InvalidAuthenticationToken' } } }, 'unauthorized'],
      [{ status: 403, json: { error: { code: 'RBACAccessDenied', message: 'x' } } }, 'forbidden'],
      [{ status: 404, json: { error: { code: 'SubscriptionNotFound' } } }, 'not-found'],
      [{ status: 500 }, 'unreachable'],
      ['hang', 'unreachable'],
      ['half', 'unreachable'],
    ] as [Reply, string][])
      it(`are ${why} after ${JSON.stringify(reply)}`, async () => {
        server.always(() => reply);

        assert.equal((await outsideError(daily())).why, why);
      });

    it('are given up politely when the longest of the waits is long', async () => {
      server.always(() => ({
        status: 429,
        headers: {
          'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '3',
          'x-ms-ratelimit-microsoft.costmanagement-client-retry-after': '120',
        },
      }));

      const error = await outsideError(daily());

      assert.equal(error.why, 'throttled');
      assert.equal(error.retryAfter, 120);
      assert.equal(server.asked.length, 1);
    });

    it('throw nothing but OutsideError, whatever the rows hold', () => {
      const row = fc.dictionary(fc.constantFrom('cost', 'usagedate', 'currency'), fc.jsonValue());
      fc.assert(
        fc.property(fc.array(row), (rows) => {
          try {
            toDailyCost(
              rows.map((cells) => new Map(Object.entries(cells))),
              '2026-11-18',
              '2026-11-21',
            );
          } catch (error) {
            assert.ok(error instanceof OutsideError, String(error));
          }
        }),
      );
    });
  });

  describe('new resources', () => {
    it('are those created since, newest first', async () => {
      server.next(
        {
          json: {
            value: [
              resource('old', '2026-11-07T23:59:59Z'),
              resource('b', '2026-11-19T02:14:07.1234567Z'),
              resource('unknown', undefined),
              'odd',
            ],
            nextLink: `${server.url}/next`,
          },
        },
        { json: { value: [resource('a', '2026-11-20T00:00:00Z'), { id: 'no type' }] } },
      );

      assert.deepEqual(await created(), {
        state: 'known',
        value: [
          {
            id: 'a',
            type: 'Microsoft.Compute/virtualMachines',
            location: 'brazilsouth',
            createdAt: '2026-11-20T00:00:00.000Z',
          },
          {
            id: 'b',
            type: 'Microsoft.Compute/virtualMachines',
            location: 'brazilsouth',
            createdAt: '2026-11-19T02:14:07.123Z',
          },
        ],
      });
      assert.equal(server.asked[0]?.query.get('$expand'), 'createdTime');
      assert.deepEqual(
        server.asked.map((a) => a.method),
        ['GET', 'GET'],
      );
    });

    it('send the token to no other host', async () => {
      server.next({ json: { value: [], nextLink: 'https://management.azure.com.evil.example/next' } });

      assert.equal((await outsideError(created())).why, 'unreadable');
      assert.equal(server.asked.length, 1);
    });

    it('end when the pages go round in a circle', async () => {
      server.always(() => ({ json: { value: [], nextLink: `${server.url}/next` } }));

      assert.equal((await outsideError(created())).why, 'unreadable');
    });

    it('say why they cannot be read', async () => {
      server.always(() => ({ status: 403, json: { error: { code: 'AuthorizationFailed' } } }));

      assert.equal((await outsideError(created())).why, 'forbidden');
    });
  });
});
