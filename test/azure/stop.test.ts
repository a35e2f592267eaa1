import assert from 'node:assert/strict';
import { createAzureActs } from '../../src/azure/acts.ts';
import { localServer } from '../support/http-server.ts';
import { ada, quickHttp } from '../support/outside.ts';
import { at, idOf, vm } from './scope.ts';

describe('stops of Azure', () => {
  const server = localServer();
  const people = { azure: () => Promise.resolve('token') };
  const acts = () => createAzureActs({ http: quickHttp(), baseUrl: server.url, people });
  const stop = (id: string) => acts().stop(at, ada, { id, type: '' });
  const start = (id: string) => acts().start(at, ada, { id, type: '' });
  const changes = () =>
    server.asked
      .filter((one) => one.method !== 'GET')
      .map(({ method, path, body }) => [method, path.split('/').at(-1), body]);

  const pool = idOf('Microsoft.Batch/batchAccounts/b/pools/p');
  const agents = idOf('Microsoft.ContainerService/managedClusters/k/agentPools/p');
  const compute = idOf('Microsoft.MachineLearningServices/workspaces/w/computes/c');

  for (const [id, stopped, started] of [
    [vm, 'deallocate', 'start'],
    [idOf('Microsoft.Compute/virtualMachineScaleSets/s'), 'deallocate', 'start'],
    [idOf('Microsoft.ContainerService/managedClusters/k'), 'stop', 'start'],
    [idOf('Microsoft.ContainerInstance/containerGroups/g'), 'stop', 'start'],
    [idOf('Microsoft.App/containerApps/a'), 'stop', 'start'],
    [idOf('Microsoft.Web/sites/s'), 'stop', 'start'],
  ] as const)
    it(`are one POST to ${id.split('/').at(-2)}, and undone by another`, async () => {
      server.always(() => ({ status: 202 }));

      assert.deepEqual([await stop(id), await start(id)], [{ kind: 'over' }, { kind: 'over' }]);
      assert.deepEqual(changes(), [
        ['POST', stopped, undefined],
        ['POST', started, undefined],
      ]);
    });

  it('are followed like any operation, and absent where it is gone', async () => {
    server.next(
      { status: 202, headers: { 'azure-asyncoperation': `${server.url}/operations/1` } },
      { status: 404, json: { error: { code: 'ResourceNotFound' } } },
    );

    const accepted = await stop(vm);

    assert.deepEqual(accepted, { kind: 'accepted', follow: { url: `${server.url}/operations/1`, by: 'operation' } });
    assert.deepEqual(await stop(vm), { kind: 'absent' });
  });

  it('are not done to what has none, or what is no type at all', async () => {
    for (const id of [idOf('Microsoft.Storage/storageAccounts/s'), idOf('__proto__/x/y'), idOf('constructor/x/y')])
      assert.deepEqual(await stop(id), { kind: 'refused', why: 'not-stoppable', again: false });
    assert.equal(server.asked.length, 0);
    assert.ok(acts().canStop('Microsoft.Compute/virtualMachines'));
    assert.ok(!acts().canStop('constructor'));
  });

  it('scale an agent pool to nothing, and back to what it was', async () => {
    const properties = {
      count: 3,
      vmSize: 'Standard_NC6',
      enableAutoScaling: true,
      minCount: 1,
      maxCount: 9,
      provisioningState: 'Succeeded',
    };
    server.next({ json: { properties } }, { status: 200, json: {} });
    await stop(agents);
    const [, , body] = changes()[0] ?? [];
    const tags = { 'mining-watch-scale': '3 1 9' };
    assert.deepEqual(body, {
      properties: { vmSize: 'Standard_NC6', count: 0, enableAutoScaling: false, minCount: null, maxCount: null, tags },
    });
    server.next({ json: { properties: { count: 0, vmSize: 'Standard_NC6', tags } } }, { status: 200, json: {} });

    await start(agents);

    assert.deepEqual(changes()[1], [
      'PUT',
      'p',
      { properties: { vmSize: 'Standard_NC6', count: 3, enableAutoScaling: true, minCount: 1, maxCount: 9, tags: {} } },
    ]);
  });

  it('let a second stop not forget what the first one knew', async () => {
    const tags = { 'mining-watch-scale': '3', mine: 'x' };
    server.next({ json: { properties: { count: 0, tags } } }, { status: 200 });

    await stop(agents);

    assert.deepEqual(JSON.parse(JSON.stringify(changes()[0]?.[2])).properties.tags, tags);
  });

  it('take a Batch pool down step by step, and back', async () => {
    const scaleSettings = { autoScale: { formula: '$TargetDedicated=9' } };
    const metadata = [{ name: 'own', value: '1' }];
    server.next({ json: { properties: { scaleSettings, metadata, allocationState: 'Resizing' } } });
    server.always(() => ({ status: 200, json: {} }));
    await stop(pool);
    const memory = { name: 'mining-watch-scale', value: JSON.stringify(scaleSettings) };
    assert.deepEqual(changes(), [
      ['PATCH', 'p', { properties: { metadata: [...metadata, memory] } }],
      ['POST', 'disableAutoScale', undefined],
      ['POST', 'stopResize', undefined],
      [
        'PATCH',
        'p',
        { properties: { scaleSettings: { fixedScale: { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 } } } },
      ],
    ]);
    server.next({ json: { properties: { metadata: [...metadata, memory] } } });

    await start(pool);

    assert.deepEqual(changes().at(-1)?.[2], { properties: { scaleSettings, metadata } });
  });

  it('let a second stop of a Batch pool not forget what the first one knew', async () => {
    const fixedScale = { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 };
    server.next({ json: { properties: { scaleSettings: { fixedScale } } } }, { status: 200 });

    await stop(pool);

    assert.deepEqual(changes(), [['PATCH', 'p', { properties: { scaleSettings: { fixedScale } } }]]);
  });

  it('end with the first step that is refused', async () => {
    server.next(
      { json: { properties: { scaleSettings: { autoScale: {} } } } },
      { status: 409, json: { error: { code: 'ScopeLocked' } } },
    );

    const answer = await stop(pool);

    assert.equal(answer.kind === 'refused' && answer.why, 'locked');
    assert.equal(changes().length, 1);
  });

  it('stop a compute instance, and scale a cluster of computes to nothing', async () => {
    server.next({ json: { properties: { computeType: 'ComputeInstance' } } }, { status: 202 });
    server.next({ json: { properties: { computeType: 'AmlCompute' } } }, { status: 202 });

    await stop(compute);
    await stop(compute);

    assert.deepEqual(changes(), [
      ['POST', 'stop', undefined],
      ['PATCH', 'c', { properties: { properties: { scaleSettings: { minNodeCount: 0, maxNodeCount: 0 } } } }],
    ]);
  });

  for (const [id, properties] of [
    [compute, { computeType: 'AmlCompute' }],
    [agents, { tags: { 'mining-watch-scale': 'many' } }],
    [pool, { metadata: [{ name: 'mining-watch-scale', value: 'no json' }] }],
    [pool, { metadata: 'odd' }],
  ] as const)
    it(`are not undone where the former size is not known: ${JSON.stringify(properties)}`, async () => {
      server.next({ json: { properties } });

      assert.deepEqual(await start(id), { kind: 'refused', why: 'not-stoppable', again: false });
    });
});
