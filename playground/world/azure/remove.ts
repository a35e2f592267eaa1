import type { Store, WorldResource } from '../store.ts';
import { groupIdOf, holds, keyOf } from './resource-id.ts';
import { noteUses, usersOf } from './users.ts';

/** Takes a resource out of Azure, with its children and with what it manages or was told to take along. */
export function removeResource(store: Store, key: string): void {
  const resource = store.resources.get(key);
  if (resource === undefined) return;
  const along = taken(resource);
  const group = managedGroup(resource);
  for (const [other, r] of store.resources) {
    if (holds(key, other) || (group !== undefined && holds(group, other))) bury(store, other, r);
  }
  if (group !== undefined) store.azure.groups.delete(group);
  for (const other of along) removeResource(store, other);
  noteBeaten(store, resource.subscriptionId);
  store.changed();
}

/**
 * Empties a group and deletes it. What something outside of the group still uses stays, and with it the group; its ids
 * are returned (facts/azure.md 2.4).
 */
export function removeGroup(store: Store, groupKey: string): readonly string[] {
  const within = [...store.resources].filter(([key]) => holds(groupKey, key));
  const kept = within.filter(([key]) => usersOf(store, key).some((user) => !holds(groupKey, keyOf(user.id))));
  const keptKeys = new Set(kept.map(([key]) => key));
  const going = within.filter(([key]) => !keptKeys.has(key));
  for (const [key, resource] of going) {
    const managed = managedGroup(resource);
    if (managed !== undefined && !holds(groupKey, managed)) removeGroup(store, managed);
    bury(store, key, resource);
  }
  if (kept.length === 0) {
    store.azure.groups.delete(groupKey);
    for (const key of store.azure.deployments.keys()) if (holds(groupKey, key)) store.azure.deployments.delete(key);
  }
  const subscriptionId = groupKey.split('/')[2] ?? '';
  noteBeaten(store, subscriptionId);
  store.changed();
  return kept.map(([, r]) => r.id);
}

function bury(store: Store, key: string, resource: WorldResource): void {
  store.resources.delete(key);
  noteUses(store, resource, false);
  store.azure.gone.push({ ...resource, goneAt: store.clock.now().toISOString() });
  for (const [id, lock] of store.azure.locks) if (holds(key, keyOf(lock.scope))) store.azure.locks.delete(id);
}

/** Keys of what a machine takes along: the disks and interfaces whose `deleteOption` says so (facts/azure.md 2.5). */
function taken(resource: WorldResource): readonly string[] {
  const found: string[] = [];
  const search = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(search);
    else if (typeof value === 'object' && value !== null) {
      const fields: Record<string, unknown> = { ...value };
      const inner: Record<string, unknown> = { ...fields, ...spread(fields.properties), ...spread(fields.managedDisk) };
      if (inner.deleteOption === 'Delete' && typeof inner.id === 'string') found.push(keyOf(inner.id));
      Object.values(fields).forEach(search);
    }
  };
  search(resource.properties);
  return found;
}

function spread(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Key of the group that comes and goes with a cluster or a managed application. */
function managedGroup(resource: WorldResource): string | undefined {
  const { nodeResourceGroup: node, managedResourceGroupId: managed } = resource.properties ?? {};
  if (typeof managed === 'string') return keyOf(managed);
  if (typeof node !== 'string') return undefined;
  const own = groupIdOf(resource.id) ?? '';
  return keyOf(own.replace(/[^/]+$/, node));
}

function noteBeaten(store: Store, subscriptionId: string): void {
  const attacker = store.azure.attackers.get(subscriptionId);
  if (attacker === undefined || attacker.beatenAt !== undefined) return;
  if ([...store.resources.values()].some((r) => r.subscriptionId === subscriptionId && r.mines)) return;
  store.azure.attackers.set(subscriptionId, { ...attacker, beatenAt: store.clock.now().toISOString() });
}
