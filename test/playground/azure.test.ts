import assert from 'node:assert/strict';
import { asJson, asList, type Called, codeOf, type OpenWorld, openWorld } from './open-world.ts';

const costBody = (grouping: readonly string[] = [], granularity = 'Daily'): object => ({
  type: 'ActualCost',
  timeframe: 'Custom',
  timePeriod: { from: '2026-02-10T00:00:00Z', to: '2026-03-11T23:59:59Z' },
  dataset: {
    granularity,
    aggregation: { total: { name: 'Cost', function: 'Sum' } },
    grouping: grouping.map((name) => ({ type: 'Dimension', name })),
  },
});

/** The table of an answered cost query. */
function table(called: Called): { columns: unknown[]; rows: (readonly unknown[])[]; nextLink: unknown } {
  const { columns, rows, nextLink } = asJson(called.body.properties);
  return {
    columns: asList(columns).map((c) => c.name),
    rows: Array.isArray(rows) ? rows.filter((row) => Array.isArray(row)) : [],
    nextLink,
  };
}

function sum(rows: readonly (readonly unknown[])[]): number {
  return rows.reduce((to, row) => to + Number(row[0]), 0);
}

describe('the local Azure Resource Manager', () => {
  let open: OpenWorld;
  let token: string;
  beforeEach(async () => {
    open = await openWorld({ now: new Date('2026-03-12T09:00:00Z') });
    token = await open.appToken(customer('Alpine Ski House')?.tenantId ?? '', 'azure');
  });
  afterEach(() => open.close());

  const customer = (name: string) => open.world.snapshot().customers.find((c) => c.name === name);
  const subscriptionId = (name: string): string =>
    open.world
      .snapshot()
      .customers.flatMap((c) => c.subscriptions)
      .find((s) => s.name === name)?.id ?? '';
  const url = (rest: string, name = 'ski-prod'): string =>
    `${open.world.urls.azure}/subscriptions/${subscriptionId(name)}${rest}`;
  const detect = (machines?: number) =>
    open.world.addDetection({
      partnerTenantId: open.world.snapshot().partners[0]?.tenantId ?? '',
      subscriptionId: subscriptionId('ski-prod'),
      ...(machines === undefined ? {} : { machines }),
    });
  const query = (body: object, name = 'ski-prod', as = token): Promise<Called> =>
    open.call(url('/providers/Microsoft.CostManagement/query?api-version=2023-11-01', name), { token: as, body });
  it('tells a subscription to its own tenant and to its partner’s, and to no other', async () => {
    const partners = open.world.snapshot().partners;
    const tokens = [
      token,
      await open.appToken(partners[0]?.tenantId ?? '', 'azure'),
      await open.appToken(partners[1]?.tenantId ?? '', 'azure'),
      await open.appToken(partners[0]?.tenantId ?? '', 'graph'),
    ];

    const answers = [];
    for (const each of tokens) answers.push(await open.call(url('?api-version=2022-12-01'), { token: each }));

    assert.deepEqual(
      answers.map((a) => a.status),
      [200, 200, 401, 401],
    );
    assert.equal(answers[0]?.body.displayName, 'ski-prod');
    assert.equal(answers[0]?.body.tenantId, customer('Alpine Ski House')?.tenantId);
    assert.equal(answers[2] && codeOf(answers[2]), 'InvalidAuthenticationTokenTenant');
  });

  it('wants an api-version, a known subscription and a path that begins with one slash or more', async () => {
    const without = await open.call(url(''), { token });
    const unknown = await open.call(`${open.world.urls.azure}/subscriptions/nope?api-version=1`, { token });
    const slashes = await open.call(url('?api-version=1').replace('/subscriptions', '//subscriptions'), { token });

    assert.deepEqual([without.status, codeOf(without)], [400, 'MissingApiVersionParameter']);
    assert.deepEqual([unknown.status, codeOf(unknown)], [404, 'SubscriptionNotFound']);
    assert.equal(slashes.status, 200);
  });

  it('lists resources in pages, mining machines among them, with times only when they are asked for', async () => {
    const made = detect();

    const first = await open.call(url('/resources?api-version=2025-04-01&$expand=createdTime,provisioningState'), {
      token,
    });
    const second = await open.call(String(first.body.nextLink), { token });
    const plain = await open.call(url('/resources?api-version=2025-04-01'), { token });

    const all = [...asList(first.body.value), ...asList(second.body.value)];
    const ofGroup = all.filter((r) => String(r.location) !== 'westeurope');
    assert.equal(asList(first.body.value).length, 40);
    assert.equal(second.body.nextLink, undefined);
    assert.equal(new Set(all.map((r) => r.id)).size, all.length);
    assert.deepEqual(
      [...Map.groupBy(ofGroup, (r) => String(r.type).split('/')[1])].map(([type, those]) => [type, those.length]),
      [
        ['networkSecurityGroups', 1],
        ['virtualNetworks', 1],
        ['virtualMachines', 3],
        ['networkInterfaces', 3],
        ['publicIPAddresses', 3],
        ['disks', 3],
      ],
    );
    assert.ok(ofGroup.every((r) => String(r.createdTime) < made.detectedAt && r.changedTime === undefined));
    assert.equal(asList(plain.body.value)[0]?.createdTime, undefined);
  });

  it('holds so many old resources of ordinary people that a few machines are a small part', async () => {
    const counts = open.world.snapshot().azure.map((s) => s.resources.length);

    assert.ok(Math.min(...counts) >= 45 && Math.max(...counts) <= 75, String(counts));
  });

  it('answers daily costs with the columns in its order and dates as numbers', async () => {
    const { columns, rows, nextLink } = table(await query(costBody()));

    assert.deepEqual(columns, ['Cost', 'UsageDate', 'Currency']);
    assert.equal(rows.length, 30);
    assert.equal(rows[0]?.[1], 20_260_210);
    assert.equal(rows[0]?.[2], 'EUR');
    assert.equal(nextLink, null);
  });

  it('costs less at weekends and never the same twice, but near the subscription’s usual day', async () => {
    const { rows } = table(await query(costBody()));

    const costs = rows.map((row) => Number(row[0]));
    const weekend = rows
      .filter((row) => [20_260_214, 20_260_215].includes(Number(row[1])))
      .map((row) => Number(row[0]));
    assert.equal(new Set(costs).size, 30);
    assert.ok(
      costs.every((cost) => cost > 84 * 0.6 && cost < 84 * 1.1),
      String(costs),
    );
    assert.ok(weekend.every((cost) => cost < 84 * 0.8));
  });

  it('shows a sharp spike from the day on that the machines were made', async () => {
    const before = table(await query(costBody())).rows.map((row) => Number(row[0]));
    detect();

    const after = table(await query(costBody())).rows.map((row) => Number(row[0]));

    assert.deepEqual(after.slice(0, 27), before.slice(0, 27));
    assert.ok(
      after.slice(28).every((cost, i) => cost > 3 * (before[28 + i] ?? 0)),
      String(after.slice(26)),
    );
  });

  it('groups by service or resource, in pages that are followed by POST', async () => {
    detect(20);

    const first = await query(costBody(['ServiceName', 'ResourceId']));
    const { columns, rows, nextLink } = table(first);
    const second = table(await open.call(String(nextLink), { token, body: costBody(['ServiceName', 'ResourceId']) }));
    const total = table(await query(costBody(['ServiceName'], 'None')));

    assert.deepEqual(columns, ['Cost', 'UsageDate', 'ServiceName', 'ResourceId', 'Currency']);
    assert.equal(rows.length, 1000);
    assert.equal(second.nextLink, null);
    assert.deepEqual(total.columns, ['Cost', 'ServiceName', 'Currency']);
    assert.ok(total.rows.length >= 10);
    assert.ok(Math.abs(sum([...rows, ...second.rows]) - sum(total.rows)) < 0.1);
  });

  it('hides the cost of some subscriptions', async () => {
    const as = await open.appToken(customer('Tailspin Toys')?.tenantId ?? '', 'azure');

    const answer = await query(costBody(), 'tailspin-retail', as);

    assert.equal(answer.status, 403);
  });

  it('refuses a query that Cost Management would refuse', async () => {
    const bodies = [
      {},
      { ...costBody(), type: 'Anything' },
      { ...costBody(), timeframe: 'Custom', timePeriod: undefined },
      costBody(['ServiceName', 'ResourceId', 'ResourceLocation']),
      costBody(['Nothing']),
      costBody([], 'Hourly'),
    ];

    for (const body of bodies) assert.equal((await query(body)).status, 400, JSON.stringify(body));
  });
});
