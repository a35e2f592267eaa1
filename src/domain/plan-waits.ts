import type { AzureResource, ResourceKey } from './azure-resource.ts';
import { byTier, tierOf, type UsersOf } from './plan-order.ts';
import { rootOf, type Wholes } from './plan-parts.ts';

interface Wait {
  readonly root: ResourceKey;
  readonly user: ResourceKey;
  readonly userRoot: ResourceKey;
}

/**
 * What must be gone before each resource that is deleted by itself: those that use it, or use a part of it. What goes
 * with another one waits for that only. There is never a circle, in which nothing would ever begin: of references that
 * lead both ways, that which agrees with the order of types counts, else the first.
 */
export function waitsAmong(
  going: readonly AzureResource[],
  wholes: Wholes,
  usersOf: UsersOf,
): ReadonlyMap<ResourceKey, readonly ResourceKey[]> {
  const byKey = new Map(going.map((one) => [one.key, one]));
  const tier = (key: ResourceKey) => tierOf(byKey.get(key)?.type ?? '');
  const found = going.toSorted(byTier).flatMap(({ key }): readonly Wait[] => {
    const root = rootOf(key, wholes);
    const users = usersOf(key).filter((user) => byKey.has(user));
    return users
      .map((user) => ({ root, user, userRoot: rootOf(user, wholes) }))
      .filter(({ userRoot }) => userRoot !== root);
  });
  const isDownhill = ({ root, userRoot }: Wait) => tier(userRoot) < tier(root);
  const kept = new Map<ResourceKey, Wait[]>();
  for (const wait of found.filter(isDownhill)) keep(wait, kept);
  for (const wait of found.filter((one) => !isDownhill(one)))
    if (!leadsTo(wait.root, wait.userRoot, kept)) keep(wait, kept);
  return new Map([...kept].map(([root, waits]) => [root, [...new Set(waits.map(({ user }) => user))]]));
}

function keep(wait: Wait, kept: Map<ResourceKey, Wait[]>): void {
  const others = kept.get(wait.root);
  if (others) others.push(wait);
  else kept.set(wait.root, [wait]);
}

/** Whether `from` waits, by however many steps, for `target`. */
function leadsTo(target: ResourceKey, from: ResourceKey, kept: ReadonlyMap<ResourceKey, readonly Wait[]>): boolean {
  const seen = new Set([from]);
  for (const key of seen) {
    if (key === target) return true;
    for (const { userRoot } of kept.get(key) ?? []) seen.add(userRoot);
  }
  return false;
}
