import type { AzureResource, ResourceKey } from './azure-resource.ts';
import { computeKind } from './compute.ts';

/** Whether the machines of a resource are resources of their own, whose cost is counted there and not twice. */
export function countedBelowOf(byKey: ReadonlyMap<ResourceKey, AzureResource>): (resource: AzureResource) => boolean {
  const groups = new Set<string>();
  const holders = new Set<ResourceKey>();
  for (const { type, group, parent } of byKey.values()) {
    if (computeKind(type) !== 'machines') continue;
    if (type.startsWith('microsoft.compute/')) groups.add(group);
    if (parent !== undefined) holders.add(parent);
  }
  const hasMachines = ({ managesGroup }: AzureResource) => managesGroup !== undefined && groups.has(managesGroup);
  return (resource) => {
    if (computeKind(resource.type) === 'holder') return hasMachines(resource) || holders.has(resource.key);
    // The nodes of a cluster's pool are scale sets in the group that the cluster manages.
    const cluster = byKey.get(resource.parent ?? '');
    return (
      resource.type === 'microsoft.containerservice/managedclusters/agentpools' &&
      cluster !== undefined &&
      hasMachines(cluster)
    );
  };
}
