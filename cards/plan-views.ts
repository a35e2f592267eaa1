import type { BurnView, RangeView, RunView, SignLevel } from './response-views.ts';
import type { CaseRef, UnavailableName } from './views.ts';

/* What the cards of a plan and of after-care show. See views.ts; made by src/teams/view-plan.ts and view-after-care.ts. */

export type PlanKindName = 'resources' | 'group' | 'subscription';
export type PlanWarningName = 'old' | 'still-running' | 'no-signs' | 'no-fingerprint' | 'has-dependants';
export type ExclusionName =
  | 'locked'
  | 'managed'
  | 'protected-type'
  | 'protected-tag'
  | 'deny-assignment'
  | 'no-right'
  | 'absent'
  | 'unreadable';
export type GroupBarName =
  | 'not-all-shown'
  | 'older-than-incident'
  | 'locked'
  | 'managed'
  | 'protected'
  | 'unknown-age'
  | 'no-right';

export interface PlanItemView {
  readonly name: string;
  readonly type: string;
  readonly size?: string;
  readonly location: string;
  readonly level: SignLevel;
  readonly burn: BurnView;
  readonly warnings: readonly PlanWarningName[];
  /** Name of the planned resource that uses it, of what is planned because of that alone. */
  readonly usedBy?: string;
  /** Names of what disappears with it. */
  readonly goesWith: readonly string[];
}

/** A plan as it was frozen. Lists are the first few; each `…Total` says how many there are. */
export interface FrozenView {
  readonly kind: PlanKindName;
  readonly subscriptionName: string;
  readonly group?: string;
  readonly by: string;
  readonly madeAt: string;
  readonly expiresAt: string;
  readonly items: readonly PlanItemView[];
  /** All that the plan removes, what goes with others too. */
  readonly itemsTotal: number;
  readonly types: readonly { readonly type: string; readonly count: number }[];
  readonly excluded: readonly {
    readonly name: string;
    readonly type: string;
    readonly why: ExclusionName;
    readonly detail?: string;
    readonly by?: string;
  }[];
  readonly excludedTotal: number;
  readonly dependants: readonly { readonly name: string; readonly type: string; readonly on: string }[];
  readonly dependantsTotal: number;
  readonly leftovers: readonly { readonly name: string; readonly type: string; readonly burn: BurnView }[];
  readonly leftoversTotal: number;
  readonly saves?: RangeView;
  /** Resources of the subscription in all. */
  readonly total: number;
  readonly needsSecond: boolean;
  readonly guardsLifted: boolean;
  readonly hash: string;
}

export type PlanStopView =
  | { readonly kind: 'nothing-left'; readonly left?: FrozenView['excluded'] }
  | { readonly kind: 'too-many'; readonly count: number; readonly most: number }
  | { readonly kind: 'too-large-a-share'; readonly percent: number; readonly most: number }
  | { readonly kind: 'group-not-allowed'; readonly because: GroupBarName; readonly detail?: string }
  | { readonly kind: 'unreadable'; readonly what: string }
  | { readonly kind: 'needs-sign-in' };

export interface DriftView {
  readonly changed: readonly {
    readonly name: string;
    readonly what: 'another' | 'size' | 'tags' | 'lock' | 'managed' | 'uses';
  }[];
  readonly came: readonly string[];
  readonly went: readonly string[];
}

export type PlanProgressView =
  | { readonly state: 'requested' }
  | { readonly state: 'stopped'; readonly stop: PlanStopView }
  | { readonly state: 'frozen'; readonly frozen: FrozenView }
  | {
      /** `run` is absent until its first item is kept. */
      readonly state: 'approved';
      readonly frozen: FrozenView;
      readonly approvedBy: string;
      readonly approvedAt: string;
      readonly run?: RunView;
      /** Hours after the end at which it is looked at again. */
      readonly looksAfter: readonly number[];
    }
  | {
      readonly state: 'void';
      /** `replaced`: another plan was asked for since. */
      readonly why: 'drift' | 'expired' | 'dropped' | 'unreadable' | 'replaced';
      readonly at: string;
      readonly drift?: DriftView;
    };

/** A plan from being made to the last resource gone. */
export interface PlanView extends CaseRef {
  readonly id: string;
  readonly kind: PlanKindName;
  readonly isClosed: boolean;
  readonly by: string;
  readonly at: string;
  readonly progress: PlanProgressView;
}

export const checklistItems = ['credentials', 'role-grants', 'app-secrets', 'mfa', 'quota', 'budget'] as const;
export type ChecklistItem = (typeof checklistItems)[number];

export interface LookView {
  readonly hours: number;
  readonly at: string;
  readonly back: readonly string[];
  readonly fresh: readonly string[];
  readonly burning: number;
  readonly cost?: { readonly before: number; readonly now: number; readonly currency: string };
  /** Why there is no cost, where that is known. */
  readonly costGap?: 'too-early' | 'not-listed' | UnavailableName;
  readonly unreadable: boolean;
}

/** What keeps a fraud case from closing. */
export interface ResponseOpenView {
  /** Whether something burns, or may burn. */
  readonly burning: boolean;
  readonly checklist: readonly ChecklistItem[];
}

export interface AfterCareView extends CaseRef {
  readonly isClosed: boolean;
  /** End of the removal; absent where nothing was removed yet. */
  readonly since?: string;
  /** The looks still to come, soonest first. */
  readonly due: readonly { readonly hours: number; readonly at: string }[];
  readonly looks: readonly LookView[];
  readonly checklist: readonly {
    readonly item: ChecklistItem;
    readonly state: 'open' | 'done' | 'waived';
    readonly by?: string;
    readonly at?: string;
    readonly note?: string;
  }[];
  readonly open: ResponseOpenView;
}
