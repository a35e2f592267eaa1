import type { ResourceKey } from './azure-resource.ts';
import type { RuleId, SignLevel } from './evidence/finding.ts';
import type { CaseId, PlanId } from './ids.ts';
import type { Burn, Range } from './money.ts';
import type { Person } from './people.ts';

export const planKinds = ['resources', 'group', 'subscription'] as const;
/** Single resources, a whole resource group, or the subscription itself (cancelled in Partner Center). */
export type PlanKind = (typeof planKinds)[number];

/** What tells a resource from another one of the same name: made anew, it is another (facts/azure.md 9.4). */
export interface Fingerprint {
  /** Azure's own mark of the instance: `vmId`, `uniqueId`, `resourceGuid`; absent where the type has none. */
  readonly mark?: string;
  readonly createdAt?: string;
}

export interface PlannedResource {
  readonly id: string;
  readonly key: ResourceKey;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly group: string;
  readonly size?: string;
  readonly fingerprint: Fingerprint;
}

/** What the approver is told of an item besides. */
export type PlanWarning = 'old' | 'still-running' | 'no-signs' | 'no-fingerprint' | 'has-dependants';

export interface PlanItem {
  readonly resource: PlannedResource;
  /** `goes-with`: is part of `goesWith` and disappears with it; only its disappearance is verified. */
  readonly action: 'delete' | 'goes-with' | 'cancel';
  readonly goesWith?: ResourceKey;
  /** Planned resources that must be gone before: those that use this one. */
  readonly waitsFor: readonly ResourceKey[];
  readonly level: SignLevel;
  readonly score: number;
  readonly isNamed: boolean;
  readonly rules: readonly RuleId[];
  readonly burn: Burn;
  readonly warnings: readonly PlanWarning[];
}

/** Why a resource that was asked for is not in the plan. */
export type ExclusionWhy =
  | 'locked'
  | 'managed'
  | 'protected-type'
  | 'protected-tag'
  | 'deny-assignment'
  | 'no-right'
  | 'absent'
  | 'unreadable';

export interface Exclusion {
  readonly key: ResourceKey;
  readonly name: string;
  readonly type: string;
  readonly why: ExclusionWhy;
  /** Name of the lock, the owner, the tag or the deny assignment: outside text. */
  readonly detail?: string;
  /** Who made the lock, where the activity log tells. */
  readonly by?: string;
}

/** Outside the plan, and uses something in it. */
export interface Dependant {
  readonly key: ResourceKey;
  readonly name: string;
  readonly type: string;
  readonly on: ResourceKey;
}

/** Stays when the plan is done, and goes on being billed. */
export interface Leftover {
  readonly key: ResourceKey;
  readonly name: string;
  readonly type: string;
  readonly burn: Burn;
}

/** What may be removed, exactly: frozen, and approved as a whole by its hash. */
export interface Plan {
  readonly id: PlanId;
  readonly caseId: CaseId;
  readonly kind: PlanKind;
  readonly subscriptionId: string;
  /** What an approver types. */
  readonly subscriptionName: string;
  /** Of a group's plan. */
  readonly group?: string;
  readonly by: Person;
  readonly madeAt: string;
  readonly expiresAt: string;
  /** In the order in which they are begun. */
  readonly items: readonly PlanItem[];
  readonly excluded: readonly Exclusion[];
  readonly dependants: readonly Dependant[];
  readonly leftovers: readonly Leftover[];
  /** What else stood in the groups of what is planned: anything that comes later is drift. */
  readonly around: readonly ResourceKey[];
  /** Per hour. */
  readonly saves?: Range;
  /** Resources of the subscription in all. */
  readonly total: number;
  readonly needsSecond: boolean;
  readonly guardsLifted: boolean;
  /** SHA-256 of all the above. */
  readonly hash: string;
}

/** Why there is no plan. */
export type PlanStop =
  /** `left` are the first of what was asked for, with why each may not go. */
  | { readonly kind: 'nothing-left'; readonly left?: readonly Exclusion[] }
  | { readonly kind: 'too-many'; readonly count: number; readonly most: number }
  | { readonly kind: 'too-large-a-share'; readonly percent: number; readonly most: number }
  | { readonly kind: 'group-not-allowed'; readonly because: GroupBar; readonly detail?: string }
  | { readonly kind: 'unreadable'; readonly what: string }
  | { readonly kind: 'needs-sign-in' };

/** A group is removed whole only if all in it was shown, it was made in the incident, and nothing is locked or managed (facts/azure.md 2.4). */
export type GroupBar =
  | 'not-all-shown'
  | 'older-than-incident'
  | 'locked'
  | 'managed'
  | 'protected'
  | 'unknown-age'
  | 'no-right';

/** What changed between the plan and its approval: any of it voids the plan. */
export interface Drift {
  readonly changed: readonly {
    readonly name: string;
    readonly what: 'another' | 'size' | 'tags' | 'lock' | 'managed' | 'uses';
  }[];
  readonly came: readonly string[];
  readonly went: readonly string[];
}

/** What a partner allows; defaults in partner.ts. */
export interface RemovalPolicy {
  /** A plan of more resources needs a second person; 0: always. */
  readonly twoPersonAbove: number;
  readonly mostResources: number;
  /** Of the subscription's resources. */
  readonly mostPercent: number;
  /** Names of tags, in lower case, that protect what carries them. */
  readonly protectedTags: readonly string[];
  /** Whether a stopped resource is given a tag that names the case. */
  readonly tagStopped: boolean;
}
