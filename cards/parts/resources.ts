import type { ResourceView } from '../views.ts';
import { outside, type Shown, say } from './escape.ts';
import type { Line } from './facts.ts';
import type { MessageKey, Words } from './words.ts';

/** Azure resource types that mining has been seen on or that it leaves behind, in lower case. */
const types: Readonly<Record<string, MessageKey>> = {
  'microsoft.compute/virtualmachines': 'resource.vm',
  'microsoft.compute/virtualmachinescalesets': 'resource.vmss',
  'microsoft.batch/batchaccounts': 'resource.batch',
  'microsoft.containerinstance/containergroups': 'resource.container',
  'microsoft.containerservice/managedclusters': 'resource.aks',
  'microsoft.machinelearningservices/workspaces': 'resource.ml',
  'microsoft.compute/disks': 'resource.disk',
  'microsoft.network/publicipaddresses': 'resource.ip',
  'microsoft.network/networkinterfaces': 'resource.nic',
  'microsoft.web/sites': 'resource.web',
  'microsoft.storage/storageaccounts': 'resource.storage',
  'microsoft.compute/virtualmachines/extensions': 'resource.extension',
  'microsoft.compute/snapshots': 'resource.snapshot',
  'microsoft.batch/batchaccounts/pools': 'resource.pool',
  'microsoft.containerservice/managedclusters/agentpools': 'resource.agentPool',
  'microsoft.machinelearningservices/workspaces/computes': 'resource.compute',
  'microsoft.network/networksecuritygroups': 'resource.nsg',
  'microsoft.network/loadbalancers': 'resource.lb',
  'microsoft.network/virtualnetworks': 'resource.vnet',
  'microsoft.automation/automationaccounts': 'resource.automation',
  'microsoft.resources/resourcegroups': 'resource.group',
  'microsoft.subscription': 'resource.subscription',
};

const shownResources = 5;

/** What kind of resource it is, in words where we have them. */
export function typeOf(words: Words, type: string): Shown {
  const key = types[type.toLowerCase()];
  return key ? say(words, key) : outside(type.split('/').slice(-1)[0] ?? type);
}

/** A size without the word that all sizes begin with. */
export function sizeOf(size: string): Shown {
  return outside(size.replace(/^Standard_/i, ''));
}

/** Its name, and what kind it is. */
export function resourceLine(words: Words, resource: ResourceView): Line {
  const shown = outside(resource.name);
  return resource.type === undefined ? { shown } : { shown, kind: typeOf(words, resource.type) };
}

/** The first few, and how many more there are. */
export function firstFew<T>(words: Words, lines: readonly T[], most: number = shownResources): readonly (T | Line)[] {
  const rest = lines.length - most;
  if (rest <= 0) return lines;
  return [...lines.slice(0, most), { shown: say(words, 'fact.andMore', { count: rest }) }];
}
