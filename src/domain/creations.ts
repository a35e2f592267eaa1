import type { ActivityEvent } from './activity.ts';
import { isCreation, isFailure, isWrite, type TimedEvent } from './activity-kinds.ts';
import type { AzureResource, ResourceKey } from './azure-resource.ts';
import type { CallerKeyOf } from './caller-keys.ts';
import { minute } from './clocks.ts';
import { instant } from './instants.ts';

/** The write that made a resource, as far as the activity log shows it. */
export interface Creation {
  readonly at: number;
  readonly event: ActivityEvent;
  /** Undefined where the log names nobody. */
  readonly caller?: string;
}

/** How far the log's time and the time of creation that the resource tells may lie apart. */
const tie = 15 * minute;

/**
 * Who made what, by the log: the write that the log calls a creation and that the resource's own time of creation
 * confirms, else any write at that time, else, where the resource tells no time, the oldest creation (facts/azure.md 4).
 * Resources that are gone again are there too. `events` are in time; one pass.
 */
export function creationsOf(
  events: readonly TimedEvent[],
  byKey: ReadonlyMap<ResourceKey, AzureResource>,
  keyOf: CallerKeyOf,
): ReadonlyMap<ResourceKey, Creation> {
  const writes = new Map<ResourceKey, TimedEvent[]>();
  for (const timed of events) {
    if (isFailure(timed.event) || !isWrite(timed.event)) continue;
    const known = writes.get(timed.event.resource);
    if (known) known.push(timed);
    else writes.set(timed.event.resource, [timed]);
  }
  const found = new Map<ResourceKey, Creation>();
  for (const [key, own] of writes) {
    const made = creationAmong(own, instant(byKey.get(key)?.createdAt));
    if (made === undefined) continue;
    const caller = keyOf(made.event.caller);
    found.set(key, { at: made.at, event: made.event, ...(caller === undefined ? {} : { caller }) });
  }
  return found;
}

function creationAmong(writes: readonly TimedEvent[], createdAt: number | undefined): TimedEvent | undefined {
  const creations = writes.filter(({ event }) => isCreation(event));
  if (createdAt === undefined) return creations[0];
  return nearest(creations, createdAt) ?? nearest(writes, createdAt);
}

function nearest(events: readonly TimedEvent[], to: number): TimedEvent | undefined {
  const away = ({ at }: TimedEvent) => Math.abs(at - to);
  return events
    .filter((one) => away(one) <= tie)
    .reduce<TimedEvent | undefined>(
      (best, one) => (best === undefined || away(one) < away(best) ? one : best),
      undefined,
    );
}
