import type { AzureResource } from './azure-resource.ts';

/** What something that computes is, by type: how it is weighed, priced and stopped depends on it. */
type ComputeKind =
  /** One machine, or several alike of one size. */
  | 'machines'
  /** Holds machines that are resources of their own. */
  | 'holder'
  /** Runs what it is told without machines of its own to be seen. */
  | 'service';

/** Types that may mine (facts/azure.md 1.2 and 4.1). */
const computeTypes: Readonly<Record<string, ComputeKind>> = {
  'microsoft.compute/virtualmachines': 'machines',
  'microsoft.compute/virtualmachinescalesets': 'machines',
  'microsoft.containerservice/managedclusters/agentpools': 'machines',
  'microsoft.batch/batchaccounts/pools': 'machines',
  'microsoft.machinelearningservices/workspaces/computes': 'machines',
  'microsoft.containerservice/managedclusters': 'holder',
  'microsoft.batch/batchaccounts': 'holder',
  'microsoft.machinelearningservices/workspaces': 'holder',
  'microsoft.databricks/workspaces': 'holder',
  'microsoft.containerinstance/containergroups': 'service',
  'microsoft.app/containerapps': 'service',
  'microsoft.web/serverfarms': 'service',
  'microsoft.automation/automationaccounts': 'service',
};

/** Types with a gentle stop (facts/azure.md 2.5 and 2.6). */
const stoppableTypes: ReadonlySet<string> = new Set([
  'microsoft.compute/virtualmachines',
  'microsoft.compute/virtualmachinescalesets',
  'microsoft.containerservice/managedclusters',
  'microsoft.containerservice/managedclusters/agentpools',
  'microsoft.batch/batchaccounts/pools',
  'microsoft.machinelearningservices/workspaces/computes',
  'microsoft.containerinstance/containergroups',
]);

export function computeKind(type: string): ComputeKind | undefined {
  return Object.hasOwn(computeTypes, type) ? computeTypes[type] : undefined;
}

export function isCompute(resource: Pick<AzureResource, 'type'>): boolean {
  return computeKind(resource.type) !== undefined;
}

/** Whether stopping is known for the type; what it saves is counted as saved. */
export function isStoppable(type: string): boolean {
  return stoppableTypes.has(type);
}
