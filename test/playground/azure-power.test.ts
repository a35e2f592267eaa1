import assert from 'node:assert/strict';
import { type AzurePlace, azurePlace, propertiesOf, types } from './azure-place.ts';
import { asJson, asList, codeOf } from './open-world.ts';

const hour = 3_600_000;

describe('stopping in the local Azure', () => {
  let at: AzurePlace;
  let machine: string;
  beforeEach(async () => {
    at = await azurePlace();
    machine = at.made(types.machine)[0] ?? assert.fail();
  });
  afterEach(() => at.open.close());

  const power = async (): Promise<unknown> => {
    const { body } = await at.get(`${machine}/instanceView`);
    return asList(body.statuses)[1]?.code;
  };
  /** What a resource cost on a day, by Cost Management. */
  const costOf = async (id: string, day: string): Promise<number> => {
    const answer = await at.send('POST', `${at.root}/providers/Microsoft.CostManagement/query`, {
      type: 'ActualCost',
      timeframe: 'Custom',
      timePeriod: { from: `${day}T00:00:00Z`, to: `${day}T23:59:59Z` },
      dataset: {
        granularity: 'Daily',
        aggregation: { total: { name: 'Cost', function: 'Sum' } },
        grouping: [{ type: 'Dimension', name: 'ResourceId' }],
      },
    });
    const { rows } = propertiesOf(answer);
    const found = Array.isArray(rows)
      ? rows.find((row: unknown) => Array.isArray(row) && row[2] === id.toLowerCase())
      : undefined;
    return Array.isArray(found) ? Number(found[0]) : 0;
  };

  it('deallocates a machine, which costs nothing from then on; its disk goes on costing', async () => {
    const disk = at.made(types.disk)[0] ?? '';
    const before = at.burn();

    const begun = await at.send('POST', `${machine}/deallocate`);
    const during = await power();
    await at.follow(begun);
    const after = await power();
    at.open.world.advance(40 * hour);

    assert.deepEqual([begun.status, during, after], [202, 'PowerState/running', 'PowerState/deallocated']);
    assert.ok(before - at.burn() > 3);
    assert.equal(await costOf(machine, '2026-03-13'), 0);
    assert.ok((await costOf(disk, '2026-03-13')) > 0.5);
    assert.ok((await costOf(at.made(types.machine)[1] ?? '', '2026-03-13')) > 24 * 3);
  });

  it('only turns a machine off by powerOff, which costs on, and starts it again', async () => {
    const before = at.burn();

    await at.follow(await at.send('POST', `${machine}/powerOff?skipShutdown=true`));
    const off = await power();
    const burning = at.burn();
    await at.follow(await at.send('POST', `${machine}/start`));

    assert.equal(off, 'PowerState/stopped');
    assert.equal(burning, before);
    assert.equal(await power(), 'PowerState/running');
  });

  it('keeps what a deleted machine has cost in the bill', async () => {
    const day = '2026-03-11';
    const before = await costOf(machine, day);

    await at.follow(await at.remove(machine));

    assert.ok(before > 24 * 3);
    assert.equal(await costOf(machine, day), before);
  });

  it('refuses to stop under a ReadOnly lock, but not under one against deletion', async () => {
    const lock = at.open.world.azure.lock(machine, { level: 'ReadOnly' });
    const refused = await at.send('POST', `${machine}/deallocate`);
    at.open.world.azure.unlock(lock);
    at.open.world.azure.lock(machine);
    const begun = await at.send('POST', `${machine}/deallocate`);

    assert.deepEqual([refused.status, codeOf(refused)], [409, 'ScopeLocked']);
    assert.equal(begun.status, 202);
  });

  it('stops clusters, container groups, computes and pools by their own routes', async () => {
    const view = () => at.open.world.snapshot().azure.find((s) => s.name === 'wwi-analytics') ?? assert.fail();
    const path = (type: string): string => {
      const r = view().resources.find((one) => one.type === type) ?? assert.fail(type);
      const [provider = '', ...kinds] = r.type.split('/');
      const names = r.name.split('/');
      const rest = kinds.map((kind, i) => `${kind}/${names[i]}`).join('/');
      return `/subscriptions/${view().id}/resourceGroups/${r.group}/providers/${provider}/${rest}`;
    };
    const [cluster, container, compute, pool] = [
      path('Microsoft.ContainerService/managedClusters'),
      path('Microsoft.ContainerInstance/containerGroups'),
      path('Microsoft.MachineLearningServices/workspaces/computes'),
      path('Microsoft.Batch/batchAccounts/pools'),
    ];
    const before = view().burnPerHour;

    for (const one of [cluster, container, compute]) await at.follow(await at.send('POST', `${one}/stop`));
    const fixedScale = { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 };
    const patched = await at.send('PATCH', pool, { properties: { scaleSettings: { fixedScale } } });

    const states = view().resources.filter((r) => r.power === 'deallocated');
    assert.equal(patched.status, 200);
    assert.deepEqual(asJson(propertiesOf(await at.get(cluster)).powerState).code, 'Stopped');
    assert.equal(states.length, 5, 'the cluster’s scale set, too');
    assert.ok(view().burnPerHour < before);
  });

  it('lists the children that no list of resources shows', async () => {
    const { id } = at.open.world.snapshot().azure.find((s) => s.name === 'wwi-analytics') ?? assert.fail();
    const group = `/subscriptions/${id}/resourceGroups/rg-wwi-analytics-compute/providers`;

    const answers = [
      await at.get(`${group}/Microsoft.MachineLearningServices/workspaces/mlw-wwi-analytics/computes`),
      await at.get(`${group}/Microsoft.Batch/batchAccounts/batchwwianalytics/pools`),
      await at.get(`${group}/Microsoft.ContainerService/managedClusters/aks-wwi-analytics/agentPools`),
    ];
    const listed = await at.get(`/subscriptions/${id}/resources?$top=40`);

    assert.deepEqual(
      answers.map(({ body }) => asList(body.value).map((child) => child.name)),
      [['notebook'], ['nightly'], ['nodepool1']],
    );
    assert.ok(!JSON.stringify(listed.body).includes('notebook'));
  });

  it('shows a miner’s processor flat and high, until it is stopped', async () => {
    const now = at.open.world.now();
    const span = (from: number, to: number): string =>
      `${new Date(now.getTime() + from * hour).toISOString()}/${new Date(now.getTime() + to * hour).toISOString()}`;
    const read = async (timespan: string) => {
      const query = `metricnames=Percentage CPU&timespan=${timespan}&interval=PT1H&aggregation=average,maximum`;
      const { body } = await at.get(`${machine}/providers/Microsoft.Insights/metrics?${query}`);
      return asList(asList(asList(body.value)[0]?.timeseries)[0]?.data);
    };
    const day = await read(span(-24, 0));
    await at.follow(await at.send('POST', `${machine}/deallocate`));
    at.open.world.advance(6 * hour);

    const later = await read(span(1, 6));

    assert.equal(day.length, 24);
    assert.ok(day.every((point) => Number(point.average) > 95));
    assert.ok(later.length >= 4 && later.every((point) => point.average === undefined));
  });
});
