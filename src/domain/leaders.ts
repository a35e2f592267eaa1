import { compare } from './activity-kinds.ts';
import type { ResourceKey } from './azure-resource.ts';
import type { InvestigatedResource } from './investigation.ts';
import { usersAmong } from './plan-order.ts';
import { isAttachment } from './plan-wish.ts';
import { isSuspect } from './triage.ts';

/** Whom a resource comes after: its owner, or the first suspect of those that alone use it. */
export type Leaders = ReadonlyMap<ResourceKey, ResourceKey>;

/**
 * What follows what: a managed resource its owner; disks, interfaces and addresses that nothing but suspects uses, the
 * first of these. Named ones follow nobody. Every use is looked at once.
 */
export function leadersOf(
  found: readonly InvestigatedResource[],
  owners: ReadonlyMap<ResourceKey, ResourceKey>,
): Leaders {
  const leaders = new Map<ResourceKey, ResourceKey>();
  const sorted = found.toSorted(strongestFirst);
  const named = new Set(sorted.flatMap(({ resource, isNamed }) => (isNamed ? [resource.key] : [])));
  for (const [key, owner] of owners) if (!named.has(key)) leaders.set(key, owner);

  const usersOf = usersAmong(sorted.map(({ resource }) => resource));
  const managers = new Set(owners.values());
  const waiting = new Map<ResourceKey, number>();
  const usedBy = new Map<ResourceKey, ResourceKey[]>();
  for (const { resource } of sorted) {
    const { key } = resource;
    if (!isAttachment(resource) || named.has(key) || leaders.has(key) || managers.has(key)) continue;
    const users = usersOf(key);
    waiting.set(key, users.length);
    for (const user of users) {
      const known = usedBy.get(user);
      if (known) known.push(key);
      else usedBy.set(user, [key]);
    }
  }
  const suspects = new Set(sorted.filter(isSuspect).map(({ resource }) => resource.key));
  const going = [
    ...suspects,
    ...sorted.flatMap(({ resource: { key } }) =>
      suspects.has(owners.get(key) ?? '') && !suspects.has(key) ? [key] : [],
    ),
  ];
  const first = new Map<ResourceKey, ResourceKey>();
  for (let at = 0; at < going.length; at++) {
    const user = going[at] ?? '';
    for (const key of usedBy.get(user) ?? []) {
      const leader = first.get(key) ?? leaders.get(user) ?? user;
      first.set(key, leader);
      const left = (waiting.get(key) ?? 0) - 1;
      waiting.set(key, left);
      if (left !== 0 || suspects.has(key)) continue;
      leaders.set(key, leader);
      going.push(key);
    }
  }
  return leaders;
}

/** Named first, then by score, then by what it burns; each followed at once by what follows it. */
export function inOrder(found: readonly InvestigatedResource[], leaders: Leaders): readonly InvestigatedResource[] {
  const sorted = found.toSorted(strongestFirst);
  const followers = new Map<ResourceKey, InvestigatedResource[]>();
  for (const one of sorted) {
    const leader = leaders.get(one.resource.key);
    if (leader === undefined) continue;
    const known = followers.get(leader);
    if (known) known.push(one);
    else followers.set(leader, [one]);
  }
  const arranged = sorted
    .filter(({ resource }) => !leaders.has(resource.key))
    .flatMap((one) => [one, ...(followers.get(one.resource.key) ?? [])]);
  return arranged;
}

/** The order does not depend on that of the input. */
function strongestFirst(a: InvestigatedResource, b: InvestigatedResource): number {
  return (
    Number(b.isNamed) - Number(a.isNamed) ||
    b.score - a.score ||
    burning(b) - burning(a) ||
    compare(a.resource.key, b.resource.key)
  );
}

function burning({ burn }: InvestigatedResource): number {
  return 'high' in burn ? burn.high : 0;
}
