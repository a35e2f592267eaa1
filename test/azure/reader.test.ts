import assert from 'node:assert/strict';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import type { SubscriptionReading } from '../../src/domain/investigation.ts';
import { localServer } from '../support/http-server.ts';
import { at, customer, idOf, subscription, vm } from './scope.ts';
import {
  cluster,
  empty,
  listed,
  lock,
  nic,
  now,
  readAt,
  readerAt,
  serve,
  since,
  standard,
  type World,
} from './served.ts';

describe('reading a subscription of Azure', () => {
  const server = localServer();
  const read = (world: World = {}, focus: readonly string[] = []) => readAt(server, world, focus);
  const gap = (reading: SubscriptionReading, what: string) => reading.gaps.find((one) => one.what === what)?.why;
  const asked = (end: string) => server.asked.filter((one) => one.path.endsWith(end));

  it('joins the list with what Resource Graph adds, by the app in the customer’s tenant', async () => {
    const reading = await read();

    assert.equal(reading.subscriptionName, 'wwi-shop');
    assert.equal(reading.readAt, now.toISOString());
    assert.deepEqual(reading.resources, [
      {
        id: vm,
        key: resourceKey(vm),
        name: 'w-014',
        type: 'microsoft.compute/virtualmachines',
        location: 'brazilsouth',
        group: 'rg-q7',
        tags: { owner: 'dana' },
        size: 'Standard_NC24',
        spot: true,
        createdAt: '2026-11-19T02:14:07.000Z',
        refs: [resourceKey(nic)],
        texts: [],
      },
    ]);
    assert.ok(server.asked.every((one) => one.headers.authorization === `Bearer app|${customer}|arm`));
    assert.equal(
      asked(`${subscription}/resources`)[0]?.query.get('$expand'),
      'createdTime,changedTime,provisioningState',
    );
  });

  it('has the time of creation that a look at the resource has, before that of the list', async () => {
    const timeCreated = '2026-11-19T02:14:11Z';

    const reading = await read({
      '/Microsoft.ResourceGraph/resources': { json: { data: [{ id: vm, properties: { timeCreated } }] } },
    });

    assert.equal(reading.resources[0]?.createdAt, '2026-11-19T02:14:11.000Z');
  });

  it('tells who made a lock, where the log does', async () => {
    const row = {
      operationName: { value: 'Microsoft.Authorization/locks/write' },
      eventTimestamp: '2026-11-20T00:00:00Z',
      resourceId: lock.id.toLowerCase(),
      caller: 'eve@fabrikam.example',
      status: { value: 'Succeeded' },
    };

    const reading = await read({ '/management/values': { json: { value: [row] } } });

    assert.deepEqual(reading.locks, [
      { name: 'keep', scope: resourceKey(vm), level: 'CanNotDelete', notes: 'mine', madeBy: 'eve@fabrikam.example' },
    ]);
  });

  it('takes an odd level for a lock, and one without place for one on all', async () => {
    const odd = { id: '/odd', name: 'odd', properties: { level: 'NotSpecified' } };

    const reading = await read({ '/locks': { json: { value: [odd] } } });

    assert.deepEqual(reading.locks, [
      { name: 'odd', scope: resourceKey(`/subscriptions/${subscription}`), level: 'CanNotDelete' },
    ]);
  });

  it('has deny assignments, also of what is above', async () => {
    const properties = {
      denyAssignmentName: 'aks',
      scope: '/',
      permissions: [{ actions: ['*/delete'] }],
      description: 'd',
    };

    const reading = await read({ '/denyAssignments': { json: { value: [{ name: 'g', properties }] } } });

    assert.deepEqual(reading.denyAssignments, [
      { name: 'aks', scope: resourceKey('/'), actions: ['*/delete'], description: 'd' },
    ]);
  });

  it('sees whether machines run and how busy they are', async () => {
    const reading = await read();

    assert.deepEqual(reading.power, { [resourceKey(vm)]: 'running' });
    assert.deepEqual(reading.cpu, { [resourceKey(vm)]: { averages: [97, 98.5] } });
    const [metrics] = asked('/metrics');
    assert.equal(metrics?.query.get('metricnames'), 'Percentage CPU');
    assert.equal(metrics?.query.get('timespan'), '2026-11-21T09:30:00.000Z/2026-11-22T09:30:00.000Z');
  });

  it('asks for the CPU of what is stopped only if it is in focus', async () => {
    const stopped = {
      '/w-014': { json: { properties: { instanceView: { statuses: [{ code: 'PowerState/deallocated' }] } } } },
    };

    await read(stopped);
    assert.equal(asked('/metrics').length, 0);
    await read(stopped, [vm]);
    assert.equal(asked('/metrics').length, 1);
  });

  it('asks 100 machines whether they run and 25 how busy they are, those in focus first, and says that there are more', async () => {
    const many = Array.from({ length: 130 }, (_, i) => idOf(`Microsoft.Compute/virtualMachines/m-${i}`));
    const last = many.at(-1) ?? '';
    serve(server, {
      ...standard,
      '/resources': { json: { value: many.map((id) => listed(id)) } },
      '/metrics': standard['/metrics'] ?? empty,
      '': standard['/w-014'] ?? empty,
    });

    const reading = await readerAt(server).read(at, { since, focus: [last] });

    assert.equal(Object.keys(reading.power).length, 100);
    assert.equal(reading.power[resourceKey(last)], 'running');
    assert.equal(Object.keys(reading.cpu).length, 25);
    assert.ok(reading.cpu[resourceKey(last)]);
    assert.deepEqual([gap(reading, 'power'), gap(reading, 'cpu')], ['cut', 'cut']);
  });

  it('takes the word of Resource Graph where a machine cannot be asked, and a machine’s own word before that', async () => {
    const row = (id: string, code: string) => ({
      id,
      properties: { extended: { instanceView: { powerState: { code } } } },
    });
    const other = idOf('Microsoft.Compute/virtualMachines/w-015');

    const reading = await read({
      [`${subscription}/resources`]: { json: { value: [listed(vm), listed(other)] } },
      '/Microsoft.ResourceGraph/resources': {
        json: { data: [row(vm, 'PowerState/deallocated'), row(other, 'PowerState/deallocated')] },
      },
    });

    assert.deepEqual(reading.power, { [resourceKey(vm)]: 'running', [resourceKey(other)]: 'deallocated' });
    assert.equal(gap(reading, 'power'), 'not-found');
  });

  it('asks for the children that no list has', async () => {
    const pool = {
      id: `${cluster}/agentPools/p1`,
      name: 'p1',
      properties: { vmSize: 'Standard_NC6', count: 3, powerState: { code: 'Running' } },
    };
    const foreign = { id: `${idOf('Microsoft.ContainerService/managedClusters/other')}/agentPools/p`, properties: {} };

    const reading = await read({
      '/resources': { json: { value: [listed(cluster, { location: 'westeurope' })] } },
      '/agentPools': { json: { value: [pool, foreign, {}] } },
    });

    const [, child, ...more] = reading.resources;
    assert.deepEqual(more, []);
    assert.equal(child?.parent, resourceKey(cluster));
    assert.deepEqual([child?.size, child?.instances, child?.location], ['Standard_NC6', 3, 'westeurope']);
    assert.equal(reading.power[resourceKey(pool.id)], 'running');
    assert.equal(asked('/p1').length, 0);
  });

  it('asks a hundred resources for their children, and says that there are more', async () => {
    const clusters = Array.from({ length: 101 }, (_, i) => listed(`${cluster}-${i}`));

    const reading = await read({
      [`${subscription}/resources`]: { json: { value: clusters } },
      '/agentPools': { json: { value: [] } },
    });

    assert.equal(asked('/agentPools').length, 100);
    assert.equal(gap(reading, 'children'), 'cut');
  });

  it('has the cost of each resource on the last 7 full days', async () => {
    const columns = ['Cost', 'UsageDate', 'ResourceId', 'Currency'].map((name) => ({ name }));
    const rows = [
      [5, 20261121, vm.toUpperCase(), 'EUR'],
      [1, 20261121, vm, 'EUR'],
      [2, 20261115, vm, 'EUR'],
      [9, 20261122, vm, 'EUR'],
      [9, 20261121, '', 'EUR'],
    ];

    const reading = await read({ '.CostManagement/query': { json: { properties: { columns, rows } } } });

    assert.equal(reading.currency, 'EUR');
    assert.deepEqual(reading.costs, [
      {
        key: resourceKey(vm),
        days: [2, 0, 0, 0, 0, 0, 6].map((cost, i) => ({ date: `2026-11-${15 + i}`, cost })),
      },
    ]);
    const [query] = asked('.CostManagement/query');
    assert.deepEqual(JSON.parse(JSON.stringify(query?.body)).dataset.grouping, [
      { type: 'Dimension', name: 'ResourceId' },
    ]);
  });

  it('adds up no costs of several currencies', async () => {
    const columns = ['Cost', 'UsageDate', 'ResourceId', 'Currency'].map((name) => ({ name }));
    const rows = ['EUR', 'USD'].map((currency) => [1, 20261121, vm, currency]);

    const reading = await read({ '.CostManagement/query': { json: { properties: { columns, rows } } } });

    assert.deepEqual([gap(reading, 'cost'), reading.costs], ['unreadable', []]);
  });

  it('has the alerts of Defender of 30 days', async () => {
    const alert = (alertType: string, startTimeUtc: string) => ({
      properties: {
        alertType,
        alertDisplayName: 'Digital currency mining',
        severity: 'high',
        startTimeUtc,
        resourceIdentifiers: [{ type: 'AAD' }, { azureResourceId: vm }],
      },
    });

    const reading = await read({
      '/alerts': {
        json: { value: [alert('VM_x', '2026-11-19T00:00:00Z'), alert('VM_old', '2026-10-01T00:00:00Z'), 7] },
      },
    });

    assert.deepEqual(reading.defender, [
      {
        resources: [resourceKey(vm)],
        type: 'VM_x',
        title: 'Digital currency mining',
        severity: 'High',
        at: '2026-11-19T00:00:00.000Z',
      },
    ]);
  });
});
