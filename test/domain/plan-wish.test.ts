import assert from 'node:assert/strict';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { wished } from '../../src/domain/plan-wish.ts';
import { wishFor } from '../support/plans.ts';
import { keyOf, resource } from '../support/readings.ts';
import { subscription } from '../support/samples.ts';

const ip = resource('ip/w-1');
const nic = resource('nic/w-1', { refs: [ip.key] });
const disk = resource('disk/w-1', { managedBy: keyOf('vm/w-1') });
const vm = resource('vm/w-1', { refs: [nic.key, disk.key] });
const extension = resource(`${vm.key}/extensions/e`, { parent: vm.key });
const machine = [vm, nic, disk, ip, extension];

function wanted(
  chosen: readonly AzureResource[],
  resources: readonly AzureResource[],
  change: Parameters<typeof wishFor>[1] = {},
): readonly string[] {
  return wished(wishFor(chosen, change), resources)
    .map(({ key }) => key.split('/').slice(-2).join('/'))
    .toSorted();
}

describe('what a wish speaks of', () => {
  it('is what was chosen and its parts', () => {
    assert.deepEqual(wanted([vm], machine), ['extensions/e', 'virtualmachines/w-1']);
  });

  it('is what hangs on it, too, where wanted: interface, disk, and then the address that only the interface uses', () => {
    assert.deepEqual(wanted([vm], machine, { withAttached: true }), [
      'disks/w-1',
      'extensions/e',
      'networkinterfaces/w-1',
      'publicipaddresses/w-1',
      'virtualmachines/w-1',
    ]);
  });

  for (const [what, user] of [
    ['a shared disk', resource('vm/other', { refs: [disk.key] })],
    ['a shared interface', resource('vm/other', { refs: [nic.key] })],
    ['an address that a balancer uses', resource('microsoft.network/loadbalancers/b', { refs: [ip.key] })],
    ['a disk with a snapshot', resource('microsoft.compute/snapshots/s', { refs: [disk.key] })],
  ] as const)
    it(`is not ${what}, unless all its users go`, () => {
      const shared = user.refs[0]?.split('/').slice(-2).join('/') ?? '';
      const resources = [...machine, user];

      assert.ok(!wanted([vm], resources, { withAttached: true }).includes(shared));
      assert.ok(wanted([vm, user], resources, { withAttached: true }).includes(shared));
    });

  it('is no disk, interface or address that nothing uses, nor a network or its rules', () => {
    const loose = resource('disk/loose');
    const network = resource('microsoft.network/virtualnetworks/n');
    const connected = { ...nic, refs: [...nic.refs, network.key] };

    const found = wanted([vm], [vm, connected, ip, loose, network], { withAttached: true });

    assert.deepEqual(found, ['networkinterfaces/w-1', 'publicipaddresses/w-1', 'virtualmachines/w-1']);
  });

  it('is not another machine whose name begins alike', () => {
    assert.deepEqual(wanted([vm], [vm, resource('vm/w-10'), resource('vm/w-1-x')]), ['virtualmachines/w-1']);
  });

  for (const scope of [
    `/subscriptions/${subscription}/resourcegroups/rg1`,
    `/subscriptions/${subscription}/resourcegroups`,
    `/subscriptions/${subscription}`,
    '',
  ])
    it(`is nothing at all for ${JSON.stringify(scope)}: that is no resource`, () => {
      assert.deepEqual(wanted([], machine, { resources: [scope], withAttached: true }), []);
    });

  it('is the children of children, also of those that only say whose they are', () => {
    const account = resource('microsoft.batch/batchaccounts/b');
    const pool = resource('microsoft.batch/batchaccounts/b/pools/p', { parent: account.key });
    const stray = resource('microsoft.stray/things/s', { parent: pool.key });

    assert.deepEqual(wanted([account], [account, pool, stray]), ['batchaccounts/b', 'pools/p', 'things/s']);
  });

  it('is the group that a cluster manages: it disappears with that', () => {
    const cluster = resource('aks/k', { managesGroup: 'mc_k' });
    const nodes = resource('vmss/nodes', { group: 'mc_k' });
    const inside = resource(`${nodes.key}/extensions/e`, { parent: nodes.key });

    assert.deepEqual(wanted([cluster], [cluster, nodes, inside, vm]), [
      'extensions/e',
      'managedclusters/k',
      'virtualmachinescalesets/nodes',
    ]);
  });

  it('is all in a group, in any letters, and what that manages elsewhere', () => {
    const cluster = resource('aks/k', { managesGroup: 'mc_k' });
    const nodes = resource('vmss/nodes', { group: 'mc_k' });
    const other = resource('vm/x', { group: 'rg10' });

    const found = wanted([], [vm, cluster, nodes, other], { kind: 'group', group: 'RG1' });

    assert.deepEqual(found, ['managedclusters/k', 'virtualmachines/w-1', 'virtualmachinescalesets/nodes']);
  });

  it('is no resource where the subscription itself is meant', () => {
    assert.deepEqual(wanted([vm], machine, { kind: 'subscription' }), []);
  });

  it('comes to an end where resources are said to be each other’s parts', () => {
    const a = resource('vm/a', { parent: keyOf('vm/b'), managesGroup: 'rg1' });
    const b = resource('vm/b', { parent: keyOf('vm/a') });

    assert.deepEqual(wanted([a], [a, b]), ['virtualmachines/a', 'virtualmachines/b']);
  });
});
