import type { PowerState } from '../domain/azure-resource.ts';
import { asRecord, asText } from '../http/loose.ts';
import { pick, pickCount, pickText } from './pick.ts';

/** Whether a resource runs, by its type in lower case and its body as its provider tells it; unknown for other types. */
export function powerOf(type: string, body: unknown): PowerState {
  return readers[type]?.(body) ?? 'unknown';
}

/**
 * Words of the statuses of an instance view, `PowerState/running`. Several machines are one: running as soon as one
 * is, deallocated only if all are.
 */
export function powerOfStatuses(statuses: unknown): PowerState {
  const states = (Array.isArray(statuses) ? statuses : []).flatMap((one) => {
    const said = /^PowerState\/(\w+)$/i.exec(asText(asRecord(one)?.['code']) ?? '')?.[1];
    return said === undefined ? [] : [machineWords[said.toLowerCase()] ?? 'unknown'];
  });
  return summed(states);
}

export function summed(states: readonly PowerState[]): PowerState {
  const order: readonly PowerState[] = ['running', 'changing', 'stopped', 'unknown', 'deallocated'];
  return order.find((state) => states.includes(state)) ?? 'unknown';
}

const machineWords: Readonly<Record<string, PowerState>> = {
  running: 'running',
  starting: 'changing',
  stopping: 'changing',
  deallocating: 'changing',
  stopped: 'stopped',
  deallocated: 'deallocated',
};

/** Words of services whose stopped things cost nothing (facts/azure.md 2.6); their disks and plans stay billed. */
const serviceWords: Readonly<Record<string, PowerState>> = {
  running: 'running',
  jobrunning: 'running',
  stopped: 'deallocated',
  succeeded: 'deallocated',
  starting: 'changing',
  stopping: 'changing',
  creating: 'changing',
  pending: 'changing',
  progressing: 'changing',
  restarting: 'changing',
};

function byWord(...paths: readonly string[]) {
  return (body: unknown) => serviceWords[pickText(body, ...paths)?.toLowerCase() ?? ''];
}

function byNodes(nodes: number | undefined, allocation: string | undefined): PowerState | undefined {
  if (allocation !== undefined && /^(resizing|stopping)$/i.test(allocation)) return 'changing';
  return nodes === undefined ? undefined : nodes === 0 ? 'deallocated' : 'running';
}

const readers: Readonly<Record<string, (body: unknown) => PowerState | undefined>> = {
  'microsoft.compute/virtualmachines': (body) => {
    const power = powerOfStatuses(pick(body, 'properties.instanceView.statuses'));
    // Assumption: Resource Graph has it here (facts/azure.md 1.2).
    return power === 'unknown' ? powerOfStatuses([pick(body, 'properties.extended.instanceView.powerState')]) : power;
  },
  'microsoft.compute/virtualmachinescalesets': (body) =>
    pickCount(body, 'sku.capacity') === 0 ? 'deallocated' : undefined,
  'microsoft.containerservice/managedclusters': byWord('properties.powerState.code'),
  'microsoft.containerservice/managedclusters/agentpools': (body) => {
    if (/^(scaling|updating|creating)$/i.test(pickText(body, 'properties.provisioningState') ?? '')) return 'changing';
    return pickCount(body, 'properties.count') === 0 ? 'deallocated' : byWord('properties.powerState.code')(body);
  },
  'microsoft.batch/batchaccounts/pools': (body) => {
    const dedicated = pickCount(body, 'properties.currentDedicatedNodes');
    const low = pickCount(body, 'properties.currentLowPriorityNodes');
    const nodes = dedicated === undefined && low === undefined ? undefined : (dedicated ?? 0) + (low ?? 0);
    return byNodes(nodes, pickText(body, 'properties.allocationState'));
  },
  'microsoft.machinelearningservices/workspaces/computes': (body) => {
    const state = byWord('properties.properties.state')(body);
    if (state !== undefined) return state;
    const nodes = pickCount(body, 'properties.properties.currentNodeCount');
    return byNodes(nodes, pickText(body, 'properties.properties.allocationState'));
  },
  'microsoft.containerinstance/containergroups': byWord('properties.instanceView.state'),
  'microsoft.app/containerapps': byWord('properties.runningStatus'),
  'microsoft.web/sites': byWord('properties.state'),
};
