import type { CaseRef, LinkView, UnavailableName } from './views.ts';

/* What the cards of the second end show: resources, money, how it came to be. See views.ts; made by src/teams/view-inventory.ts,
 * view-timeline.ts and view-response.ts. */

export type SignLevel = 'strong' | 'some' | 'weak' | 'none';
export type PowerName = 'running' | 'stopped' | 'deallocated' | 'changing' | 'unknown';

export interface RangeView {
  readonly low: number;
  readonly high: number;
  readonly currency: string;
}

/** Per hour, always an estimate. */
export type BurnView =
  | ({ readonly from: 'actual' | 'prices' } & RangeView)
  | { readonly from: 'none' }
  | { readonly from: 'unknown' };

export const lookedNames = [
  'alert',
  'resources',
  'details',
  'children',
  'locks',
  'denyAssignments',
  'groups',
  'activity',
  'cost',
  'power',
  'cpu',
  'defender',
  'audit',
] as const;
export type LookedName = (typeof lookedNames)[number];

/** What could not be read, and why; `cut` where there was more than is read. */
export interface GapView {
  readonly what: LookedName;
  readonly why: UnavailableName | 'cut';
}

/** A sentence of the evidence: `evidence.<rule>[.<variant>]`, filled with `values`: times as ISO 8601, '' for a name that is kept back. */
export interface FindingView {
  readonly rule: string;
  readonly variant?: string;
  readonly weight: number;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface LockView {
  readonly name: string;
  readonly level: 'CanNotDelete' | 'ReadOnly';
  readonly by?: string;
}

/** A resource with what speaks for and against its mining. */
export interface SuspectView {
  /** Id in lower case: what buttons name it by. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly size?: string;
  readonly instances?: number;
  readonly isSpot: boolean;
  readonly location: string;
  readonly group: string;
  readonly score: number;
  readonly level: SignLevel;
  readonly isNamed: boolean;
  readonly findings: readonly FindingView[];
  /** What would have to be read for the rules that could not be applied. */
  readonly unchecked: readonly LookedName[];
  readonly burn: BurnView;
  readonly power: PowerName;
  readonly locks: readonly LockView[];
}

/** The money of a case; all of it estimates. */
export interface MoneyView {
  readonly perHour?: RangeView;
  readonly burnt?: RangeView;
  readonly savedByStop?: RangeView;
  readonly staysBilled?: RangeView;
  /** Suspects whose cost is not known. */
  readonly unknown: number;
  readonly prices?: { readonly date: string; readonly source: string };
}

export interface CountsView {
  readonly all: number;
  readonly strong: number;
  readonly some: number;
  readonly weak: number;
  readonly none: number;
  readonly burning: number;
}

export type ItemStateName =
  | 'planned'
  | 'checking'
  | 'running'
  | 'verifying'
  | 'done'
  | 'failed'
  | 'skipped'
  | 'unknown';

export const outcomeNames = [
  'locked',
  'no-right',
  'deny-assignment',
  'policy',
  'in-use',
  'reserved',
  'busy',
  'group-being-deleted',
  'subscription-disabled',
  'wrong-tenant',
  'not-alone',
  'throttled',
  'unreachable',
  'lost-access',
  'needs-sign-in',
  'mfa',
  'operation-failed',
  'operation-canceled',
  'still-there',
  'took-too-long',
  'not-the-one',
  'already-gone',
  'came-back',
  'owner-stays',
  'not-stoppable',
  'cancelled',
  'role-lost',
  'other',
] as const;
export type OutcomeName = (typeof outcomeNames)[number];

export interface RunItemView {
  readonly name: string;
  readonly type: string;
  readonly state: ItemStateName;
  readonly why?: OutcomeName;
  /** The service's own words. */
  readonly detail?: string;
  /** Goes with another one of the plan. */
  readonly isPart: boolean;
  readonly endedAt?: string;
}

export interface RunCountsView {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly unknown: number;
  readonly open: number;
}

/** What is being done to resources, or was. `items` are those that matter most now; `total` may be more. */
export interface RunView {
  readonly id: string;
  readonly act: 'stop' | 'start' | 'delete' | 'cancel';
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly cancelledAt?: string;
  readonly items: readonly RunItemView[];
  readonly total: number;
  readonly counts: RunCountsView;
}

/** A row that can be ticked. */
export interface ChoiceView {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly level: SignLevel;
}

/** What the subscription holds that may mine. */
export interface InventoryView extends CaseRef {
  readonly isClosed: boolean;
  /** Decided as fraud: only then is anything planned for deletion. */
  readonly isFraud: boolean;
  /** Being read now; what was read before is shown meanwhile. */
  readonly isReading: boolean;
  /** Not even the resources could be read, last time; why, where it is known. */
  readonly trouble?: UnavailableName | 'unknown';
  readonly found?: {
    readonly readAt: string;
    readonly counts: CountsView;
    readonly money: MoneyView;
    /** Strongest signs first. */
    readonly rows: readonly SuspectView[];
    readonly choices: readonly ChoiceView[];
    /** Groups that hold what may mine. */
    readonly groups: readonly string[];
    readonly gaps: readonly GapView[];
  };
  /** The last stop or start. */
  readonly run?: RunView;
  /** A stop whose resources can be started again. */
  readonly undo?: { readonly run: string; readonly count: number };
  /** A plan that is alive. */
  readonly plan?: { readonly id: string };
  readonly links: readonly LinkView[];
}

export type TimelineKindName =
  | 'created'
  | 'deployment'
  | 'changed'
  | 'stopped'
  | 'started'
  | 'deleted'
  | 'role-granted'
  | 'role-removed'
  | 'lock-made'
  | 'lock-removed'
  | 'quota'
  | 'extension'
  | 'keys-read'
  | 'brakes-removed'
  | 'subscription';

export interface TimelineEntryView {
  readonly at: string;
  readonly until: string;
  readonly kind: TimelineKindName;
  /** VM size, role or operation. */
  readonly what?: string;
  readonly count: number;
  /** Names of the first few. */
  readonly names: readonly string[];
  readonly regions: readonly string[];
  readonly who?: string;
  readonly failed: boolean;
}

export interface CreatorView {
  /** `partner` reaches this view only where the reader may know (`revealsUs`). */
  readonly kind: 'person' | 'application' | 'partner' | 'foreign' | 'unknown';
  readonly name?: string;
  readonly appId?: string;
  readonly tool?: 'azure-cli' | 'powershell' | 'portal';
  readonly addresses: readonly string[];
  readonly mfa: 'yes' | 'no' | 'unknown';
  readonly firstAt: string;
  readonly suspects: number;
  readonly siblings: number;
  readonly siblingNames: readonly string[];
}

/** How it came to be, newest first. */
export interface TimelineView extends CaseRef {
  readonly isReading: boolean;
  /** Name of the resource that the timeline is about; absent for that of the whole case. */
  readonly of?: string;
  readonly found?: {
    readonly readAt: string;
    /** From when on the log was read. */
    readonly since: string;
    readonly entries: readonly TimelineEntryView[];
    readonly total: number;
    readonly creators: readonly CreatorView[];
    readonly subscription?: { readonly at: string; readonly by?: string; readonly operation: string };
    readonly gaps: readonly GapView[];
  };
  /** Whether it is said that an account is one of the partner's own: to owners only. */
  readonly revealsUs: boolean;
  readonly links: readonly LinkView[];
}

/** How the second end stands, in lines on the case's own card. */
export interface CaseResponseView {
  readonly spend: 'burning' | 'stopping' | 'stopped' | 'unknown';
  readonly signs?: {
    readonly readAt: string;
    readonly resources: number;
    readonly strong: number;
    readonly some: number;
    readonly burning: number;
    readonly perHour?: RangeView;
    readonly gaps: number;
    /** Not even the resources could be read: the figures say nothing. */
    readonly isUnreadable: boolean;
  };
  readonly plan?: {
    readonly id: string;
    readonly kind: 'resources' | 'group' | 'subscription';
    readonly state: 'requested' | 'frozen' | 'approved' | 'carried-out' | 'stopped' | 'void';
    readonly by: string;
    readonly items?: number;
    readonly expiresAt?: string;
    readonly needsSecond: boolean;
    readonly approvedBy?: string;
  };
  readonly run?: {
    readonly id: string;
    readonly act: RunView['act'];
    readonly by: string;
    readonly at: string;
    readonly items: number;
    readonly endedAt?: string;
    readonly counts?: RunCountsView;
  };
  readonly afterCare?: {
    readonly next?: { readonly hours: number; readonly at: string };
    readonly last?: {
      readonly hours: number;
      readonly at: string;
      readonly state: 'well' | 'back' | 'unreadable';
    };
    /** Items of the checklist that are neither done nor waived. */
    readonly openItems: number;
  };
  /** Who answers for closing the case with something open. */
  readonly waiver?: { readonly by: string; readonly reason: string };
}
