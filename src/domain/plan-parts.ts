import type { AzureResource, ResourceKey } from './azure-resource.ts';
import { keyAbove } from './key-parts.ts';

/** What each resource goes with: it disappears with that one, and is not deleted by itself. */
export type Wholes = ReadonlyMap<ResourceKey, ResourceKey>;

/** What is part of what among the resources; nothing is part of itself, not even by a detour. */
export function wholesAmong(resources: readonly AzureResource[]): Wholes {
  const wholeOf = wholeFinder(resources);
  const wholes = new Map<ResourceKey, ResourceKey>();
  for (const one of resources) {
    const whole = wholeOf(one);
    if (whole !== undefined && rootOf(whole, wholes) !== one.key) wholes.set(one.key, whole);
  }
  return wholes;
}

/** The one that a resource goes with in the end: itself where it is part of nothing. */
export function rootOf(key: ResourceKey, wholes: Wholes): ResourceKey {
  let root = key;
  for (let above = wholes.get(root); above !== undefined; above = wholes.get(root)) root = above;
  return root;
}

/** The resources, and all that disappears with them: what is below, their children, and the groups that they manage. */
export function withParts(
  chosen: readonly AzureResource[],
  resources: readonly AzureResource[],
): readonly AzureResource[] {
  const going = new Map(chosen.map((one) => [one.key, one]));
  for (;;) {
    const wholeOf = wholeFinder([...going.values()]);
    const more = resources.filter((one) => !going.has(one.key) && wholeOf(one) !== undefined);
    if (more.length === 0) return [...going.values()];
    for (const one of more) going.set(one.key, one);
  }
}

/** Finds the nearest of the resources that another one is directly part of. */
function wholeFinder(among: readonly AzureResource[]): (one: AzureResource) => ResourceKey | undefined {
  const keys = new Set(among.map(({ key }) => key));
  const managers = new Map(
    among.toReversed().flatMap(({ key, managesGroup }) => (managesGroup ? [[managesGroup, key] as const] : [])),
  );
  return ({ key, parent, group }) =>
    [nearestAbove(key, keys), parent, managers.get(group)].find(
      (whole) => whole !== undefined && whole !== key && keys.has(whole),
    );
}

function nearestAbove(key: ResourceKey, keys: ReadonlySet<ResourceKey>): ResourceKey | undefined {
  let above = keyAbove(key);
  while (above !== undefined && !keys.has(above)) above = keyAbove(above);
  return above;
}
