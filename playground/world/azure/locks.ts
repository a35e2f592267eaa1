import type { Store } from '../store.ts';
import { keyOf } from './resource-id.ts';
import type { AzureLock } from './state.ts';

/** Locks a scope, CanNotDelete by default; returns the lock's id. */
export function putLock(
  store: Store,
  scope: string,
  more: Partial<Pick<AzureLock, 'name' | 'level' | 'notes'>> = {},
): string {
  const { name = 'keep', level = 'CanNotDelete', notes } = more;
  const id = `${scope}/providers/Microsoft.Authorization/locks/${name}`;
  store.azure.locks.set(keyOf(id), { id, name, scope, level, ...(notes === undefined ? {} : { notes }) });
  store.changed();
  return id;
}

/** A system's ban on all deletes and writes at a scope and below. */
export function putDenial(store: Store, scope: string, name: string): void {
  const id = `${scope}/providers/Microsoft.Authorization/denyAssignments/${store.ids.uuid(`${scope}/${name}`)}`;
  const description = 'Created by the system to keep what it manages from being changed.';
  store.azure.denials.set(keyOf(id), { id, name, scope, description });
  store.changed();
}
