import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { refsOf, textsOf } from '../../src/azure/refs.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import { idOf, vm } from './scope.ts';

const nic = idOf('Microsoft.Network/networkInterfaces/n-1');
const disk = idOf('Microsoft.Compute/disks/d-1');
const net = idOf('Microsoft.Network/virtualNetworks/v');
const nsg = idOf('Microsoft.Network/networkSecurityGroups/g');
const key = resourceKey;

describe('references of a resource', () => {
  it('are the ids in its properties, as keys, once each', () => {
    const properties = {
      storageProfile: { osDisk: { managedDisk: { id: disk.toUpperCase() } } },
      networkProfile: { networkInterfaces: [{ id: nic }, { id: nic }] },
      availabilitySet: null,
      other: 'text /subscriptions/x',
    };

    assert.deepEqual(refsOf(key(vm), properties), [key(disk), key(nic)]);
  });

  it('name what is around a nested one, too', () => {
    const properties = { ipConfigurations: [{ properties: { subnet: { id: `${net}/subnets/s` } } }] };

    assert.deepEqual(refsOf(key(nic), properties), [key(`${net}/subnets/s`), key(net)]);
  });

  it('are not the resource itself, nor its parts, groups or subscriptions', () => {
    const properties = {
      self: vm,
      part: `${vm}/extensions/x`,
      group: vm.split('/providers/')[0],
      subscription: vm.split('/resourceGroups/')[0],
    };

    assert.deepEqual(refsOf(key(vm), properties), []);
  });

  for (const [id, properties] of [
    [nic, { virtualMachine: { id: vm } }],
    [nsg, { networkInterfaces: [{ id: nic }], subnets: [{ id: `${net}/subnets/s` }] }],
    [idOf('Microsoft.Network/publicIPAddresses/p'), { ipConfiguration: { id: `${nic}/ipConfigurations/x` } }],
    [net, { subnets: [{ properties: { ipConfigurations: [{ id: `${nic}/ipConfigurations/x` }] } }] }],
    [idOf('Microsoft.Compute/snapshots/s'), { creationData: { sourceResourceId: disk } }],
    [idOf('Microsoft.Storage/storageAccounts/s'), { privateEndpointConnections: [{ properties: { id: nic } }] }],
  ] as const)
    it(`leave out what only refers back: ${Object.keys(properties).join()} of ${id.split('/').at(-2)}`, () => {
      assert.deepEqual(refsOf(key(id), properties), []);
    });

  it('of a network are the security groups of its subnets', () => {
    const properties = { subnets: [{ id: `${net}/subnets/s`, properties: { networkSecurityGroup: { id: nsg } } }] };

    assert.deepEqual(refsOf(key(net), properties), [key(nsg)]);
  });

  it('and texts are bounded, and read from anything', () => {
    let deep: unknown = { image: 'x', id: disk };
    for (let i = 0; i < 5000; i++) deep = { deep };
    const wide = { command: Array.from({ length: 100_000 }, (_, i) => `run ${i} ${'x'.repeat(1000)}`) };

    assert.deepEqual(refsOf(key(vm), deep), []);
    assert.equal(textsOf(key(vm), wide).length, 20);
    assert.ok(textsOf(key(vm), wide).every((text) => text.length <= 500));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        refsOf(key(vm), value);
        textsOf(key(vm), value);
      }),
    );
  });
});

describe('texts of a resource', () => {
  it('are images and commands of containers', () => {
    const properties = {
      containers: [
        { name: 'c', properties: { image: 'evil/xmrig:1', command: ['/x', '--donate-level=1'], ports: [] } },
      ],
    };

    assert.deepEqual(textsOf(key(idOf('Microsoft.ContainerInstance/containerGroups/g')), properties), [
      'evil/xmrig:1',
      '/x',
      '--donate-level=1',
    ]);
  });

  it('are settings of extensions', () => {
    const properties = {
      publisher: 'Microsoft.HpcCompute',
      type: 'NvidiaGpuDriverLinux',
      settings: { commandToExecute: 'curl pool' },
      provisioningState: 'Succeeded',
    };

    assert.deepEqual(textsOf(key(`${vm}/extensions/x`), properties), [
      'Microsoft.HpcCompute',
      'NvidiaGpuDriverLinux',
      'curl pool',
    ]);
    assert.deepEqual(textsOf(key(vm), { ...properties, settings: {} }), []);
  });
});
