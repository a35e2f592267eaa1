import type { Store, WorldResource } from '../store.ts';
import type { Json } from '../types.ts';
import { keyOf } from './resource-id.ts';

/** The resources that use the one at a key, and so keep it from being deleted. */
export function usersOf(store: Store, key: string): readonly WorldResource[] {
  return [...(store.azure.users.get(key) ?? [])].flatMap((user) => store.resources.get(user) ?? []);
}

/** Notes that a resource uses others from now on, or no longer does. */
export function noteUses(store: Store, resource: WorldResource, isThere: boolean): void {
  for (const used of resource.uses ?? []) {
    const users = store.azure.users.get(used) ?? new Set();
    store.azure.users.set(used, users);
    if (isThere) users.add(keyOf(resource.id));
    else users.delete(keyOf(resource.id));
  }
}

/** Who manages a resource: its machine while a disk is attached, else its lasting owner. */
export function managerOf(store: Store, resource: WorldResource): string | undefined {
  if (resource.managedBy !== undefined) return resource.managedBy;
  if (!isType(resource, 'Microsoft.Compute/disks')) return undefined;
  return usersOf(store, resource.id.toLowerCase())[0]?.id;
}

/** A resource's properties with what its users add: an address names its interface, a disk its state. */
export function propertiesOf(store: Store, resource: WorldResource): Json {
  const own = { ...resource.properties, ...instanceOf(store, resource) };
  const users = usersOf(store, resource.id.toLowerCase());
  const ids = users.map(({ id }) => ({ id }));
  switch (resource.type.toLowerCase()) {
    case 'microsoft.compute/disks':
      return { ...own, diskState: users.length > 0 ? 'Attached' : 'Unattached' };
    case 'microsoft.network/networkinterfaces':
      return users[0] === undefined ? own : { ...own, virtualMachine: { id: users[0].id } };
    case 'microsoft.network/publicipaddresses':
      return users[0] === undefined ? own : { ...own, ipConfiguration: { id: configurationOf(users[0]) } };
    case 'microsoft.network/networksecuritygroups':
      return ids.length === 0 ? own : { ...own, networkInterfaces: ids };
    case 'microsoft.network/virtualnetworks':
      return ids.length === 0 ? own : { ...own, subnets: [subnet(resource, users)] };
    default:
      return own;
  }
}

/** What tells an instance from a later one of the same name: `uniqueId` of a disk, `resourceGuid` of what a network is made of. */
function instanceOf(store: Store, resource: WorldResource): Json {
  const id = store.ids.uuid(`${resource.id.toLowerCase()} ${resource.createdAt}`);
  if (isType(resource, 'Microsoft.Compute/disks')) return { uniqueId: id };
  return /^microsoft\.network\/[^/]+$/i.test(resource.type) ? { resourceGuid: id } : {};
}

export function isType(resource: Pick<WorldResource, 'type'>, type: string): boolean {
  return resource.type.toLowerCase() === type.toLowerCase();
}

function configurationOf(user: WorldResource): string {
  return `${user.id}/${isType(user, 'Microsoft.Network/loadBalancers') ? 'frontendIPConfigurations' : 'ipConfigurations'}/main`;
}

function subnet(network: WorldResource, users: readonly WorldResource[]): Json {
  return {
    id: `${network.id}/subnets/default`,
    name: 'default',
    properties: {
      addressPrefix: '10.0.0.0/24',
      ipConfigurations: users.map((user) => ({ id: configurationOf(user) })),
    },
  };
}
