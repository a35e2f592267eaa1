/** Id of an Azure resource in lower case: its spelling differs between APIs, so only keys are compared (facts/azure.md 1.1). */
export type ResourceKey = string;

export function resourceKey(id: string): ResourceKey {
  return id.trim().toLowerCase().replace(/^\/*/, '/').replace(/\/+$/, '');
}

/** A resource of an Azure subscription, as Resource Manager lists it and Resource Graph adds to it. */
export interface AzureResource {
  /** As Azure writes it; calls are made with it. */
  readonly id: string;
  readonly key: ResourceKey;
  readonly name: string;
  /** Provider and whole type in lower case, e.g. `microsoft.compute/virtualmachines/extensions`. */
  readonly type: string;
  /** Region in lower case without blanks, e.g. `brazilsouth`; empty where there is none. */
  readonly location: string;
  /** Name of its resource group, in lower case. */
  readonly group: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Tags of its resource group, where that has any: Azure hands them down to nobody. */
  readonly groupTags?: Readonly<Record<string, string>>;
  /** VM size or name of the SKU, e.g. `Standard_NC24ads_A100_v4`. */
  readonly size?: string;
  /** Machines of a scale set or pool. */
  readonly instances?: number;
  /** Spot or low-priority capacity. */
  readonly spot?: boolean;
  /** Key of the resource that manages it: to be removed through that one only. */
  readonly managedBy?: ResourceKey;
  /** Key of the resource it is part of: an agent pool's cluster, a compute's workspace, a pool's Batch account. */
  readonly parent?: ResourceKey;
  /** Resource group, in lower case, that this resource manages: of a cluster, a Databricks workspace, a managed app. */
  readonly managesGroup?: string;
  readonly createdAt?: string;
  readonly changedAt?: string;
  readonly provisioningState?: string;
  /** Keys of other resources that its properties name: a machine's disks and interfaces, an interface's address. */
  readonly refs: readonly ResourceKey[];
  /** What somebody wrote into it and a miner may be told by: container images and commands, extension settings. Outside text. */
  readonly texts: readonly string[];
}

/** The resource group of a key in lower case, or '' for what is in none. */
export function groupOf(key: ResourceKey): string {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/.exec(key)?.[1] ?? '';
}

/** Whether a lock or another thing at `scope` holds for what is at `key`: the same, or anywhere below. */
export function isWithin(key: ResourceKey, scope: ResourceKey): boolean {
  return key === scope || key.startsWith(`${scope}/`);
}

export interface AzureLock {
  readonly name: string;
  /** Key of what it locks, and all below that. */
  readonly scope: ResourceKey;
  readonly level: 'CanNotDelete' | 'ReadOnly';
  readonly notes?: string;
  /** Who made it, where the activity log tells. */
  readonly madeBy?: string;
}

/** A system's own ban: of a deployment stack, a managed application, an AKS node group. Nobody may act against it. */
export interface DenyAssignment {
  readonly name: string;
  readonly scope: ResourceKey;
  /** Patterns of actions that it denies, as written. */
  readonly actions: readonly string[];
  readonly description?: string;
}

/** Whether the machine runs. `stopped` still costs: only deallocation frees it (product.md, trap 11). */
export type PowerState = 'running' | 'stopped' | 'deallocated' | 'changing' | 'unknown';
