import type { ActivityEvent } from '../activity.ts';
import type { ResourceKey } from '../azure-resource.ts';
import type { Creation } from '../creations.ts';

/** Whether the same caller made something before the trouble, from the same address and with the same application. */
export type Pipelines = (creation: Creation) => boolean;

export function pipelinesOf(creations: ReadonlyMap<ResourceKey, Creation>, windowFrom: number): Pipelines {
  const usual = new Set(
    [...creations.values()].flatMap((one) => (one.at < windowFrom ? (wayOf(one.caller, one.event) ?? []) : [])),
  );
  return ({ caller, event }) => {
    const way = wayOf(caller, event);
    return way !== undefined && usual.has(way);
  };
}

function wayOf(key: string | undefined, { caller }: ActivityEvent): string | undefined {
  if (key === undefined || caller.address === undefined || caller.appId === undefined) return undefined;
  return JSON.stringify([key, caller.address, caller.appId.toLowerCase()]);
}
