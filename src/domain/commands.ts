import type { CaseDetection, CheckAnswer, CheckName, ReportFailure, ReportGoal, VerdictKind } from './case.ts';
import type { ResolvedReason } from './detection.ts';
import type { DetectionId } from './ids.ts';
import type { Person, Role } from './people.ts';

/** What a person wants of a case: by button or by typing, the same. */
export type PersonCommand =
  | { readonly type: 'claim' }
  | { readonly type: 'release' }
  | { readonly type: 'assign'; readonly to: Person }
  | { readonly type: 'answer-check'; readonly check: CheckName; readonly answer: CheckAnswer; readonly note?: string }
  | { readonly type: 'decide'; readonly verdict: VerdictKind; readonly reason: string }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'snooze'; readonly until: string; readonly reason: string }
  | { readonly type: 'close'; readonly reason: string }
  | { readonly type: 'report-again' };

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
  | { readonly type: 'end-snooze'; readonly now: string };

export type CaseCommand = PersonCommand | ClockCommand;

/** The role that each of a person's commands needs. */
export const commandRoles = {
  claim: 'responder',
  release: 'responder',
  assign: 'responder',
  'answer-check': 'responder',
  decide: 'responder',
  reopen: 'responder',
  note: 'responder',
  snooze: 'responder',
  close: 'responder',
  'report-again': 'responder',
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
  | { readonly kind: 'report-not-failed' }
  | { readonly kind: 'report-running' }
  | { readonly kind: 'snooze-out-of-range'; readonly maxHours: number }
  | { readonly kind: 'assignee-other-tenant' }
  | { readonly kind: 'assignee-without-role'; readonly needed: Role }
  | { readonly kind: 'newer-case-open'; readonly number: number };
