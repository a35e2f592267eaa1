import type { AfterCareHours, AfterCareLook, ChecklistName } from './after-care.ts';
import type { ResourceKey } from './azure-resource.ts';
import type {
  CaseDetection,
  CheckAnswer,
  CheckName,
  ReportFailure,
  ReportGoal,
  SameAs,
  Signs,
  VerdictKind,
} from './case.ts';
import type { Mail, MailFailure, Way } from './contact.ts';
import type { ResolvedReason } from './detection.ts';
import type { CaseId, DetectionId, MailId, PartnerId, PlanId, RunId } from './ids.ts';
import type { Memory } from './memory.ts';
import type { Actor, Person } from './people.ts';
import type { Drift, PlanKind, PlanStop } from './plan.ts';
import type { Recalled } from './recall.ts';
import type { ReminderLevel, ReminderPolicy } from './reminders.ts';
import type { RunCounts } from './run.ts';
import type { NoteFailure, RequestTracking, SupportForm, SupportKind, TrackingTrouble } from './support.ts';

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
      readonly reminders?: ReminderPolicy;
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
  | {
      readonly type: 'check-answered';
      readonly check: CheckName;
      readonly answer: CheckAnswer;
      readonly note?: string;
      readonly from?: string;
      readonly way?: Way;
    }
  | {
      readonly type: 'decided';
      readonly verdict: VerdictKind;
      readonly reason: string;
      readonly skipped: readonly CheckName[];
      /** What is remembered of it, and until when. */
      readonly remember?: Pick<Memory, 'until' | 'seen'>;
      readonly sameAs?: SameAs;
    }
  | ({ readonly type: 'recalled' } & Recalled)
  | { readonly type: 'recall-ended' }
  | { readonly type: 'forgotten' }
  | { readonly type: 'reopened'; readonly reason: string }
  | { readonly type: 'noted'; readonly text: string }
  | { readonly type: 'snoozed'; readonly until: string; readonly reason: string }
  | { readonly type: 'snooze-ended' }
  | { readonly type: 'reminders-set'; readonly policy: ReminderPolicy }
  /** Somebody was reminded of the 24 hours, as was due at `dueAt`. */
  | { readonly type: 'reminded'; readonly level: ReminderLevel; readonly dueAt: string }
  | { readonly type: 'report-requested'; readonly goal: ReportGoal }
  | { readonly type: 'reported'; readonly goal: ReportGoal; readonly resolvedBy?: string }
  | { readonly type: 'report-failed'; readonly goal: ReportGoal; readonly why: ReportFailure; readonly detail: string }
  | {
      readonly type: 'support-composed';
      readonly kind: SupportKind;
      readonly form: SupportForm;
      readonly remindAt: string;
    }
  | { readonly type: 'support-filed'; readonly kind: SupportKind; readonly number: string }
  | { readonly type: 'support-dropped' | 'support-reminded'; readonly kind: SupportKind }
  | {
      /** With neither `tracking` nor `why`, the request is as it was. */
      readonly type: 'support-tracked';
      readonly kind: SupportKind;
      readonly number: string;
      readonly tracking?: RequestTracking;
      readonly why?: TrackingTrouble;
    }
  | { readonly type: 'support-note-asked'; readonly kind: SupportKind; readonly text: string }
  | { readonly type: 'support-note-ended'; readonly kind: SupportKind; readonly why?: NoteFailure }
  | { readonly type: 'mail-asked'; readonly mail: Mail }
  | { readonly type: 'mail-begun'; readonly mailId: MailId }
  | {
      readonly type: 'mail-ended';
      readonly mailId: MailId;
      readonly state: 'sent' | 'failed' | 'unknown';
      readonly why?: MailFailure;
    }
  | { readonly type: 'mail-settled'; readonly mailId: MailId; readonly sent: boolean }
  | { readonly type: 'contact-noted'; readonly way: Way; readonly to?: string; readonly note?: string }
  | { readonly type: 'answer-awaited'; readonly until: string }
  | { readonly type: 'asked-again' }
  | { readonly type: 'investigated'; readonly signs: Signs }
  | {
      readonly type: 'stop-requested' | 'start-requested';
      readonly runId: RunId;
      readonly resources: readonly ResourceKey[];
    }
  | {
      readonly type: 'plan-requested';
      readonly planId: PlanId;
      readonly kind: PlanKind;
      readonly resources: readonly ResourceKey[];
      readonly group?: string;
      readonly withAttached: boolean;
      readonly liftGuards: boolean;
    }
  | {
      readonly type: 'plan-frozen';
      readonly planId: PlanId;
      readonly hash: string;
      readonly subscriptionName: string;
      readonly items: number;
      readonly expiresAt: string;
      readonly needsSecond: boolean;
    }
  | { readonly type: 'plan-stopped'; readonly planId: PlanId; readonly stop: PlanStop }
  | { readonly type: 'plan-approved'; readonly planId: PlanId; readonly hash: string; readonly runId: RunId }
  | {
      readonly type: 'plan-voided';
      readonly planId: PlanId;
      readonly why: 'drift' | 'expired' | 'dropped' | 'unreadable';
      readonly drift?: Drift;
    }
  | { readonly type: 'run-cancelled'; readonly runId: RunId }
  | { readonly type: 'run-ended'; readonly runId: RunId; readonly counts: RunCounts }
  | {
      readonly type: 'looked-after';
      readonly hours: AfterCareHours;
      readonly look: AfterCareLook;
      readonly reopens?: boolean;
      /** Points of the checklist were answered, and the way in is open all the same: they are open again. */
      readonly checklistAgain?: true;
    }
  | {
      readonly type: 'checked-off';
      readonly item: ChecklistName;
      readonly state: 'done' | 'waived';
      readonly note?: string;
    }
  | { readonly type: 'waived'; readonly reason: string }
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
