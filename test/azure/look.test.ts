import assert from 'node:assert/strict';
import { localServer, type Reply } from '../support/http-server.ts';
import { ada } from '../support/outside.ts';
import { actsAt, disk, failed, group, target, versions } from './acting.ts';
import { at, idOf, vm } from './scope.ts';

describe('looks at Azure', () => {
  const server = localServer();
  const acts = () => actsAt(server);
  const last = () => server.asked.at(-1) ?? assert.fail();
  const look = (id = vm) => acts().look(at, ada, target(id));

  it('tell a machine by its id and time, and whether it runs', async () => {
    server.next({
      json: {
        properties: {
          vmId: 'ABC',
          timeCreated: '2026-11-19T02:14:07Z',
          provisioningState: 'Succeeded',
          instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }] },
        },
      },
    });

    assert.deepEqual(await look(), {
      kind: 'there',
      fingerprint: { mark: 'abc', createdAt: '2026-11-19T02:14:07.000Z' },
      power: 'running',
      beingDeleted: false,
    });
    assert.equal(last().query.get('$expand'), 'instanceView');
  });

  it('ask for the view where the answer has none, and see a deletion', async () => {
    server.next(
      { json: { properties: { provisioningState: 'Deleting' } } },
      { json: { statuses: [{ code: 'PowerState/deallocated' }] } },
    );

    assert.deepEqual(await look(), { kind: 'there', fingerprint: {}, power: 'deallocated', beingDeleted: true });
    assert.equal(last().path, `${vm}/instanceView`);
  });

  it('ask each machine of a scale set where the summary has no power', async () => {
    const state = (code: string) => ({ id: 'x', properties: { instanceView: { statuses: [{ code }] } } });
    server.next(
      { json: { sku: { capacity: 2 }, properties: { uniqueId: 'u' } } },
      { json: { virtualMachine: { statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 2 }] } } },
      { json: { value: [state('PowerState/deallocated')], nextLink: `${server.url}/next` } },
      { json: { value: [state('PowerState/running')] } },
    );

    const answer = await look(idOf('Microsoft.Compute/virtualMachineScaleSets/s'));

    assert.equal(answer.kind === 'there' && answer.power, 'running');
  });

  it('see a scale set of no machines as deallocated, without asking further', async () => {
    server.next({ json: { sku: { capacity: 0 }, properties: {} } });

    const answer = await look(idOf('Microsoft.Compute/virtualMachineScaleSets/s'));

    assert.equal(answer.kind === 'there' && answer.power, 'deallocated');
    assert.equal(server.asked.length, 1);
  });

  it('know other types by what their provider tells', async () => {
    server.next(versions('disks', '2023-10-02'), { json: { properties: { uniqueId: 'U-1', timeCreated: 'odd' } } });

    assert.deepEqual(await look(disk), {
      kind: 'there',
      fingerprint: { mark: 'u-1' },
      power: 'unknown',
      beingDeleted: false,
    });
  });

  for (const [type, body, power] of [
    ['Microsoft.ContainerInstance/containerGroups/g', { instanceView: { state: 'Stopped' } }, 'deallocated'],
    ['Microsoft.ContainerService/managedClusters/k', { powerState: { code: 'Stopped' } }, 'deallocated'],
    ['Microsoft.ContainerService/managedClusters/k/agentPools/p', { count: 0 }, 'deallocated'],
    [
      'Microsoft.ContainerService/managedClusters/k/agentPools/p',
      { count: 0, provisioningState: 'Scaling' },
      'changing',
    ],
    [
      'Microsoft.ContainerService/managedClusters/k/agentPools/p',
      { count: 3, powerState: { code: 'Running' } },
      'running',
    ],
    [
      'Microsoft.Batch/batchAccounts/b/pools/p',
      { currentDedicatedNodes: 0, currentLowPriorityNodes: 0 },
      'deallocated',
    ],
    ['Microsoft.Batch/batchAccounts/b/pools/p', { currentDedicatedNodes: 1, allocationState: 'Resizing' }, 'changing'],
    ['Microsoft.MachineLearningServices/workspaces/w/computes/c', { properties: { state: 'Stopped' } }, 'deallocated'],
    ['Microsoft.MachineLearningServices/workspaces/w/computes/c', { properties: { currentNodeCount: 4 } }, 'running'],
    ['Microsoft.App/containerApps/a', { runningStatus: 'Running' }, 'running'],
    ['Microsoft.Web/sites/s', { state: 'Stopped' }, 'deallocated'],
    ['Microsoft.Web/sites/s', { state: 'Odd' }, 'unknown'],
  ] as const)
    it(`see ${type} as ${power} by ${JSON.stringify(body)}`, async () => {
      server.next({ json: { properties: body } });

      const answer = await look(idOf(type));

      assert.equal(answer.kind === 'there' && answer.power, power);
    });

  for (const code of ['ResourceNotFound', 'ResourceGroupNotFound', 'ParentResourceNotFound'])
    it(`see that it is gone after 404 ${code}`, async () => {
      server.next(failed(404, code));

      assert.deepEqual(await look(), { kind: 'gone' });
    });

  for (const [reply, why] of [
    [failed(404, 'SubscriptionNotFound'), 'lost-access'],
    [failed(403, 'AuthorizationFailed'), 'no-right'],
    [{ body: 'no json' }, 'other'],
    [{ json: [] }, 'other'],
  ] as [Reply, string][])
    it(`do not know after ${JSON.stringify(reply)}`, async () => {
      server.next(reply);

      const answer = await look();

      assert.equal(answer.kind === 'refused' && answer.why, why);
    });

  it('know a group', async () => {
    server.next({ json: { name: 'rg-q7', properties: { provisioningState: 'Deleting' } } });

    assert.deepEqual(await look(group), { kind: 'there', fingerprint: {}, power: 'unknown', beingDeleted: true });
  });
});
