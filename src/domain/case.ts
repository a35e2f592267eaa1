import type { AfterCare, ChecklistAnswer, ChecklistName } from './after-care.ts';
import type { CustomerContact, Way } from './contact.ts';
import type { AffectedResource, MiningSigns, ResolvedReason, SourceName } from './detection.ts';
import type { CaseId, DetectionId, PartnerId, PlanId, RunId } from './ids.ts';
import type { KeptMemory, Memory } from './memory.ts';
import type { Range } from './money.ts';
import type { Person } from './people.ts';
import type { Drift, PlanKind, PlanStop } from './plan.ts';
import type { Recall } from './recall.ts';
import type { CaseReminders } from './reminders.ts';
import type { Act, RunCounts } from './run.ts';
import type { SupportKind, SupportRequest } from './support.ts';

export const checkNames = ['standing', 'usage', 'customer'] as const;
export type CheckName = (typeof checkNames)[number];
export const checkAnswers = ['good', 'bad', 'unsure'] as const;
export type CheckAnswer = (typeof checkAnswers)[number];
export const verdictKinds = ['legitimate', 'fraud', 'ignore'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

export type Check =
  | { readonly state: 'open' }
  | {
      readonly state: CheckAnswer;
      readonly by: Person;
      readonly at: string;
      readonly note?: string;
      /** Of the customer check: who said so, and by what way. */
      readonly from?: string;
      readonly way?: Way;
    };

export type Verdict =
  | { readonly kind: 'none' }
  | {
      readonly kind: VerdictKind;
      readonly reason: string;
      readonly by: Person;
      readonly at: string;
      /** Checks that were still open when the decision was made. */
      readonly skipped: readonly CheckName[];
      /** The earlier confirmation that it repeats. */
      readonly sameAs?: SameAs;
    };

export type SameAs = Pick<KeptMemory, 'caseId' | 'number' | 'by' | 'at' | 'until'>;

/** What Partner Center is to be told: a claim says investigating, a decision resolves. */
export type ReportGoal =
  | { readonly status: 'investigating' }
  | { readonly status: 'resolved'; readonly reason: VerdictKind };

export type Report =
  | { readonly state: 'none' }
  | { readonly state: 'pending'; readonly goal: ReportGoal; readonly by: Person; readonly since: string }
  | {
      readonly state: 'done';
      readonly goal: ReportGoal;
      readonly by: Person;
      readonly at: string;
      readonly resolvedBy?: string;
    }
  | {
      readonly state: 'failed';
      readonly goal: ReportGoal;
      readonly by: Person;
      readonly at: string;
      readonly why: ReportFailure;
      readonly detail: string;
    };

/** A report that could not reach the source goes on being tried, though the case already says so. */
export function isAwaited(state: Report): state is Extract<Report, { state: 'pending' | 'failed' }> {
  return state.state === 'pending' || (state.state === 'failed' && state.why === 'unreachable');
}

/** Why Partner Center could not be told; the sentences are in locales. */
export type ReportFailure =
  | 'forbidden'
  /** The app alone may not, and the person who acted is not signed in. */
  | 'needs-person'
  | 'mfa'
  | 'not-found'
  | 'reason-refused'
  | 'not-applied'
  | 'unreachable'
  | 'nothing-open'
  | 'other';

/** An alert as the case knows it. */
export interface CaseDetection {
  readonly id: DetectionId;
  readonly source: SourceName;
  readonly externalId: string;
  readonly alertType: string;
  readonly severity: string;
  readonly isTest: boolean;
  readonly title?: string;
  readonly hitCount?: number;
  readonly firstObservedAt?: string;
  readonly lastObservedAt?: string;
  readonly detectedAt?: string;
  readonly resources: readonly AffectedResource[];
  readonly signs: MiningSigns;
  /** Set once the source says resolved. */
  readonly resolved?: { readonly reason: ResolvedReason; readonly by?: string; readonly at?: string };
}

/** What the last investigation found, in figures; the whole of it is kept beside the case. */
export interface Signs {
  readonly readAt: string;
  readonly resources: number;
  readonly strong: number;
  readonly some: number;
  /** Suspects that run, or may run. */
  readonly burning: number;
  readonly perHour?: Range;
  /** What could not be read. */
  readonly gaps: number;
  /** Not even the resources could be read: the other figures say nothing. */
  readonly unreadable?: true;
}

/** The case's plan, as far as the case is concerned; the plan itself is frozen elsewhere. */
export interface CasePlan {
  readonly id: PlanId;
  readonly kind: PlanKind;
  /** requested → frozen → approved → carried-out; or stopped (by a guard), void (drift, expiry, dropped). */
  readonly state: 'requested' | 'frozen' | 'approved' | 'carried-out' | 'stopped' | 'void';
  readonly by: Person;
  readonly at: string;
  readonly hash?: string;
  readonly subscriptionName?: string;
  readonly items?: number;
  readonly expiresAt?: string;
  readonly needsSecond?: boolean;
  readonly approvedBy?: Person;
  readonly approvedAt?: string;
  readonly runId?: RunId;
  readonly stopped?: PlanStop;
  readonly voided?: {
    readonly why: 'drift' | 'expired' | 'dropped' | 'unreadable';
    readonly at: string;
    readonly drift?: Drift;
  };
}

/** The last thing that was done to the resources, or is being done. */
export interface CaseRun {
  readonly id: RunId;
  readonly act: Act;
  readonly by: Person;
  readonly at: string;
  readonly items: number;
  /** Absent while it goes on. */
  readonly endedAt?: string;
  readonly counts?: RunCounts;
  readonly cancelledBy?: Person;
}

export interface Note {
  readonly by: Person;
  readonly at: string;
  readonly text: string;
}

export type Closure =
  | { readonly kind: 'decided'; readonly at: string }
  | { readonly kind: 'closed-by-person'; readonly at: string; readonly by: Person; readonly reason: string }
  | { readonly kind: 'resolved-elsewhere'; readonly at: string; readonly by?: string; readonly reason: ResolvedReason };

/**
 * What people work on: one per partner and subscription while open. It is the fold of its journal and nothing else.
 * `seq` counts journal entries (compare-and-set); `revision` counts only what a person looking at the card would call
 * a change, so that bookkeeping does not make a card stale under somebody's hand.
 */
export interface Case {
  readonly id: CaseId;
  readonly number: number;
  readonly partnerId: PartnerId;
  readonly customerTenantId: string;
  readonly subscriptionId: string;
  readonly seq: number;
  readonly revision: number;
  readonly stage: 'new' | 'reviewing' | 'responding' | 'closed';
  readonly isTest: boolean;
  readonly openedAt: string;
  /** 24 hours after Microsoft detected the first alert of the case. */
  readonly deadlineAt: string;
  readonly previousCaseId?: CaseId;
  readonly owner?: Person;
  readonly checks: Readonly<Record<CheckName, Check>>;
  readonly verdict: Verdict;
  readonly report: Report;
  readonly spend: 'burning' | 'stopping' | 'stopped' | 'unknown';
  readonly snooze?: { readonly until: string; readonly reason: string; readonly by: Person };
  /** Absent of a case from before there were any, until the next sweep. */
  readonly reminders?: CaseReminders;
  readonly closure?: Closure;
  /** When it was last taken up again: what a source says of the time before is no news. */
  readonly reopenedAt?: string;
  /** Whether Partner Center had an answer for every alert when the case was taken up again: the 24 hours were kept or missed then. */
  readonly wasAnswered?: boolean;
  /** What Microsoft is asked, or was. */
  readonly support?: Readonly<Partial<Record<SupportKind, SupportRequest>>>;
  /** How the customer was asked. */
  readonly contact?: CustomerContact;
  readonly signs?: Signs;
  readonly plan?: CasePlan;
  readonly run?: CaseRun;
  readonly afterCare?: AfterCare;
  readonly checklist?: Readonly<Partial<Record<ChecklistName, ChecklistAnswer>>>;
  /** Who answers for closing a fraud case while something burns or is not answered. */
  readonly waiver?: { readonly by: Person; readonly at: string; readonly reason: string };
  /** What was confirmed here and is remembered, or was. */
  readonly memory?: Memory;
  /** How it compares with what was confirmed before; absent where nothing was. */
  readonly recall?: Recall;
  readonly detections: readonly CaseDetection[];
  readonly notes: readonly Note[];
}

/** Alerts of the case that the source has not resolved yet: those that a report must name. */
export function openDetections(c: Pick<Case, 'detections'>): readonly CaseDetection[] {
  return c.detections.filter((d) => d.resolved === undefined);
}

export function openChecks(c: Case): readonly CheckName[] {
  return checkNames.filter((name) => c.checks[name].state === 'open');
}
