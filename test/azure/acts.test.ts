import assert from 'node:assert/strict';
import { createAzureActs } from '../../src/azure/acts.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import { type Asked, localServer, type Reply } from '../support/http-server.ts';
import { ada, quickHttp } from '../support/outside.ts';
import { at, idOf, subscription, vm } from './scope.ts';

const target = (id: string) => ({ id, type: 'ignored' });
const disk = idOf('Microsoft.Compute/disks/d-1');
const group = `/subscriptions/${subscription}/resourceGroups/rg-q7`;
const versions = (type: string, ...apiVersions: string[]) => ({
  json: { resourceTypes: [{ resourceType: type, apiVersions }] },
});
const machines = versions('virtualMachines', '2020-01-01', '2024-07-01', '2025-01-01-preview');

function failed(status: number, code: string, headers: Record<string, string> = {}): Reply {
  return { status, headers, json: { error: { code, message: `about ${code}` } } };
}

describe('acts on Azure', () => {
  const server = localServer();
  const people = { azure: (person: { objectId: string }) => Promise.resolve(`person|${person.objectId}`) };
  const acts = () => createAzureActs({ http: quickHttp(), baseUrl: server.url, people });
  const remove = (id = vm) => acts().remove(at, ada, target(id));
  const last = (): Asked => {
    const asked = server.asked.at(-1);
    assert.ok(asked);
    return asked;
  };

  describe('are the person’s own', () => {
    it('with their token', async () => {
      server.next({ status: 202 });

      await acts().stop(at, ada, target(vm));

      assert.equal(last().headers.authorization, `Bearer person|${ada.objectId}`);
    });

    it('and not done where they have not signed in, or are of another tenant', async () => {
      const nobody = createAzureActs({
        http: quickHttp(),
        baseUrl: server.url,
        people: { azure: () => Promise.resolve(undefined) },
      });
      const refused = { kind: 'refused', why: 'needs-sign-in', again: false };

      assert.deepEqual(await nobody.remove(at, ada, target(vm)), refused);
      assert.deepEqual(await nobody.look(at, ada, target(vm)), refused);
      assert.deepEqual(await nobody.may(at, ada, 'delete', [target(vm)]), refused);
      assert.deepEqual(await nobody.follow(at, ada, { url: server.url, by: 'location' }), {
        ...refused,
        kind: 'failed',
      });
      assert.deepEqual(await acts().remove(at, { ...ada, tenantId: 'other' }, target(vm)), refused);
      assert.equal(server.asked.length, 0);
    });

    it('and lead to no other subscription', async () => {
      const elsewhere = vm.replace(subscription, '22222222-aaaa-4bbb-8ccc-000000000001');

      for (const answer of [
        await remove(elsewhere),
        await acts().stop(at, ada, target(elsewhere)),
        await acts().start(at, ada, target(elsewhere)),
        await acts().look(at, ada, target(elsewhere)),
        await acts().tag(at, ada, target(elsewhere), {}),
        await remove(`/subscriptions/${subscription}`),
      ])
        assert.equal(answer.kind === 'refused' && answer.why, 'other');
      assert.equal(server.asked.length, 0);
    });
  });

  describe('to delete', () => {
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

    for (const link of [
      'https://management.azure.com.evil.example/operations/1',
      'https://user@management.azure.com/x',
      '//evil.example/operations/1',
      'ftp://127.0.0.1/x',
    ])
      for (const header of ['azure-asyncoperation', 'location'])
        it(`are refused where ${header} is ${link}`, async () => {
          server.next(machines, { status: 202, headers: { [header]: link } });

          const answer = await remove();

          assert.equal(answer.kind === 'refused' && answer.why, 'foreign-link');
          assert.equal(server.asked.length, 2);
        });

    for (const [reply, why, again, waitSeconds] of [
      [failed(409, 'ScopeLocked'), 'locked', false],
      [{ status: 409, json: { Error: { Code: 'scopelocked', Message: 'x' } } }, 'locked', false],
      [failed(403, 'AuthorizationFailed'), 'no-right', false],
      [failed(403, 'DenyAssignmentAuthorizationFailed'), 'deny-assignment', false],
      [failed(403, 'RequestDisallowedByPolicy'), 'policy', false],
      [failed(400, 'InUseSubnetCannotBeDeleted'), 'in-use', true],
      [failed(400, 'PublicIPAddressCannotBeDeleted'), 'in-use', true],
      [failed(400, 'NetworkSecurityGroupInUseByVirtualMachineScaleSet'), 'in-use', true],
      [failed(400, 'NicReservedForAnotherVm'), 'reserved', true, 180],
      [failed(400, 'NicReservedForAnotherVm', { 'retry-after': '300' }), 'reserved', true, 300],
      [failed(409, 'AnotherOperationInProgress'), 'busy', true],
      [failed(429, 'RetryableErrorDueToAnotherOperation', { 'retry-after': '4' }), 'busy', true, 4],
      [failed(409, 'Conflict', { 'retry-after': '9' }), 'busy', true, 9],
      [failed(409, 'ResourceGroupBeingDeleted'), 'group-being-deleted', true],
      [failed(409, 'ResourceGroupDeletionBlocked'), 'operation-failed', false],
      [failed(409, 'ReadOnlyDisabledSubscription'), 'subscription-disabled', false],
      [failed(401, 'InvalidAuthenticationTokenTenant'), 'wrong-tenant', false],
      [failed(401, 'ExpiredAuthenticationToken'), 'needs-sign-in', false],
      [failed(401, 'Anything', { 'www-authenticate': 'Bearer error="MFA"' }), 'mfa', false],
      [failed(405, 'MethodNotAllowed'), 'not-alone', false],
      [failed(429, 'TooManyRequests', { 'retry-after': '3600' }), 'throttled', true, 3600],
      [{ status: 429, headers: { 'retry-after': '1' } }, 'throttled', true, 1],
      [{ status: 503 }, 'unreachable', true],
      [{ status: 501 }, 'other', false],
      [{ status: 400, json: { error: { code: '__proto__' } } }, 'other', false],
      [{ status: 302, headers: { location: 'https://evil.example' } }, 'other', false],
      ['reset', 'unreachable', true],
      ['hang', 'unreachable', true],
    ] as [Reply, string, boolean, number?][])
      it(`are ${why} after ${JSON.stringify(reply)}, asked once`, async () => {
        server.next(machines, reply);

        const answer = await remove();

        assert.equal(answer.kind, 'refused');
        assert.ok(answer.kind === 'refused');
        assert.deepEqual([answer.why, answer.again, answer.waitSeconds], [why, again, waitSeconds]);
        assert.equal(server.asked.filter((one) => one.method === 'DELETE').length, 1);
      });

    it('keep the words of the service, bounded', async () => {
      server.next(machines, { status: 409, json: { error: { code: 'ScopeLocked', message: 'm'.repeat(5000) } } });

      const answer = await remove();

      assert.ok(answer.kind === 'refused');
      assert.ok(answer.detail?.startsWith('ScopeLocked: mmm'));
      assert.ok((answer.detail?.length ?? 0) < 450);
    });
  });

  describe('that go on', () => {
    const follow = (by: 'operation' | 'location') => acts().follow(at, ada, { url: `${server.url}/operations/1`, by });

    for (const [reply, expected] of [
      [{ json: { status: 'Succeeded' } }, { kind: 'over' }],
      [{ json: { Status: 'SUCCEEDED' } }, { kind: 'over' }],
      [
        { json: { status: 'InProgress' }, headers: { 'retry-after': '3' } },
        { kind: 'running', waitSeconds: 3 },
      ],
      [{ json: { status: 'Reticulating' } }, { kind: 'running' }],
      [{ json: {} }, { kind: 'lost' }],
      [{ body: 'no json' }, { kind: 'lost' }],
      [failed(404, 'ResourceNotFound'), { kind: 'lost' }],
      [failed(403, 'AuthorizationFailed'), { kind: 'lost' }],
      [
        { status: 429, headers: { 'retry-after': '3600' } },
        { kind: 'running', waitSeconds: 3600 },
      ],
      [{ status: 503 }, { kind: 'running' }],
      ['reset', { kind: 'running' }],
      [{ json: { status: 'Canceled' } }, { kind: 'failed', why: 'operation-canceled', again: false }],
      [
        { json: { status: 'Failed', error: { code: 'Odd', message: 'it broke' } } },
        { kind: 'failed', why: 'operation-failed', again: false, detail: 'Odd: it broke' },
      ],
      [
        { json: { Status: 'Failed', Error: { Code: 'InUseSubnetCannotBeDeleted', Message: 'busy' } } },
        { kind: 'failed', why: 'in-use', again: true, detail: 'InUseSubnetCannotBeDeleted: busy' },
      ],
    ] as [Reply, object][])
      it(`by operation are ${JSON.stringify(expected)} after ${JSON.stringify(reply)}`, async () => {
        server.always(() => reply);

        assert.deepEqual(await follow('operation'), expected);
      });

    for (const [reply, expected] of [
      [
        { status: 202, headers: { 'retry-after': '2' } },
        { kind: 'running', waitSeconds: 2 },
      ],
      [{ status: 200 }, { kind: 'over' }],
      [{ status: 204 }, { kind: 'over' }],
      [failed(404, 'ResourceGroupNotFound'), { kind: 'lost' }],
      [
        failed(409, 'ScopeLocked'),
        { kind: 'failed', why: 'locked', again: false, detail: 'ScopeLocked: about ScopeLocked' },
      ],
    ] as [Reply, object][])
      it(`by location are ${JSON.stringify(expected)} after ${JSON.stringify(reply)}`, async () => {
        server.always(() => reply);

        assert.deepEqual(await follow('location'), expected);
      });

    it('are asked for at no other host', async () => {
      const answer = await acts().follow(at, ada, { url: 'https://evil.example/operations/1', by: 'operation' });

      assert.ok(answer.kind === 'failed');
      assert.deepEqual([answer.why, answer.again], ['foreign-link', false]);
    });
  });

  describe('to look', () => {
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
      [
        'Microsoft.Batch/batchAccounts/b/pools/p',
        { currentDedicatedNodes: 1, allocationState: 'Resizing' },
        'changing',
      ],
      [
        'Microsoft.MachineLearningServices/workspaces/w/computes/c',
        { properties: { state: 'Stopped' } },
        'deallocated',
      ],
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

  it('tag beside the tags that are there', async () => {
    server.next({ status: 200, json: {} });

    assert.deepEqual(await acts().tag(at, ada, target(vm), { 'mining-watch': 'C-7' }), { kind: 'over' });
    assert.equal(last().method, 'PATCH');
    assert.equal(last().path, `${vm}/providers/Microsoft.Resources/tags/default`);
    assert.deepEqual(last().body, { operation: 'Merge', properties: { tags: { 'mining-watch': 'C-7' } } });
  });

  describe('may be done', () => {
    const may = (act: 'stop' | 'delete', ...ids: string[]) => acts().may(at, ada, act, ids.map(target));
    const permissions = (...value: object[]) => ({ json: { value } });

    it('as the permissions of their groups say, each group asked for once', async () => {
      const other = vm.replace('rg-q7', 'RG-other');
      server.always(({ path }) =>
        path.includes('/rg-q7/')
          ? permissions({ actions: ['*'], notActions: ['Microsoft.Compute/disks/delete'] })
          : failed(403, 'AuthorizationFailed'),
      );

      assert.deepEqual(await may('delete', vm, disk, other), {
        [resourceKey(vm)]: 'yes',
        [resourceKey(disk)]: 'no',
        [resourceKey(other)]: 'unknown',
      });
      assert.equal(server.asked.length, 2);
    });

    it('where every right that a stop needs is there', async () => {
      server.always(() =>
        permissions({ actions: ['Microsoft.Compute/virtualMachines/deallocate/action'] }, { actions: ['*/read'] }),
      );
      const pool = idOf('Microsoft.Batch/batchAccounts/b/pools/p');

      assert.deepEqual(await may('stop', vm, pool, disk), {
        [resourceKey(vm)]: 'yes',
        [resourceKey(pool)]: 'no',
        [resourceKey(disk)]: 'unknown',
      });
    });

    it('to a whole group by the right to delete groups', async () => {
      server.next(permissions({ actions: ['Microsoft.Resources/subscriptions/resourceGroups/*'], notActions: [] }));

      assert.deepEqual(await may('delete', group), { [resourceKey(group)]: 'yes' });
    });

    it('by nobody whose sign-in Azure refuses', async () => {
      server.always(() => failed(401, 'InvalidAuthenticationTokenTenant'));

      const answer = await may('delete', vm);

      assert.equal('kind' in answer && answer.kind === 'refused' && answer.why, 'wrong-tenant');
    });

    it('unknown for what is not of this subscription, or no id', async () => {
      const odd = [
        vm.replace(subscription, 'other'),
        `/subscriptions/${subscription}/resourceGroups/../providers/a/b/c`,
        'x',
      ];

      const answers = await may('delete', ...odd);

      assert.deepEqual(Object.values(answers), ['unknown', 'unknown', 'unknown']);
      assert.equal(server.asked.length, 0);
    });

    it('unknown where the list is odd or leads to another host', async () => {
      for (const reply of [{ json: { value: 'x' } }, { json: { value: [], nextLink: 'https://evil.example' } }]) {
        server.next(reply);

        assert.deepEqual(await may('delete', vm), { [resourceKey(vm)]: 'unknown' });
      }
    });
  });
});
