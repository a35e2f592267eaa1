import type { ResourceKey } from './azure-resource.ts';

/** An entry of a subscription's activity log (facts/azure.md 4), reduced to what a story needs. Times are ISO 8601 in UTC. */
export interface ActivityEvent {
  readonly id: string;
  readonly at: string;
  /** In lower case, e.g. `microsoft.compute/virtualmachines/write`. */
  readonly operation: string;
  /** As written: Started, Accepted, Succeeded, Failed. */
  readonly status: string;
  /** As written, e.g. Created, OK, Conflict. */
  readonly subStatus?: string;
  readonly resource: ResourceKey;
  readonly group?: string;
  /** One deployment has one over many resources. */
  readonly correlationId: string;
  readonly caller: ActivityCaller;
  /** VM size that the answer names. */
  readonly size?: string;
  /** Of a role assignment: who got what, as far as the request tells. */
  readonly grant?: {
    readonly principalId?: string;
    readonly principalType?: string;
    readonly roleDefinitionId?: string;
  };
}

/** Who did it, as the log's claims tell. Names and addresses are outside text. */
export interface ActivityCaller {
  /** The log's own word for who: a user principal name, or a GUID for applications. */
  readonly name?: string;
  readonly objectId?: string;
  readonly appId?: string;
  readonly tenantId?: string;
  readonly address?: string;
  /** From `authnmethodsreferences`: `pwd` alone is no second factor. */
  readonly mfa: 'yes' | 'no' | 'unknown';
}

/** The same caller, however the log spells it: one key for comparing and counting; undefined where nobody is named. */
export function callerKey(caller: ActivityCaller): string | undefined {
  return (caller.objectId ?? caller.name ?? caller.appId)?.toLowerCase();
}
