/** `stopped` is a machine that is off and still billed; `deallocated` one that costs nothing any more. */
export type PowerState = 'running' | 'stopped' | 'deallocated';

/**
 * What becomes of a delete or stop of one resource, in place of the ordinary long-running one (facts/azure.md 2.3, 2.7
 * and 8.7). `times` is how often a refusal comes before the ordinary course.
 */
export type AzureOutcome =
  /** Done at once: 200. */
  | { readonly kind: 'ok' }
  /** Done at once: 204. */
  | { readonly kind: 'no-content' }
  /** 202 with Azure-AsyncOperation; done in the end. */
  | { readonly kind: 'async' }
  /** 202 with Location alone; done in the end. */
  | { readonly kind: 'location' }
  /** 202 without a link; done in the end. */
  | { readonly kind: 'bare' }
  /** 202, and the operation fails in the end with this code. */
  | { readonly kind: 'failed'; readonly code?: string; readonly message?: string }
  | { readonly kind: 'canceled' }
  /** 202, and InProgress for ever. */
  | { readonly kind: 'never-ending' }
  /** Done in the end, but the link answers 404. */
  | { readonly kind: 'poll-404' }
  /** 409 ScopeLocked, as by a lock that no list shows. */
  | { readonly kind: 'locked' }
  /** 403 AuthorizationFailed. */
  | { readonly kind: 'forbidden' }
  /** 403 DenyAssignmentAuthorizationFailed. */
  | { readonly kind: 'denied' }
  /** 403 RequestDisallowedByPolicy. */
  | { readonly kind: 'policy' }
  /** 409 with an InUse code until another resource is gone. */
  | { readonly kind: 'in-use'; readonly until: string; readonly code?: string }
  | { readonly kind: 'throttled'; readonly times?: number; readonly retryAfter?: number; readonly code?: string }
  | { readonly kind: 'server-error'; readonly times?: number; readonly status?: number }
  /** 409 whose body has its keys in capitals: `{"Error":{"Code","Message"}}`. */
  | { readonly kind: 'capitalised' }
  /** 202 whose link names a host that is not ours. */
  | { readonly kind: 'foreign-host'; readonly host: string }
  /** Reports success, and the resource goes so much later. */
  | { readonly kind: 'lingers'; readonly ms: number }
  /** Reports success, but the resource stays. */
  | { readonly kind: 'stays' };

export type AzureAct = 'delete' | 'stop';

/** Who an attacker works as: a person of the customer's, an application, or somebody of the partner's own. */
export type AttackerKind = 'person' | 'application' | 'partner';

/** A resource for the page: `power` is absent for types that just are. */
export interface ResourceView {
  readonly group: string;
  readonly type: string;
  readonly name: string;
  readonly location: string;
  readonly power?: PowerState;
  /** What it costs now; nothing once stopped or gone. */
  readonly costPerHour: number;
  readonly mines: boolean;
  /** Whether a lock holds it. */
  readonly locked: boolean;
  readonly deleting: boolean;
  readonly goneAt?: string;
}

export interface SubscriptionView {
  readonly id: string;
  readonly name: string;
  readonly customerTenantId: string;
  readonly currency: string;
  /** 'cancelled' from the cancel on; 'inactive' once Partner Center says so. */
  readonly state: 'enabled' | 'cancelled' | 'inactive';
  readonly burnPerHour: number;
  readonly attacked: boolean;
  readonly resources: readonly ResourceView[];
}

/** What can be done to the fake Azure from outside of it. Resource ids are compared without case. */
export interface WorldAzure {
  /** What becomes of the next deletes or stops of a resource or group; undefined is the ordinary course again. */
  program(resourceId: string, outcome: AzureOutcome | undefined, act?: AzureAct): void;
  /** Locks a resource, group or subscription. Returns the lock's id. */
  lock(scope: string, lock?: { name?: string; level?: 'CanNotDelete' | 'ReadOnly'; notes?: string }): string;
  unlock(lockId: string): void;
  /** A system's ban on a scope (facts/azure.md 2.7). */
  deny(scope: string, name?: string): void;
  /** In place of a resource comes another of the same name: new vmId and time of creation. */
  replace(resourceId: string): void;
  /** Somebody changes a resource: tags are merged, `changedTime` moves. */
  change(resourceId: string, tags?: Readonly<Record<string, string>>): void;
  /** The customer's usual person makes one more resource, that uses others if told so. Returns its id. */
  make(made: {
    subscriptionId: string;
    group: string;
    type: string;
    name: string;
    location?: string;
    uses?: readonly string[];
  }): string;
  /** Takes from a person the right to act in a subscription, or gives it back. */
  allow(personId: string, subscriptionId: string, allowed: boolean): void;
  /** Switches an attacker on or off who makes machines, locks a disk, and comes back an hour after they were deleted. */
  attack(subscriptionId: string, on: boolean, as?: AttackerKind): void;
  /** Adds so many ordinary resources, for benchmarks. */
  fill(subscriptionId: string, count: number): void;
  /** Adds mining machines with interfaces, addresses, disks and a network: so many resources. Returns their ids. */
  chains(subscriptionId: string, count: number): readonly string[];
}

export interface AzureOptions {
  /** How many deletes a caller has at once in a subscription, and how many come back each second (facts/azure.md 7). */
  readonly deleteBucket?: number;
  readonly deleteRefill?: number;
  /** Length of an operation in real time; by default between 300 and 900 ms. */
  readonly operationMs?: number;
  /** Seconds of Retry-After while an operation runs. Default 1. */
  readonly pollAfter?: number;
  /** Whether locks bind people of the partner: those of Azure Lighthouse are not bound (facts/azure.md 0.1). Default true. */
  readonly locksBind?: boolean;
  /** Resources on a page of a list. Default 40. */
  readonly pageSize?: number;
}
