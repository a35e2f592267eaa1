import { putDenial } from '../azure/locks.ts';
import { putGroup, resourceOf } from '../azure/parts.ts';
import type { Store } from '../store.ts';
import type { Weighed } from './estate-servers.ts';

type Place = Parameters<typeof resourceOf>[0];

/**
 * What those have who compute much: a cluster and a Databricks workspace with the groups that they manage, learning
 * computes and a Batch pool, which no list of resources shows (facts/azure.md 1.1).
 */
export function analyticsParts(
  store: Store,
  at: { readonly stem: string; readonly placeOf: (group: string) => Place },
): readonly Weighed[] {
  const { stem } = at;
  const place = at.placeOf(`rg-${stem}-compute`);
  const nodes = at.placeOf(`MC_rg-${stem}-compute_aks-${stem}_westeurope`);
  const bricks = at.placeOf(`databricks-rg-${stem}`);
  const ready = { provisioningState: 'Succeeded' };
  const id = (type: string, name: string): string => resourceOf(place, type, name).id;
  const cluster = id('Microsoft.ContainerService/managedClusters', `aks-${stem}`);
  const workspace = id('Microsoft.Databricks/workspaces', `dbw-${stem}`);
  const groupId = `/subscriptions/${place.subscriptionId}/resourceGroups/${bricks.group}`;
  putGroup(store, nodes, { managedBy: cluster });
  putGroup(store, bricks, { managedBy: workspace });
  putDenial(store, groupId, `System deny assignment created by Azure Databricks ${workspace}`);
  const machineLearning = 'Machine Learning';
  return [
    {
      weight: 0.5,
      resource: resourceOf(place, 'Microsoft.ContainerService/managedClusters', `aks-${stem}`, {
        serviceName: 'Azure Kubernetes Service',
        properties: { ...ready, nodeResourceGroup: nodes.group, kubernetesVersion: '1.33.2' },
      }),
    },
    {
      weight: 0,
      resource: resourceOf(place, 'Microsoft.ContainerService/managedClusters/agentPools', `aks-${stem}/nodepool1`, {
        serviceName: 'Azure Kubernetes Service',
        properties: { ...ready, count: 3, vmSize: 'Standard_D4s_v5', mode: 'System' },
      }),
    },
    {
      weight: 14,
      resource: resourceOf(nodes, 'Microsoft.Compute/virtualMachineScaleSets', 'aks-nodepool1-31724-vmss', {
        sku: 'Standard_D4s_v5',
        serviceName: 'Virtual Machines',
        managedBy: cluster,
        properties: { ...ready, timeCreated: nodes.createdAt },
      }),
    },
    {
      weight: 0,
      resource: resourceOf(place, 'Microsoft.MachineLearningServices/workspaces', `mlw-${stem}`, {
        serviceName: machineLearning,
        properties: ready,
      }),
    },
    {
      weight: 3,
      resource: resourceOf(place, 'Microsoft.MachineLearningServices/workspaces/computes', `mlw-${stem}/notebook`, {
        serviceName: machineLearning,
        properties: { ...ready, computeType: 'ComputeInstance', properties: { vmSize: 'Standard_DS3_v2' } },
      }),
    },
    {
      weight: 0,
      resource: resourceOf(place, 'Microsoft.Batch/batchAccounts', `batch${stem.replaceAll('-', '')}`, {
        serviceName: 'Batch',
        properties: { ...ready, poolAllocationMode: 'BatchService' },
      }),
    },
    {
      weight: 4,
      resource: resourceOf(place, 'Microsoft.Batch/batchAccounts/pools', `batch${stem.replaceAll('-', '')}/nightly`, {
        serviceName: 'Virtual Machines',
        properties: {
          ...ready,
          vmSize: 'STANDARD_D4S_V5',
          allocationState: 'Steady',
          currentDedicatedNodes: 2,
          currentLowPriorityNodes: 0,
          scaleSettings: { fixedScale: { targetDedicatedNodes: 2, targetLowPriorityNodes: 0 } },
        },
      }),
    },
    {
      weight: 5,
      resource: resourceOf(place, 'Microsoft.Databricks/workspaces', `dbw-${stem}`, {
        sku: 'premium',
        serviceName: 'Azure Databricks',
        properties: { ...ready, managedResourceGroupId: groupId },
      }),
    },
    {
      weight: 1,
      resource: resourceOf(bricks, 'Microsoft.Storage/storageAccounts', `dbstorage${store.ids.letters(stem, 8)}`, {
        sku: 'Standard_GRS',
        serviceName: 'Storage',
        managedBy: workspace,
        properties: ready,
      }),
    },
    {
      weight: 1.5,
      resource: resourceOf(place, 'Microsoft.ContainerInstance/containerGroups', `aci-${stem}`, {
        serviceName: 'Container Instances',
        properties: {
          ...ready,
          osType: 'Linux',
          containers: [{ name: 'etl', properties: { image: 'registry.example/etl:4', command: ['python', 'run.py'] } }],
        },
      }),
    },
  ];
}
