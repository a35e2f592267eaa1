import type { Store } from '../store.ts';
import type { AzureLock } from './state.ts';

/** Ids are compared without case; a path may begin with more than one slash (facts/azure.md 1.1, 2.2). */
export function keyOf(id: string): string {
  return id.toLowerCase().replace(/^\/*/, '/').replace(/\/+$/, '');
}

export function groupIdOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/i.exec(id)?.[0];
}

export function groupNameOf(id: string): string {
  return groupIdOf(id)?.split('/')[4] ?? '';
}

export function subscriptionOf(id: string): string {
  return id.split('/')[2]?.toLowerCase() ?? '';
}

/** The whole type in an id's last provider, e.g. `Microsoft.Sql/servers/databases`; '' where there is none. */
export function typeOf(id: string): string {
  const parts = id.split('/');
  const at = parts.findLastIndex((p) => p.toLowerCase() === 'providers');
  if (at < 0) return '';
  const [namespace, ...rest] = parts.slice(at + 1);
  return [namespace, ...rest.filter((_, i) => i % 2 === 0)].join('/');
}

/** Whether a scope is the thing at the key, or above it; both as keys. */
export function holds(scope: string, key: string): boolean {
  return key.startsWith(scope) && (key.length === scope.length || key[scope.length] === '/');
}

/** The first lock at or above a key that forbids deletion. */
export function lockOf(store: Store, key: string): AzureLock | undefined {
  return [...store.azure.locks.values()].find((lock) => holds(keyOf(lock.scope), key));
}
