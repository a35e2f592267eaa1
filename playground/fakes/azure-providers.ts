import type { Json } from '../world/types.ts';
import type { AzureCall } from './azure-call.ts';
import { azureError } from './azure-errors.ts';
import type { FakeAnswer } from './server.ts';

/** Newest versions as the packages of facts/azure.md name them. */
const known: Readonly<Record<string, string>> = {
  'microsoft.compute': '2026-04-01',
  'microsoft.containerservice': '2026-06-01',
  'microsoft.batch': '2023-11-01',
  'microsoft.machinelearningservices': '2022-10-01',
  'microsoft.containerinstance': '2023-05-01',
  'microsoft.resources': '2025-04-01',
  'microsoft.security': '2022-01-01',
};
/** Assumption: a version of every namespace that facts/azure.md names none for. */
const standard = '2024-05-01';
/** Types that answer without being resources of the world yet. */
const always = [
  'Microsoft.Compute/virtualMachines',
  'Microsoft.Compute/virtualMachines/extensions',
  'Microsoft.Compute/virtualMachineScaleSets',
  'Microsoft.Compute/disks',
  'Microsoft.Compute/snapshots',
  'Microsoft.Compute/images',
  'Microsoft.Network/networkInterfaces',
  'Microsoft.Network/publicIPAddresses',
  'Microsoft.Network/networkSecurityGroups',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.ContainerService/managedClusters/agentPools',
  'Microsoft.Batch/batchAccounts',
  'Microsoft.Batch/batchAccounts/pools',
  'Microsoft.MachineLearningServices/workspaces',
  'Microsoft.MachineLearningServices/workspaces/computes',
  'Microsoft.ContainerInstance/containerGroups',
  'Microsoft.App/containerApps',
  'Microsoft.Resources/deployments',
  'Microsoft.Resources/resourceGroups',
  'Microsoft.Authorization/locks',
];

/** `GET /subscriptions/{s}/providers`: the types and api-versions of every namespace (facts/azure.md 2.2). */
export function listProviders(call: AzureCall): FakeAnswer {
  const all = Map.groupBy(typesOf(call), (type) => type.split('/')[0] ?? '');
  return { status: 200, body: { value: [...all].map(([namespace, types]) => provider(call, namespace, types)) } };
}

export function getProvider(call: AzureCall): FakeAnswer {
  const asked = call.request.params.namespace ?? '';
  const types = typesOf(call).filter((type) => type.toLowerCase().startsWith(`${asked.toLowerCase()}/`));
  const namespace = types[0]?.split('/')[0];
  if (namespace === undefined)
    return azureError(404, 'InvalidResourceNamespace', `The resource namespace '${asked}' is invalid.`);
  return { status: 200, body: provider(call, namespace, types) };
}

function typesOf(call: AzureCall): readonly string[] {
  const own = [...call.store.resources.values()].map((r) => r.type);
  const types = new Map([...always, ...own].map((type) => [type.toLowerCase(), type]));
  return [...types.values()];
}

function provider(call: AzureCall, namespace: string, types: readonly string[]): Json {
  const newest = known[namespace.toLowerCase()] ?? standard;
  return {
    id: `/subscriptions/${call.subscription.id}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: types.map((type) => ({
      resourceType: type.slice(namespace.length + 1),
      locations: ['West Europe', 'North Europe', 'Brazil South'],
      // A preview that is newer than the newest, as providers often have: not the one to choose.
      apiVersions: ['2026-09-01-preview', newest, '2021-03-01'],
      capabilities: 'None',
    })),
  };
}
