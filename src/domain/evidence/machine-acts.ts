import { isFailure, type TimedEvent } from '../activity-kinds.ts';
import type { ResourceKey } from '../azure-resource.ts';
import { keyAbove } from '../key-parts.ts';

/** Something that was put into a machine from outside. */
export interface MachineAct {
  readonly at: number;
  readonly kind: 'driver' | 'command';
}

/** By machine, in time. */
export type MachineActs = ReadonlyMap<ResourceKey, readonly MachineAct[]>;

/** GPU driver extensions and run commands (facts/azure.md 4.1); `events` are in time. */
export function machineActsOf(events: readonly TimedEvent[]): MachineActs {
  const acts = new Map<ResourceKey, MachineAct[]>();
  for (const { event, at, kind } of events) {
    if (kind !== 'extension' || isFailure(event)) continue;
    const isExtension = /\/extensions\/[^/]+$/.test(event.resource);
    if (isExtension && !/gpudriver[^/]*$/.test(event.resource)) continue;
    const machine = /\/(?:extensions|runcommands)\/[^/]+$/.test(event.resource)
      ? keyAbove(event.resource)
      : event.resource;
    if (machine === undefined) continue;
    const act = { at, kind: isExtension ? ('driver' as const) : ('command' as const) };
    const known = acts.get(machine);
    if (known) known.push(act);
    else acts.set(machine, [act]);
  }
  return acts;
}
