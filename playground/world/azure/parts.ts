import type { Store, WorldResource } from '../store.ts';
import { keyOf } from './resource-id.ts';
import { noteUses } from './users.ts';

interface Place {
  readonly subscriptionId: string;
  readonly group: string;
  readonly location: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

type More = Partial<
  Pick<
    WorldResource,
    'sku' | 'kind' | 'tags' | 'properties' | 'managedBy' | 'uses' | 'costPerHour' | 'serviceName' | 'mines'
  >
>;

/** A resource of a type under a name, in a group; children are named like `server/database`. */
export function resourceOf(place: Place, type: string, name: string, more: More = {}): WorldResource {
  const [namespace = '', ...types] = type.split('/');
  const names = name.split('/');
  const path = types.map((t, i) => `${t}/${names[i] ?? 'default'}`).join('/');
  return {
    id: `/subscriptions/${place.subscriptionId}/resourceGroups/${place.group}/providers/${namespace}/${path}`,
    name,
    type,
    location: place.location,
    subscriptionId: place.subscriptionId,
    createdAt: place.createdAt,
    changedAt: place.createdAt,
    costPerHour: 0,
    serviceName: 'Other',
    mines: false,
    ...more,
  };
}

export function putResource(store: Store, resource: WorldResource): WorldResource {
  store.resources.set(keyOf(resource.id), resource);
  noteUses(store, resource, true);
  return resource;
}

export function putGroup(store: Store, place: Place, more: { tags?: Record<string, string>; managedBy?: string } = {}) {
  const id = `/subscriptions/${place.subscriptionId}/resourceGroups/${place.group}`;
  const { subscriptionId, location, createdAt } = place;
  if (store.azure.groups.has(keyOf(id))) return id;
  store.azure.groups.set(keyOf(id), { id, name: place.group, subscriptionId, location, createdAt, tags: {}, ...more });
  return id;
}

/** A network with a subnet, and the security group that guards it. */
export function networkOf(place: Place, stem: string) {
  const guard = resourceOf(place, 'Microsoft.Network/networkSecurityGroups', `nsg-${stem}`, {
    properties: { provisioningState: 'Succeeded', securityRules: [] },
    serviceName: 'Virtual Network',
  });
  const network = resourceOf(place, 'Microsoft.Network/virtualNetworks', `vnet-${stem}`, {
    properties: {
      provisioningState: 'Succeeded',
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
    },
    serviceName: 'Virtual Network',
  });
  return { guard, network };
}

interface MachinePlan {
  readonly name: string;
  readonly size: string;
  readonly perHour: number;
  readonly mines: boolean;
  readonly vmId: string;
  readonly spot?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A machine with its interface, address and disk, as the command line leaves them: each on its own (facts/azure.md 2.5). */
export function machineOf(
  place: Place,
  net: { guard: WorldResource; network: WorldResource },
  plan: MachinePlan,
): readonly [machine: WorldResource, nic: WorldResource, address: WorldResource, disk: WorldResource] {
  const { name, tags = {} } = plan;
  const address = resourceOf(place, 'Microsoft.Network/publicIPAddresses', `${name}-ip`, {
    sku: 'Standard',
    tags,
    costPerHour: 0.005,
    serviceName: 'Virtual Network',
    properties: { provisioningState: 'Succeeded', publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
  });
  const nic = resourceOf(place, 'Microsoft.Network/networkInterfaces', `${name}-nic`, {
    tags,
    serviceName: 'Virtual Network',
    uses: [keyOf(address.id), keyOf(net.guard.id), keyOf(net.network.id)],
    properties: {
      provisioningState: 'Succeeded',
      networkSecurityGroup: { id: net.guard.id },
      ipConfigurations: [
        {
          name: 'main',
          properties: {
            primary: true,
            subnet: { id: `${net.network.id}/subnets/default` },
            publicIPAddress: { id: address.id, properties: { deleteOption: 'Detach' } },
          },
        },
      ],
    },
  });
  const disk = resourceOf(place, 'Microsoft.Compute/disks', `${name}-os`, {
    sku: 'Premium_LRS',
    tags,
    costPerHour: 0.027,
    serviceName: 'Storage',
    properties: { provisioningState: 'Succeeded', diskSizeGB: 128, osType: 'Linux', timeCreated: place.createdAt },
  });
  const machine = resourceOf(place, 'Microsoft.Compute/virtualMachines', name, {
    sku: plan.size,
    tags,
    costPerHour: plan.perHour,
    serviceName: 'Virtual Machines',
    mines: plan.mines,
    uses: [keyOf(nic.id), keyOf(disk.id)],
    properties: {
      provisioningState: 'Succeeded',
      vmId: plan.vmId,
      timeCreated: place.createdAt,
      hardwareProfile: { vmSize: plan.size },
      ...(plan.spot === true ? { priority: 'Spot', evictionPolicy: 'Deallocate' } : {}),
      storageProfile: {
        imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
        osDisk: {
          name: disk.name,
          osType: 'Linux',
          createOption: 'FromImage',
          deleteOption: 'Detach',
          managedDisk: { id: disk.id, storageAccountType: 'Premium_LRS' },
        },
        dataDisks: [],
      },
      osProfile: { computerName: name, adminUsername: 'azureuser' },
      networkProfile: { networkInterfaces: [{ id: nic.id, properties: { primary: true, deleteOption: 'Detach' } }] },
    },
  });
  return [machine, nic, address, disk];
}
