import type { Generated } from 'kysely';
import type { Case, CheckName, VerdictKind } from '../../domain/case.ts';
import type { Detection, SourceName } from '../../domain/detection.ts';
import type { CaseEvent } from '../../domain/events.ts';
import type { CheckFacts } from '../../domain/facts.ts';
import type { CaseId, DetectionId, PartnerId, RunId } from '../../domain/ids.ts';
import type { Memory } from '../../domain/memory.ts';
import type { Actor } from '../../domain/people.ts';
import type { ReminderPolicy } from '../../domain/reminders.ts';
import type { Answer, DetectionRecord } from '../../workflow/case-ports.ts';
import type { Json } from '../../workflow/ports.ts';
import type { JsonOf, Time } from './columns.ts';

export interface CaseTable {
  id: CaseId;
  partner_id: PartnerId;
  number: number;
  customer_tenant_id: string;
  subscription_id: string;
  stage: Case['stage'];
  verdict: VerdictKind | 'none';
  owner_object_id: string | null;
  owner_name: string | null;
  revision: number;
  seq: number;
  head: string;
  opened_at: Time;
  closed_at: Time | null;
  deadline_at: Time;
  snooze_until: Time | null;
  after_care_due_at: Time | null;
  plan_expires_at: Time | null;
  open_run_id: RunId | null;
  asking_due_at: Time | null;
  remind_at: Time | null;
  reminder_policy: JsonOf<ReminderPolicy> | null;
  /** When the last of its alerts was answered; see responsesOf. */
  answered_at: Time | null;
  is_test: boolean;
  state: JsonOf<Case>;
}

export interface MemoryTable {
  case_id: CaseId;
  partner_id: PartnerId;
  number: number;
  customer_tenant_id: string;
  subscription_id: string;
  confirmed_at: Time;
  until: Time;
  ended_at: Time | null;
  /** Of its case. */
  revision: number;
  memory: JsonOf<Memory>;
}

export interface JournalTable {
  case_id: CaseId;
  seq: number;
  at: string;
  actor: JsonOf<Actor>;
  event: JsonOf<CaseEvent>;
  previous_hash: string;
  hash: string;
}

export interface AnswerTable {
  key: string;
  case_id: CaseId;
  answer: JsonOf<Answer>;
  at: Generated<Date>;
}

export interface DetectionTable {
  id: DetectionId;
  partner_id: PartnerId;
  source: SourceName;
  external_id: string;
  customer_tenant_id: string;
  subscription_id: string;
  alert_type: string;
  status: Detection['status'];
  is_test: boolean;
  received_at: Time;
  case_id: CaseId | null;
  uncarded: NonNullable<DetectionRecord['uncarded']> | null;
  detection: JsonOf<Detection>;
  raw: JsonOf<Json>;
}

export interface UnreadableAlertTable {
  id: Generated<string>;
  partner_id: PartnerId;
  source: SourceName;
  raw_hash: string;
  external_id: string | null;
  raw: JsonOf<Json>;
  error: string;
  received_at: Time;
}

export interface FactTable {
  case_id: CaseId;
  check_name: CheckName;
  facts: JsonOf<CheckFacts>;
  read_at: Time;
}
