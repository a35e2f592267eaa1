import assert from 'node:assert/strict';
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { names, planFor } from '../support/plans.ts';
import { keyOf, resource } from '../support/readings.ts';

const network = resource('microsoft.network/virtualnetworks/vnet');
const rules = resource('microsoft.network/networksecuritygroups/nsg');
const ip = resource('ip/ip');
const nic = resource('nic/nic', { refs: [network.key, rules.key, ip.key, keyOf('vm/vm')] });
const disk = resource('disk/disk', { managedBy: keyOf('vm/vm') });
const vm = resource('vm/vm', { refs: [nic.key, disk.key] });
const machine = [network, rules, ip, nic, disk, vm];

const planOf = (resources: readonly AzureResource[]) => planFor(resources, resources).items;

/** Which names each name waits for. */
function waits(resources: readonly AzureResource[]): Readonly<Record<string, readonly string[]>> {
  const items = planOf(resources);
  const nameOf = new Map(items.map((item) => [item.resource.key, item.resource.name]));
  return Object.fromEntries(
    items
      .filter(({ waitsFor }) => waitsFor.length > 0)
      .map((item) => [item.resource.name, item.waitsFor.map((key) => nameOf.get(key) ?? key).toSorted()]),
  );
}

describe('the order of a plan', () => {
  it('is machine, interface, disk, address, rules, network', () => {
    assert.deepEqual(names(planOf(machine)), ['vm', 'nic', 'disk', 'ip', 'nsg', 'vnet']);
    assert.deepEqual(names(planOf(machine.toReversed())), ['vm', 'nic', 'disk', 'ip', 'nsg', 'vnet']);
  });

  it('has everything wait for what uses it', () => {
    assert.deepEqual(waits(machine), { nic: ['vm'], disk: ['vm'], ip: ['nic'], nsg: ['nic'], vnet: ['nic'] });
  });

  it('does not wait for what is not planned', () => {
    const items = planFor([nic, ip], machine).items;

    assert.deepEqual(
      items.map((item) => item.waitsFor.length),
      [0, 1],
    );
  });

  it('has parts go with their whole, which does not wait for them', () => {
    const extension = resource(`${vm.key}/extensions/driver`, { parent: vm.key, refs: [disk.key] });
    const items = planOf([extension, vm, disk]);

    assert.deepEqual(
      items.map(({ resource: of, action, goesWith }) => [of.name, action, goesWith]),
      [
        ['vm', 'delete', undefined],
        ['driver', 'goes-with', vm.key],
        ['disk', 'delete', undefined],
      ],
    );
    assert.deepEqual(waits([extension, vm, disk]), { disk: ['driver', 'vm'] });
  });

  it('has pools and computes go with their account and workspace', () => {
    const account = resource('microsoft.batch/batchaccounts/b');
    const pool = resource('microsoft.batch/batchaccounts/b/pools/p', { parent: account.key });

    const items = planOf([pool, account]);

    assert.deepEqual(
      items.map((item) => item.action),
      ['delete', 'goes-with'],
    );
    assert.deepEqual(waits([pool, account]), {});
  });

  it('has the nodes of a cluster go with it, and what uses them before it', () => {
    const cluster = resource('aks/k', { managesGroup: 'mc_k' });
    const balancer = resource('microsoft.network/loadbalancers/lb', { group: 'mc_k' });
    const outside = resource('vm/user', { refs: [balancer.key] });

    assert.deepEqual(names(planOf([cluster, balancer, outside])), ['user', 'k', 'lb']);
    assert.deepEqual(waits([cluster, balancer, outside]), { k: ['user'] });
  });

  const circles: readonly (readonly [string, readonly AzureResource[]])[] = [
    [
      'two networks that are peered both ways',
      [
        resource('microsoft.network/virtualnetworks/a', { refs: [keyOf('microsoft.network/virtualnetworks/b')] }),
        resource('microsoft.network/virtualnetworks/b', { refs: [keyOf('microsoft.network/virtualnetworks/a')] }),
      ],
    ],
    [
      'a machine and the interface that names it back',
      [resource('vm/a', { refs: [keyOf('nic/b')] }), resource('nic/b', { refs: [keyOf('vm/a')] })],
    ],
    [
      'what manages what it uses',
      [
        resource('microsoft.x/things/a', { managedBy: keyOf('microsoft.x/things/b') }),
        resource('microsoft.x/things/b', { refs: [keyOf('microsoft.x/things/a')] }),
        resource('microsoft.x/things/c', { managedBy: keyOf('microsoft.x/things/a') }),
      ],
    ],
    [
      'resources that manage each other',
      [
        resource('microsoft.x/things/a', { managedBy: keyOf('microsoft.x/things/b') }),
        resource('microsoft.x/things/b', { managedBy: keyOf('microsoft.x/things/a') }),
      ],
    ],
    [
      'resources that are each other’s parts',
      [resource('vm/a', { parent: keyOf('vm/b') }), resource('vm/b', { parent: keyOf('vm/a') })],
    ],
    [
      'a whole that uses what its own part is used by',
      [
        resource('microsoft.x/things/a', { refs: [keyOf('microsoft.y/things/b')] }),
        resource('microsoft.x/things/a/parts/p', { refs: [keyOf('microsoft.y/things/b')] }),
        resource('microsoft.y/things/b', { refs: [keyOf('microsoft.x/things/a/parts/p')] }),
      ],
    ],
  ];
  for (const [what, resources] of circles)
    it(`has no circle for ${what}`, () => {
      const items = planOf(resources);
      const before = new Set<string>();
      for (const item of items) {
        const first = item.goesWith === undefined ? item.waitsFor : [item.goesWith];
        assert.ok(first.every((key) => before.has(key)));
        before.add(item.resource.key);
      }

      assert.equal(items.length, resources.length);
    });

  it('of a circle keeps what agrees with the types', () => {
    const [machineOf, interfaceOf] = circles[1]?.[1] ?? [];
    assert.ok(machineOf && interfaceOf);

    assert.deepEqual(waits([interfaceOf, machineOf]), { b: ['a'] });
  });
});
