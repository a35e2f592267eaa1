import type { AfterCareHours, AfterCareLook, ChecklistName } from './after-care.ts';
import type { ResourceKey } from './azure-resource.ts';
import type { CaseDetection, CheckAnswer, CheckName, ReportFailure, ReportGoal, Signs, VerdictKind } from './case.ts';
import type { Mail, MailFailure, Way } from './contact.ts';
import type { ResolvedReason } from './detection.ts';
import type { DetectionId, MailId, PlanId, RunId } from './ids.ts';
import type { KeptMemory } from './memory.ts';
import type { Person, Role } from './people.ts';
import type { Drift, Plan, PlanKind, PlanStop } from './plan.ts';
import type { ReminderPolicy } from './reminders.ts';
import type { RunCounts } from './run.ts';
import type { ReadSoFar } from './seen.ts';
import type { FormFault, NoteFailure, RequestTracking, SupportForm, SupportKind, TrackingTrouble } from './support.ts';

/** What a person wants of a case: by button or by typing, the same. */
export type PersonCommand =
  | { readonly type: 'claim' }
  | { readonly type: 'release' }
  | { readonly type: 'assign'; readonly to: Person }
  | {
      readonly type: 'answer-check';
      readonly check: CheckName;
      readonly answer: CheckAnswer;
      readonly note?: string;
      /** Of the customer check: who said so, and by what way. */
      readonly from?: string;
      readonly way?: Way;
    }
  /** `rememberDays`: how long a confirmation is to be remembered; 0 for not at all, as long as the policy lets where left out. */
  | { readonly type: 'decide'; readonly verdict: VerdictKind; readonly reason: string; readonly rememberDays?: number }
  /** Confirms as before; `comparedAt` names the comparison that the person saw. */
  | { readonly type: 'confirm-same'; readonly comparedAt?: string }
  /** What was confirmed in this case counts no more. */
  | { readonly type: 'forget' }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'snooze'; readonly until: string; readonly reason: string }
  /** `waive`: the person answers for what still burns, or is not answered, of a fraud case. */
  | { readonly type: 'close'; readonly reason: string; readonly waive?: boolean }
  | { readonly type: 'report-again' }
  | { readonly type: 'stop' | 'start'; readonly runId: RunId; readonly resources: readonly ResourceKey[] }
  | {
      readonly type: 'request-plan';
      readonly planId: PlanId;
      readonly kind: PlanKind;
      /** Of single resources; empty for a group or the subscription. */
      readonly resources: readonly ResourceKey[];
      readonly group?: string;
      /** Whether disks, interfaces and addresses that only the chosen ones use are planned too. */
      readonly withAttached: boolean;
      /** An owner answers for more than the partner's guards allow. */
      readonly liftGuards: boolean;
    }
  | {
      readonly type: 'approve-plan';
      readonly planId: PlanId;
      /** Of the plan that the person saw. */
      readonly hash: string;
      /** The subscription's name, as the person typed it. */
      readonly typedName: string;
      readonly runId: RunId;
    }
  | { readonly type: 'drop-plan'; readonly planId: PlanId }
  | { readonly type: 'cancel-run'; readonly runId: RunId }
  | {
      readonly type: 'compose-support';
      readonly kind: SupportKind;
      readonly form: SupportForm;
      /** What the description has to begin with. */
      readonly subscriptionName: string;
    }
  | { readonly type: 'file-support'; readonly kind: SupportKind; readonly number: string }
  | { readonly type: 'drop-support'; readonly kind: SupportKind }
  | { readonly type: 'support-note'; readonly kind: SupportKind; readonly text: string }
  | { readonly type: 'send-mail'; readonly mail: Mail }
  /** Whether a mail of which nobody could tell did go. */
  | { readonly type: 'settle-mail'; readonly mailId: MailId; readonly sent: boolean }
  | { readonly type: 'note-contact'; readonly way: Way; readonly to?: string; readonly note?: string }
  | { readonly type: 'await-answer'; readonly until: string }
  | {
      readonly type: 'check-off';
      readonly item: ChecklistName;
      readonly state: 'done' | 'waived';
      readonly note?: string;
    };

