import assert from 'node:assert/strict';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import { localServer } from '../support/http-server.ts';
import { ada } from '../support/outside.ts';
import { actsAt, disk, failed, group, target } from './acting.ts';
import { at, idOf, subscription, vm } from './scope.ts';

describe('acts on Azure that may be done', () => {
  const server = localServer();
  const acts = () => actsAt(server);
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
