import type { ResourceKey } from './azure-resource.ts';
import type { CaseId, PlanId, RunId } from './ids.ts';
import type { Person } from './people.ts';
import type { Fingerprint } from './plan.ts';

/** What a run does to its resources. */
export const acts = ['stop', 'start', 'delete', 'cancel'] as const;
export type Act = (typeof acts)[number];

/** planned → checking → running → verifying → done; or failed, skipped, unknown. */
export const itemStates = [
  'planned',
  'checking',
  'running',
  'verifying',
  'done',
  'failed',
  'skipped',
  'unknown',
] as const;
export type ItemState = (typeof itemStates)[number];

/** Why Azure or we ourselves did not do it; the words are in locales under `outcome.` (facts/azure.md 2.7). */
export type OutcomeWhy =
  | 'locked'
  | 'no-right'
  | 'deny-assignment'
  | 'policy'
  | 'in-use'
  | 'reserved'
  | 'busy'
  | 'group-being-deleted'
  | 'subscription-disabled'
  | 'wrong-tenant'
  | 'not-alone'
  | 'throttled'
  | 'unreachable'
  | 'lost-access'
  | 'needs-sign-in'
  | 'mfa'
  | 'operation-failed'
  | 'operation-canceled'
  | 'still-there'
  | 'took-too-long'
  | 'not-the-one'
  | 'already-gone'
  | 'came-back'
  | 'owner-stays'
  | 'not-stoppable'
  | 'cancelled'
  | 'role-lost'
  | 'other';

/** Where a long-running operation is followed (facts/azure.md 2.3). */
export interface FollowLink {
  readonly url: string;
  readonly by: 'operation' | 'location';
}

export interface RunItem {
  readonly key: ResourceKey;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly fingerprint: Fingerprint;
  readonly action: 'act' | 'goes-with';
  readonly goesWith?: ResourceKey;
  readonly waitsFor: readonly ResourceKey[];
  readonly state: ItemState;
  readonly why?: OutcomeWhy;
  /** The service's own words, bounded: outside text. */
  readonly detail?: string;
  /** Requests that asked for the act. */
  readonly asked: number;
  /** Waits and repeats in the present state. */
  readonly tries: number;
  /** Not before. */
  readonly dueAt?: string;
  readonly follow?: FollowLink;
  readonly beganAt?: string;
  readonly endedAt?: string;
  /** `x-ms-correlation-request-id` of the requests that acted. */
  readonly correlationIds: readonly string[];
}

export interface Run {
  readonly id: RunId;
  readonly caseId: CaseId;
  readonly act: Act;
  readonly planId?: PlanId;
  /** With whose rights it is done: who asked for a stop, or approved a plan. */
  readonly by: Person;
  readonly startedAt: string;
  readonly cancelledAt?: string;
  readonly endedAt?: string;
  readonly items: readonly RunItem[];
}

export interface RunCounts {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly unknown: number;
  readonly open: number;
}

export function countItems(items: readonly Pick<RunItem, 'state'>[]): RunCounts {
  const of = (state: ItemState) => items.filter((item) => item.state === state).length;
  const [done, failed, skipped, unknown] = [of('done'), of('failed'), of('skipped'), of('unknown')];
  return { done, failed, skipped, unknown, open: items.length - done - failed - skipped - unknown };
}