/** What a source, a job or a clock says of a case. */
export type ClockCommand =
  | { readonly type: 'join-detection'; readonly detection: CaseDetection }
  | { readonly type: 'update-detection'; readonly detection: CaseDetection }
  | {
      readonly type: 'source-resolved';
      readonly detectionId: DetectionId;
      readonly reason: ResolvedReason;
      readonly by?: string;
      readonly at?: string;
    }
  | {
      readonly type: 'report-succeeded';
      readonly goal: ReportGoal;
      /** The alerts that the source was told of, and shows as told. */
      readonly detectionIds: readonly DetectionId[];
      readonly resolvedBy?: string;
    }
  | { readonly type: 'report-failed'; readonly goal: ReportGoal; readonly why: ReportFailure; readonly detail: string }
  /** `now` is the moment of the clock: a snooze that was made longer meanwhile goes on. */
  | { readonly type: 'end-snooze'; readonly now: string }
  /** What was confirmed before and until when it counts, where anything was, and what was read of this case. */
  | {
      readonly type: 'recall';
      readonly memory?: KeptMemory;
      readonly until?: string;
      readonly read: ReadSoFar;
    }
  /** The partner's policy as it is now. */
  | { readonly type: 'set-reminders'; readonly policy: ReminderPolicy }
  | { readonly type: 'mail-begun'; readonly mailId: MailId }
  | {
      readonly type: 'mail-ended';
      readonly mailId: MailId;
      readonly state: 'sent' | 'failed' | 'unknown';
      readonly why?: MailFailure;
    }
  | {
      readonly type: 'support-tracked';
      readonly kind: SupportKind;
      readonly number: string;
      readonly tracking?: RequestTracking;
      readonly why?: TrackingTrouble;
    }
  | { readonly type: 'support-note-ended'; readonly kind: SupportKind; readonly why?: NoteFailure }
  /** `now` is the moment of the clock, also of the next. */
  | { readonly type: 'remind-support'; readonly kind: SupportKind; readonly now: string }
  | { readonly type: 'ask-again'; readonly now: string }
  | { readonly type: 'investigated'; readonly signs: Signs }
  | { readonly type: 'plan-made'; readonly plan: Plan }
  | { readonly type: 'plan-stopped'; readonly planId: PlanId; readonly stop: PlanStop }
  | {
      readonly type: 'plan-void';
      readonly planId: PlanId;
      readonly why: 'drift' | 'unreadable';
      readonly drift?: Drift;
    }
  /** `now` is the moment of the clock. */
  | { readonly type: 'expire-plan'; readonly now: string }
  | { readonly type: 'run-ended'; readonly runId: RunId; readonly counts: RunCounts }
  | {
      readonly type: 'looked-after';
      readonly hours: AfterCareHours;
      readonly look: AfterCareLook;
      /** False where another case of the subscription is open. */
      readonly mayReopen: boolean;
    };

export type CaseCommand = PersonCommand | ClockCommand;

/** The role that each of a person's commands needs. */
export const commandRoles = {
  claim: 'responder',
  release: 'responder',
  assign: 'responder',
  'answer-check': 'responder',
  decide: 'responder',
  'confirm-same': 'responder',
  forget: 'approver',
  reopen: 'responder',
  note: 'responder',
  snooze: 'responder',
  close: 'responder',
  'report-again': 'responder',
  stop: 'remover',
  start: 'remover',
  'request-plan': 'remover',
  'approve-plan': 'remover',
  'drop-plan': 'remover',
  'cancel-run': 'remover',
  'check-off': 'responder',
  'compose-support': 'responder',
  'file-support': 'responder',
  'drop-support': 'responder',
  'support-note': 'responder',
  'send-mail': 'responder',
  'settle-mail': 'responder',
  'note-contact': 'responder',
  'await-answer': 'responder',
} as const satisfies Record<PersonCommand['type'], Role>;

/** Longest text that a person's reason or note may have, in UTF-16 units. */
export const maxTextLength = 4000;
/** Longest that a case may sleep. */
export const maxSnoozeHours = 24 * 7;

export type Refusal =
  | { readonly kind: 'role-missing'; readonly needed: Role }
  | { readonly kind: 'other-tenant' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'not-closed' }
  | { readonly kind: 'already-owner' }
  | { readonly kind: 'not-owned' }
  | { readonly kind: 'reason-missing' }
  | { readonly kind: 'text-too-long'; readonly max: number }
  | { readonly kind: 'already-decided'; readonly verdict: VerdictKind; readonly by: Person }
  | { readonly kind: 'not-decided' }
  | {
      readonly kind: 'not-same';
      readonly why: 'nothing' | 'expired' | 'gone' | 'changed' | 'reading' | 'unchecked' | 'old' | 'compared-again';
    }
  | { readonly kind: 'nothing-remembered' }
  | { readonly kind: 'report-not-failed' }
  | { readonly kind: 'report-running' }
  | { readonly kind: 'snooze-out-of-range'; readonly maxHours: number }
  | { readonly kind: 'assignee-other-tenant' }
  | { readonly kind: 'assignee-without-role'; readonly needed: Role }
  | { readonly kind: 'newer-case-open'; readonly number: number }
  | { readonly kind: 'form-incomplete'; readonly faults: readonly FormFault[] }
  | { readonly kind: 'nothing-composed' }
  | { readonly kind: 'no-request-number' }
  | { readonly kind: 'not-filed' }
  | { readonly kind: 'note-under-way' }
  | { readonly kind: 'bad-address' }
  | { readonly kind: 'bad-subject' }
  | { readonly kind: 'mail-empty' }
  | { readonly kind: 'mail-under-way' }
  | { readonly kind: 'nothing-to-settle' }
  /** The timeline suspects that account. */
  | { readonly kind: 'recipient-suspected'; readonly address: string }
  | { readonly kind: 'nothing-chosen' }
  | { readonly kind: 'unknown-resource'; readonly name: string }
  /** Of another subscription than the case's. */
  | { readonly kind: 'foreign-resource' }
  /** Deleting is for what was decided to be fraud. */
  | { readonly kind: 'not-fraud' }
  | { readonly kind: 'run-running' }
  | { readonly kind: 'run-over' }
  | { readonly kind: 'plan-pending' }
  | { readonly kind: 'plan-other' }
  | { readonly kind: 'plan-expired' }
  | { readonly kind: 'plan-not-frozen' }
  | { readonly kind: 'already-approved'; readonly by: Person }
  | { readonly kind: 'second-person'; readonly requester: Person }
  | { readonly kind: 'wrong-name'; readonly expected: string }
  /** Only an owner may lift the guards. */
  | { readonly kind: 'guards-owner-only' }
  | {
      readonly kind: 'response-open';
      /** Of the case. */
      readonly number: number;
      readonly burning: boolean;
      readonly checklist: readonly ChecklistName[];
    };
