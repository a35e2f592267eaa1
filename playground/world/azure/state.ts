import type { WorldResource } from '../store.ts';
import type { AzureAct, AzureOptions, AzureOutcome } from './types.ts';

/** Who does something in Azure, as the activity log's claims tell. */
export interface AzureCaller {
  /** A user principal name, or the object id of an application. */
  readonly caller: string;
  /** Absent for applications. */
  readonly displayName?: string;
  readonly objectId: string;
  /** The tool, or the application itself. */
  readonly appId: string;
  readonly tenantId: string;
  readonly address: string;
  /** `pwd`, or `pwd,mfa`; absent for applications. */
  readonly authentication?: string;
  readonly role: string;
}

export interface AzureGroup {
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly managedBy?: string;
}

export interface AzureLock {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly level: 'CanNotDelete' | 'ReadOnly';
  readonly notes?: string;
}

export interface AzureDenial {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly description: string;
}

export interface AzureDeployment {
  readonly id: string;
  readonly name: string;
  readonly at: string;
  readonly correlationId: string;
  readonly resourceIds: readonly string[];
}

/** One entry of the activity log. */
export interface AzureEvent {
  readonly id: string;
  readonly subscriptionId: string;
  readonly at: string;
  /** E.g. `Microsoft.Compute/virtualMachines/write`. */
  readonly operation: string;
  readonly status: 'Started' | 'Accepted' | 'Succeeded' | 'Failed';
  readonly subStatus?: string;
  readonly resourceId: string;
  readonly correlationId: string;
  readonly operationId: string;
  readonly method: string;
  readonly by: AzureCaller;
  readonly request?: unknown;
  readonly response?: unknown;
}

export type OperationState = 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';

export interface AzureOperation {
  readonly id: string;
  /** In small letters. */
  readonly target: string;
  readonly act: AzureAct | 'start' | 'update';
  readonly begunAt: string;
  readonly state: OperationState;
  readonly endedAt?: string;
  readonly error?: { readonly code: string; readonly message: string };
  /** How it was answered, for a second request while it runs. */
  readonly outcome: AzureOutcome;
}

export interface Attacker {
  readonly by: AzureCaller;
  readonly on: boolean;
  /** Waves of machines so far. */
  readonly waves: number;
  /** Since when none of his machines is left. */
  readonly beatenAt?: string;
}

/** The part of the world's state that is Azure's alone; all keys are ids in small letters. */
export interface AzureState {
  readonly options: AzureOptions;
  readonly groups: Map<string, AzureGroup>;
  /** Of what is used, the keys of its users. */
  readonly users: Map<string, Set<string>>;
  readonly locks: Map<string, AzureLock>;
  readonly denials: Map<string, AzureDenial>;
  readonly deployments: Map<string, AzureDeployment>;
  /** Oldest first. */
  readonly events: AzureEvent[];
  readonly operations: Map<string, AzureOperation>;
  /** What is being deleted, with the operation's id. */
  readonly deleting: Map<string, string>;
  /** By act and id. */
  readonly programs: Map<string, AzureOutcome>;
  /** By person and subscription. */
  readonly withdrawn: Set<string>;
  /** By subscription. */
  readonly attackers: Map<string, Attacker>;
  /** Deleted resources: what they cost stays in the bill. */
  readonly gone: WorldResource[];
}

export function emptyAzure(options: AzureOptions): AzureState {
  return {
    options,
    groups: new Map(),
    users: new Map(),
    locks: new Map(),
    denials: new Map(),
    deployments: new Map(),
    events: [],
    operations: new Map(),
    deleting: new Map(),
    programs: new Map(),
    withdrawn: new Set(),
    attackers: new Map(),
    gone: [],
  };
}
