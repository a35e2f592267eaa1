import type { CaseDetection, CheckAnswer, CheckName, ReportFailure, ReportGoal, VerdictKind } from './case.ts';
import type { ResolvedReason } from './detection.ts';
import type { CaseId, DetectionId, PartnerId } from './ids.ts';
import type { Actor, Person } from './people.ts';

/** What happened to a case. Events are facts: they are never edited, and each carries all that `apply` needs. */
export type CaseEvent =
  | {
      readonly type: 'opened';
      readonly number: number;
      readonly partnerId: PartnerId;
      readonly customerTenantId: string;
      readonly subscriptionId: string;
      readonly isTest: boolean;
      readonly deadlineAt: string;
      readonly previousCaseId?: CaseId;
      readonly detection: CaseDetection;
    }
  | { readonly type: 'detection-joined'; readonly detection: CaseDetection }
  | { readonly type: 'detection-updated'; readonly detection: CaseDetection }
  | {
      readonly type: 'source-resolved';
      readonly detectionId: DetectionId;
      readonly reason: ResolvedReason;
      readonly by?: string;
      readonly at?: string;
    }
  | { readonly type: 'claimed'; readonly owner: Person }
  | { readonly type: 'released' }
  | { readonly type: 'assigned'; readonly owner: Person }
  | { readonly type: 'check-answered'; readonly check: CheckName; readonly answer: CheckAnswer; readonly note?: string }
  | {
      readonly type: 'decided';
      readonly verdict: VerdictKind;
      readonly reason: string;
      readonly skipped: readonly CheckName[];
    }
  | { readonly type: 'reopened'; readonly reason: string }
  | { readonly type: 'noted'; readonly text: string }
  | { readonly type: 'snoozed'; readonly until: string; readonly reason: string }
  | { readonly type: 'snooze-ended' }
  | { readonly type: 'report-requested'; readonly goal: ReportGoal }
  | { readonly type: 'reported'; readonly goal: ReportGoal; readonly resolvedBy?: string }
  | { readonly type: 'report-failed'; readonly goal: ReportGoal; readonly why: ReportFailure; readonly detail: string }
  | {
      readonly type: 'closed';
      readonly how: 'decided' | 'by-person' | 'resolved-elsewhere';
      readonly reason?: string;
      readonly by?: string;
      readonly resolvedReason?: ResolvedReason;
    };

/** An event with its place, time and author: what the journal keeps. */
export interface Entry {
  readonly caseId: CaseId;
  readonly seq: number;
  readonly at: string;
  readonly actor: Actor;
  readonly event: CaseEvent;
}
