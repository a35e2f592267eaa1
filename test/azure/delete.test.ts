import assert from 'node:assert/strict';
import { localServer } from '../support/http-server.ts';
import { ada } from '../support/outside.ts';
import { actsAt, disk, failed, group, machines, target, versions } from './acting.ts';
import { at, idOf, vm } from './scope.ts';

describe('deletions in Azure', () => {
  const server = localServer();
  const acts = () => actsAt(server);
  const remove = (id = vm) => acts().remove(at, ada, target(id));
  const last = () => server.asked.at(-1) ?? assert.fail();

  it('ask for the newest version of the type that is no preview, once', async () => {
    server.always(({ method }) => (method === 'GET' ? machines : { status: 204 }));
    const { remove: removeOne } = acts();

    await removeOne(at, ada, target(vm));
    await removeOne(at, ada, target(vm.replace('w-014', 'w-015')));

    assert.deepEqual(
      server.asked.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`),
      ['GET microsoft.compute', 'DELETE w-014', 'DELETE w-015'],
    );
    assert.equal(last().query.get('api-version'), '2024-07-01');
    assert.equal(last().query.get('forceDeletion'), 'true');
  });

  it('take the newest preview where there is nothing else, and compare types without case', async () => {
    server.next(versions('ODDS/Things', '2023-01-01-preview', '2024-01-01-alpha'), { status: 204 });

    await remove(idOf('Microsoft.Odd/odds/o/things/t'));

    assert.equal(last().query.get('api-version'), '2024-01-01-alpha');
  });

  it('ask about the last provider of an extension resource', async () => {
    server.next(versions('locks', '2020-05-01'), { status: 204 });

    await remove(`${vm}/providers/Microsoft.Authorization/locks/keep`);

    assert.ok(server.asked[0]?.path.endsWith('/providers/microsoft.authorization'));
  });

  it('take a version that is known where the provider cannot be read', async () => {
    server.next(failed(403, 'AuthorizationFailed'), { status: 204 });

    assert.deepEqual(await remove(disk), { kind: 'over' });
    assert.equal(last().query.get('api-version'), '2023-10-02');
  });

  it('say why where nothing is known of a type', async () => {
    server.next(failed(403, 'AuthorizationFailed'), versions('others', '2020-01-01'));

    const unread = await remove(idOf('Microsoft.Odd/odds/o'));
    const untold = await remove(idOf('Microsoft.Odd/odds/o'));

    assert.equal(unread.kind === 'refused' && unread.why, 'no-right');
    assert.equal(untold.kind === 'refused' && untold.why, 'other');
  });

  for (const [id, query] of [
    [idOf('Microsoft.Compute/virtualMachineScaleSets/s'), { forceDeletion: 'true' }],
    [idOf('Microsoft.MachineLearningServices/workspaces/w/computes/c'), { underlyingResourceAction: 'Delete' }],
    [idOf('Microsoft.ContainerService/managedClusters/k/agentPools/p'), { 'ignore-pod-disruption-budget': 'true' }],
  ] as const)
    it(`${id.split('/').at(-2)} are asked for with ${Object.keys(query).join()}`, async () => {
      server.next({ status: 500 }, { status: 500 }, { status: 500 }, { status: 204 });

      await remove(id);

      for (const [name, value] of Object.entries(query)) assert.equal(last().query.get(name), value);
    });

  it('a whole group force its machines', async () => {
    server.next({ status: 202, headers: { location: `${server.url}/operations/1` } });

    const answer = await remove(group);

    assert.equal(last().path, group);
    assert.equal(
      last().query.get('forceDeletionTypes'),
      'Microsoft.Compute/virtualMachines,Microsoft.Compute/virtualMachineScaleSets',
    );
    assert.equal(answer.kind, 'accepted');
  });

  it('follow Azure-AsyncOperation before Location', async () => {
    server.next(machines, {
      status: 202,
      headers: {
        'azure-asyncoperation': `${server.url}/operations/1?t=a%2Fb`,
        location: `${server.url}/results/1`,
        'retry-after': '7',
        'x-ms-correlation-request-id': 'c-1',
      },
    });

    assert.deepEqual(await remove(), {
      kind: 'accepted',
      follow: { url: `${server.url}/operations/1?t=a%2Fb`, by: 'operation' },
      waitSeconds: 7,
      correlationId: 'c-1',
    });
  });

  it('follow Location alone, also one without host', async () => {
    server.next(machines, { status: 202, headers: { location: '/results/1' } });

    assert.deepEqual(await remove(), {
      kind: 'accepted',
      follow: { url: `${server.url}/results/1`, by: 'location' },
    });
  });

  for (const reply of [{ status: 202 }, { status: 200 }, { status: 204 }, { status: 202, headers: { location: '' } }])
    it(`have nothing to wait for after ${JSON.stringify(reply)}`, async () => {
      server.next(machines, reply);

      assert.deepEqual(await remove(), { kind: 'over' });
    });

  for (const code of ['ResourceNotFound', 'ResourceGroupNotFound', 'ParentResourceNotFound', 'NotFound'])
    it(`are absent after 404 ${code}`, async () => {
      server.next(machines, failed(404, code));

      assert.deepEqual(await remove(), { kind: 'absent' });
    });

  it('are refused where the subscription itself is not to be seen', async () => {
    server.next(machines, failed(404, 'SubscriptionNotFound'));

    const answer = await remove();

    assert.equal(answer.kind === 'refused' && answer.why, 'lost-access');
  });
});
