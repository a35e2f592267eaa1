import type { ActivityEvent } from '../activity.ts';
import type { ResourceKey } from '../azure-resource.ts';
import type { Creation } from '../creations.ts';

/** How resources came to be before the trouble. */
export interface Pipelines {
  /** Whether the same caller made something then, from the same address and with the same application. */
  readonly isUsual: (creation: Creation) => boolean;
  /** Callers who made something then. */
  readonly makers: ReadonlySet<string>;
}

export function pipelinesOf(creations: ReadonlyMap<ResourceKey, Creation>, windowFrom: number): Pipelines {
  const before = [...creations.values()].filter(({ at }) => at < windowFrom);
  const ways = new Set(before.flatMap(({ caller, event }) => wayOf(caller, event) ?? []));
  return {
    isUsual({ caller, event }) {
      const way = wayOf(caller, event);
      return way !== undefined && ways.has(way);
    },
    makers: new Set(before.flatMap(({ caller }) => caller ?? [])),
  };
}

function wayOf(key: string | undefined, { caller }: ActivityEvent): string | undefined {
  if (key === undefined || caller.address === undefined || caller.appId === undefined) return undefined;
  return JSON.stringify([key, caller.address, caller.appId.toLowerCase()]);
}
