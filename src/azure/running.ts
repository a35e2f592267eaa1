import { atOnce } from '../domain/at-once.ts';
import type { AzureResource, PowerState, ResourceKey } from '../domain/azure-resource.ts';
import type { CpuReading } from '../domain/investigation.ts';
import { canStop, scaleSetType, vmType } from './acts-table.ts';
import type { VersionOf } from './api-versions.ts';
import type { Arm } from './client.ts';
import { readCpu } from './cpu.ts';
import type { Gaps } from './gaps.ts';
import { readState } from './resource-state.ts';

/** Resources that are asked one by one whether they run, and how busy they are. */
const mostPower = 100;
const mostCpu = 25;
const asked = 4;
/** Types whose host tells its CPU (facts/azure.md 5.3). */
const withCpu: ReadonlySet<string> = new Set([vmType, scaleSetType]);

/** What is known of a resource's power without asking it; `fresh` where it is not Resource Graph that says so. */
export interface Known {
  readonly state: PowerState;
  readonly fresh: boolean;
}

interface Asking {
  readonly arm: Arm;
  readonly versionOf: VersionOf;
  readonly subscriptionId: string;
  readonly gaps: Gaps;
  readonly focus: ReadonlySet<ResourceKey>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether each resource that can be stopped runs. What Resource Graph says is an index's, that lags: the first 100 are
 * asked themselves, `focus` first, then those that it says nothing of; it stands for the rest.
 */
export async function readPower(
  asking: Asking,
  resources: readonly AzureResource[],
  known: ReadonlyMap<ResourceKey, Known>,
): Promise<Readonly<Record<ResourceKey, PowerState>>> {
  const { arm, versionOf, subscriptionId, gaps, signal } = asking;
  const power: Record<ResourceKey, PowerState> = {};
  for (const [key, { state }] of known) power[key] = state;
  const open = resources.filter((one) => canStop(one.type) && known.get(one.key)?.fresh !== true);
  const untold = open.filter((one) => !known.has(one.key));
  const inOrder = focusFirst(asking, [...untold, ...open.filter((one) => known.has(one.key))]);
  await atOnce(asked, inOrder.slice(0, mostPower), async ({ id, key }) => {
    signal?.throwIfAborted();
    power[key] = await gaps.part<PowerState>('power', power[key] ?? 'unknown', async () => {
      const state = await readState(arm, versionOf, subscriptionId, id);
      return state.power;
    });
  });
  if (inOrder.slice(mostPower).some((one) => !known.has(one.key))) gaps.add('power', 'cut');
  return power;
}

/** CPU of `focus` and of machines that run. */
export async function readCpus(
  asking: Asking,
  resources: readonly AzureResource[],
  power: Readonly<Record<ResourceKey, PowerState>>,
  now: Date,
): Promise<Readonly<Record<ResourceKey, CpuReading>>> {
  const { arm, subscriptionId, gaps, focus, signal } = asking;
  const cpu: Record<ResourceKey, CpuReading> = {};
  const wanted = focusFirst(
    asking,
    resources.filter((one) => withCpu.has(one.type) && (focus.has(one.key) || power[one.key] === 'running')),
  );
  if (wanted.length > mostCpu) gaps.add('cpu', 'cut');
  await atOnce(asked, wanted.slice(0, mostCpu), async ({ id, key }) => {
    signal?.throwIfAborted();
    const reading = await gaps.part('cpu', undefined, () => readCpu(arm, subscriptionId, id, now));
    if (reading !== undefined && reading.averages.length > 0) cpu[key] = reading;
  });
  return cpu;
}

function focusFirst({ focus }: Asking, resources: readonly AzureResource[]): readonly AzureResource[] {
  return [...resources.filter((one) => focus.has(one.key)), ...resources.filter((one) => !focus.has(one.key))];
}
