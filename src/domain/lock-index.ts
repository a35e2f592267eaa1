import { compare, isFailure, type TimedEvent } from './activity-kinds.ts';
import type { AzureLock, ResourceKey } from './azure-resource.ts';

/** A lock with the event that made it, where the log shows it. */
export interface KnownLock {
  readonly lock: AzureLock;
  readonly made?: TimedEvent;
}

/** Locks at or above a key, without looking at all locks for each; those nearest first. */
export type LocksOn = (key: ResourceKey) => readonly KnownLock[];

/** Locks by what they hold for, in the order of their names, each with who made it, by the activity log, whose events are in time. */
export function indexLocks(locks: readonly AzureLock[], events: readonly TimedEvent[]): LocksOn {
  const made = new Map(
    events
      .filter(({ event, kind }) => kind === 'lock-made' && !isFailure(event))
      .map((timed) => [timed.event.resource, timed] as const),
  );
  const byScope = new Map<ResourceKey, KnownLock[]>();
  for (const lock of locks.toSorted((a, b) => compare(a.name, b.name))) {
    const known = withMaker(
      lock,
      made.get(`${lock.scope}/providers/microsoft.authorization/locks/${lock.name.toLowerCase()}`),
    );
    const others = byScope.get(lock.scope);
    if (others) others.push(known);
    else byScope.set(lock.scope, [known]);
  }
  if (byScope.size === 0) return () => [];
  return (key) => scopesOf(key).flatMap((scope) => byScope.get(scope) ?? []);
}

function withMaker(lock: AzureLock, made: TimedEvent | undefined): KnownLock {
  if (made === undefined) return { lock };
  const { caller } = made.event;
  const madeBy = lock.madeBy ?? caller.name ?? caller.appId ?? caller.objectId;
  return { lock: madeBy === undefined ? lock : { ...lock, madeBy }, made };
}

/** The key itself and all that it lies within. */
function scopesOf(key: ResourceKey): readonly ResourceKey[] {
  const scopes: ResourceKey[] = [];
  for (let end = key.length; end > 0; end = key.lastIndexOf('/', end - 1)) scopes.push(key.slice(0, end));
  return scopes;
}
