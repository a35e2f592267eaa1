import type { AzureResource, ResourceKey } from '../azure-resource.ts';
import type { Creation } from '../creations.ts';
import { instant } from '../instants.ts';

/**
 * Regions in which nothing stood before the window. None where no region was in use before: then all is new, and that
 * says nothing. A resource of unknown age counts as old.
 */
export function newRegionsOf(
  resources: readonly AzureResource[],
  creations: ReadonlyMap<ResourceKey, Creation>,
  windowFrom: number,
): ReadonlySet<string> {
  const firstUse = new Map<string, number>();
  for (const { key, location, createdAt } of resources) {
    if (location === '' || location === 'global') continue;
    const at = instant(createdAt) ?? creations.get(key)?.at ?? -Infinity;
    firstUse.set(location, Math.min(at, firstUse.get(location) ?? Infinity));
  }
  const regions = [...firstUse];
  if (!regions.some(([, at]) => at < windowFrom)) return new Set();
  return new Set(regions.filter(([, at]) => at >= windowFrom).map(([region]) => region));
}
