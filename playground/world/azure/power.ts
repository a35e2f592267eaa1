import type { Store, WorldResource } from '../store.ts';
import type { PowerState } from './types.ts';

/** Types that run or do not run, in small letters; what is not here just is. */
const powered: ReadonlySet<string> = new Set([
  'microsoft.compute/virtualmachines',
  'microsoft.compute/virtualmachinescalesets',
  'microsoft.containerservice/managedclusters',
  'microsoft.containerservice/managedclusters/agentpools',
  'microsoft.containerinstance/containergroups',
  'microsoft.app/containerapps',
  'microsoft.machinelearningservices/workspaces/computes',
  'microsoft.batch/batchaccounts/pools',
  'microsoft.web/sites',
]);

function hasPower(resource: Pick<WorldResource, 'type'>): boolean {
  return powered.has(resource.type.toLowerCase());
}

/** Undefined for a type that just is. */
export function powerOf(resource: WorldResource): PowerState | undefined {
  if (!hasPower(resource)) return undefined;
  return resource.power?.at(-1)?.state ?? 'running';
}

/** Writes into the resource's history that it runs or not from a time (ISO) on; of types without power, nothing. */
export function setPower(store: Store, resource: WorldResource, state: PowerState, at: string): void {
  if (!hasPower(resource) || powerOf(resource) === state) return;
  const changed: WorldResource = { ...resource, changedAt: at, power: [...(resource.power ?? []), { at, state }] };
  store.resources.set(resource.id.toLowerCase(), changed);
  store.changed();
}

/** Starts or stops a resource with the machines that it manages: a cluster or its pool has them in a group of its own. */
export function setPowerAll(store: Store, key: string, state: PowerState, at: string): void {
  const resource = store.resources.get(key);
  if (resource === undefined) return;
  setPower(store, resource, state, at);
  const owner = resource.id.toLowerCase().replace(/\/agentpools\/[^/]+$/, '');
  for (const other of store.resources.values()) {
    if (other.managedBy?.toLowerCase() === owner) setPower(store, other, state, at);
  }
}

/** Milliseconds between two times in which the resource was billed: a machine that was only stopped still is. */
export function billedMs(resource: WorldResource, from: number, to: number): number {
  const start = Math.max(from, Date.parse(resource.createdAt));
  const end = Math.min(to, resource.goneAt === undefined ? to : Date.parse(resource.goneAt));
  const changes = resource.power ?? [];
  let billed = 0;
  let since = start;
  let running = true;
  for (const { at, state } of changes) {
    const then = Math.min(Math.max(Date.parse(at), start), Math.max(end, start));
    if (running) billed += then - since;
    since = then;
    running = state !== 'deallocated';
  }
  return running ? billed + Math.max(end - since, 0) : billed;
}
