import { type AzureResource, isWithin, type ResourceKey } from './azure-resource.ts';
import { keyAbove } from './key-parts.ts';
import { managersOf } from './removable.ts';

/** What each resource goes with: it disappears with that one, and is not deleted by itself. */
export type Wholes = ReadonlyMap<ResourceKey, ResourceKey>;

/** What is part of what among the resources; nothing is part of itself, not even by a detour. */
export function wholesAmong(resources: readonly AzureResource[]): Wholes {
  const takersOf = takersAmong(resources);
  const wholes = new Map<ResourceKey, ResourceKey>();
  for (const one of resources.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const [whole] = takersOf(one);
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
    const takersOf = takersAmong([...going.values()]);
    const more = resources.filter((one) => !going.has(one.key) && takersOf(one).length > 0);
    if (more.length === 0) return [...going.values()];
    for (const one of more) going.set(one.key, one);
  }
}

/** Finds those of the resources that would take another one along, the nearest first. */
export function takersAmong(among: readonly AzureResource[]): (one: AzureResource) => readonly ResourceKey[] {
  const keys = new Set(among.map(({ key }) => key));
  const managers = managersOf(among);
  return ({ key, parent, group }) =>
    [nearestAbove(key, keys), parent, managers.get(group)?.key]
      .filter((taker) => taker !== undefined)
      .filter((taker) => keys.has(taker) && !isWithin(taker, key));
}

function nearestAbove(key: ResourceKey, keys: ReadonlySet<ResourceKey>): ResourceKey | undefined {
  let above = keyAbove(key);
  while (above !== undefined && !keys.has(above)) above = keyAbove(above);
  return above;
}
