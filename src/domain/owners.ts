import type { AzureResource, ResourceKey } from './azure-resource.ts';
import { keyAbove } from './key-parts.ts';

/**
 * What manages each resource in the end: the cluster of a node, the workspace of a managed group, the machine of a disk
 * or an extension. Only owners that are among the resources; those that manage each other in a circle have none.
 */
export function ownersOf(byKey: ReadonlyMap<ResourceKey, AzureResource>): ReadonlyMap<ResourceKey, ResourceKey> {
  const managers = new Map<string, ResourceKey>();
  for (const { key, managesGroup } of byKey.values()) {
    const known = managesGroup === undefined ? undefined : managers.get(managesGroup);
    if (managesGroup !== undefined && managesGroup !== '' && (known === undefined || key < known))
      managers.set(managesGroup, key);
  }
  const direct = (resource: AzureResource): ResourceKey | undefined =>
    [resource.managedBy, machineOf(resource), managers.get(resource.group)].find(
      (key) => key !== undefined && key !== resource.key && byKey.has(key),
    );
  const owners = new Map<ResourceKey, ResourceKey>();
  for (const resource of byKey.values()) {
    const owner = rootOf(resource, byKey, direct);
    if (owner !== undefined) owners.set(resource.key, owner);
  }
  return owners;
}

/** The machine that an extension or a run command is part of. */
function machineOf({ type, key }: AzureResource): ResourceKey | undefined {
  return /^microsoft\.compute\/(?:virtualmachines|virtualmachinescalesets)\/\w+$/.test(type)
    ? keyAbove(key)
    : undefined;
}

/** Chains are as short as Azure's; longer ones are somebody's joke. */
const longestChain = 8;

function rootOf(
  resource: AzureResource,
  byKey: ReadonlyMap<ResourceKey, AzureResource>,
  direct: (resource: AzureResource) => ResourceKey | undefined,
): ResourceKey | undefined {
  let owner = direct(resource);
  for (let steps = 0; owner !== undefined; steps++) {
    const above = byKey.get(owner);
    const next = above && direct(above);
    if (next === undefined) return owner;
    if (steps >= longestChain) return undefined;
    owner = next;
  }
  return undefined;
}
