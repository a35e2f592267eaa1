import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Alarm } from '../domain/alarms.ts';
import type { Case, CheckName, VerdictKind } from '../domain/case.ts';
import type { PersonCommand } from '../domain/commands.ts';
import type { ConsentTrouble, TokenAudience } from '../domain/consent.ts';
import type { Detection, SourceName } from '../domain/detection.ts';
import type { CaseEvent } from '../domain/events.ts';
import type { CheckFacts } from '../domain/facts.ts';
import type { CaseId, ChannelId, DetectionId, PackId, PartnerId, PlanId, PostId, RunId } from '../domain/ids.ts';
import type { InvestigatedResource, InvestigationSummary } from '../domain/investigation.ts';
import type { Memory } from '../domain/memory.ts';
import type { Pack } from '../domain/pack.ts';
import type { Language, Partner, PartnerKind } from '../domain/partner.ts';
import type { Actor, Person } from '../domain/people.ts';
import type { Plan } from '../domain/plan.ts';
import type { ReminderPolicy } from '../domain/reminders.ts';
import type { Routing } from '../domain/routing.ts';
import type { ItemState, Run, RunItem } from '../domain/run.ts';
import type { SettingChange } from '../domain/settings.ts';
import type { SignInName } from '../domain/sign-in.ts';
import type { Answer, Channel, DetectionRecord, Json, PostContent, Question } from '../workflow/ports.ts';
import type { EvidencePiece } from '../workflow/response-ports.ts';
import type { PostFailure } from '../workflow/sending-ports.ts';
import type { KnownSignIn, SignInOutcome } from '../workflow/sign-in-ports.ts';
import type { WebhookOutcome } from '../workflow/webhook-ports.ts';

type Time = ColumnType<Date, string, string>;
type JsonOf<T> = ColumnType<T, string, string>;

interface PartnerTable {
  id: Generated<PartnerId>;
  tenant_id: string;
  name: string;
  source: SourceName;
  language: Language;
  role_groups: JsonOf<Partner['roleGroups']>;
  role_people: JsonOf<NonNullable<Partner['rolePeople']>>;
  installed_by: string | null;
  /** Empty where the partner is from before there was one. */
  removal: JsonOf<Partial<Partner['removal']>>;
  extra_alert_types: string[];
  poll_minutes: number;
  time_zone: string;
  digest_at: string | null;
  reminders: ColumnType<ReminderPolicy | null, string | null, string | null>;
  escalation_channel_id: ChannelId | null;
  memory_days: number | null;
  kind: PartnerKind | null;
  routing: ColumnType<Routing | null, string | null | undefined, string | null>;
  working_days: ColumnType<number[] | null, number[] | null | undefined, number[] | null>;
  settings_revision: Generated<number>;
  /** What the partners file said of it when it was last read. */
  from_file: ColumnType<Json | null, string | null, string | null>;
  /** Since when it is served no more. */
  removed_at: ColumnType<Date | null, string | null, string | null>;
}

interface ConsentLinkTable {
  hash: string;
  partner_id: PartnerId;
  /** Null where an operator asked for it. */
  asked_by: ColumnType<Person | null, string | null, string | null>;
  expires_at: Time;
}

interface ConsentAttemptTable {
  state_hash: string;
  link_hash: string;
  browser_hash: string;
  expires_at: Time;
}

interface PartnerConsentTable {
  partner_id: PartnerId;
  object_id: string;
  name: string;
  given_at: Time;
  renewed_at: Time;
  /** One more with each renewal. */
  generation: number;
  trouble: ConsentTrouble | null;
  trouble_at: ColumnType<Date | null, string | null, string | null>;
}

interface SealedTokenTable {
  partner_id: PartnerId;
  audience: TokenAudience;
  key_id: string;
  generation: number;
  sealed: Buffer;
  expires_at: Time;
}

interface UnknownTenantTable {
  tenant_id: string;
  conversation_id: string;
  activities: Generated<number>;
  first_at: Time;
  last_at: Time;
}

interface SourceStateTable {
  partner_id: PartnerId;
  cursor: string | null;
  polled_at: string | null;
  succeeded_at: string | null;
  error: string | null;
  failures: number;
}

interface CustomerTable {
  partner_id: PartnerId;
  tenant_id: string;
  name: string;
  read_at: Time;
}

interface SubscriptionTable {
  partner_id: PartnerId;
  customer_tenant_id: string;
  subscription_id: string;
  name: string | null;
  read_at: Time;
}

interface CaseTable {
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
  is_test: boolean;
  state: JsonOf<Case>;
}

interface MemoryTable {
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

interface JournalTable {
  case_id: CaseId;
  seq: number;
  at: string;
  actor: JsonOf<Actor>;
  event: JsonOf<CaseEvent>;
  previous_hash: string;
  hash: string;
}

interface AnswerTable {
  key: string;
  case_id: CaseId;
  answer: JsonOf<Answer>;
  at: Generated<Date>;
}

interface DetectionTable {
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

interface UnreadableAlertTable {
  id: Generated<string>;
  partner_id: PartnerId;
  source: SourceName;
  raw_hash: string;
  external_id: string | null;
  raw: JsonOf<Json>;
  error: string;
  received_at: Time;
}

interface FactTable {
  case_id: CaseId;
  check_name: CheckName;
  facts: JsonOf<CheckFacts>;
  read_at: Time;
}

interface ChannelTable {
  id: ChannelId;
  partner_id: PartnerId;
  tenant_id: string;
  team_id: string;
  teams_channel_id: string;
  service_url: string;
  team_name: string | null;
  name: string | null;
  language: Language;
  state: Channel['state'];
  state_at: ColumnType<Date | null, string | null, string | null>;
  installed_by: string | null;
}

interface PeopleTable {
  tenant_id: string;
  object_id: string;
  name: string;
  teams_id: string;
  service_url: string | null;
  personal_conversation_id: string | null;
  language: Language | null;
}

interface QuestionTable {
  conversation_id: string;
  tenant_id: string;
  object_id: string;
  case_id: CaseId;
  ask: JSONColumnType<Question['ask']>;
  expires_at: Time;
}

interface PostTable {
  id: PostId;
  ordinal: Generated<string>;
  partner_id: PartnerId;
  channel_id: ChannelId | null;
  conversation_id: string | null;
  service_url: string | null;
  tenant_id: string;
  thread: string;
  kind: PostContent['kind'];
  case_id: CaseId | null;
  check_name: CheckName | null;
  plan_id: PlanId | null;
  activity: JsonOf<Json> | null;
  language: Language;
  dedupe_key: string | null;
  state: 'due' | 'sending' | 'sent' | 'failed' | 'listed';
  attempt: number;
  due_at: Time;
  sent_at: Time | null;
  /** When it was given a card in its channel, or its place on a list. */
  alerted_at: Time | null;
  listed_in: PostId | null;
  slot_at: Time | null;
  wanted_seq: number;
  shown_seq: number | null;
  facts_version: number;
  facts_drawn: number;
  sent_conversation_id: string | null;
  sent_activity_id: string | null;
  error: string | null;
  failed_at: Time | null;
  failure: PostFailure | null;
}

interface InvestigationTable {
  case_id: CaseId;
  summary: JsonOf<InvestigationSummary>;
  read_at: Time;
}

interface InvestigatedResourceTable {
  case_id: CaseId;
  rank: number;
  key: string;
  resource: JsonOf<InvestigatedResource>;
}

interface PlanTable {
  id: PlanId;
  case_id: CaseId;
  hash: string;
  plan: JsonOf<Plan>;
  made_at: Time;
}

interface KeptEvidenceTable {
  id: Generated<string>;
  plan_id: PlanId;
  kind: EvidencePiece['kind'];
  name: string;
  content: JsonOf<Json>;
  error: string | null;
  kept_at: Generated<Date>;
}

interface RunTable {
  id: RunId;
  case_id: CaseId;
  plan_id: PlanId | null;
  run: JsonOf<Omit<Run, 'items' | 'cancelledAt' | 'endedAt'>>;
  cancelled_at: Time | null;
  ended_at: Time | null;
  started_at: Time;
}

interface RunItemTable {
  run_id: RunId;
  position: number;
  key: string;
  state: ItemState;
  item: JsonOf<RunItem>;
}

interface SignInTable {
  tenant_id: string;
  object_id: string;
  name: SignInName;
  state: KnownSignIn['state'];
  generation: Generated<number>;
  asked_at: Time | null;
  tries: Generated<number>;
}

interface SignInExchangeTable {
  tenant_id: string;
  object_id: string;
  id_hash: string;
  outcome: SignInOutcome;
  at: Time;
}

interface SignInWishTable {
  tenant_id: string;
  object_id: string;
  case_id: CaseId;
  partner_id: PartnerId;
  person_name: string;
  needs: SignInName;
  key: string;
  seen_revision: number;
  command: JsonOf<PersonCommand>;
  language: Language;
  wished_at: Time;
}

interface PackTable {
  id: PackId;
  case_id: CaseId;
  profile: Pack['profile'];
  language: Language;
  asked_by: JsonOf<Person>;
  asked_at: Time;
  state: Generated<Pack['state']>;
  attempt: Generated<number>;
  parts: Generated<number>;
  bytes: string | null;
  sha256: string | null;
  files: number | null;
  ended_at: Time | null;
}

interface PackPartTable {
  pack_id: PackId;
  position: number;
  part: Buffer;
}

interface PackCodeTable {
  code_hash: string;
  pack_id: PackId;
  given_to: JsonOf<Person>;
  expires_at: Time;
}

interface PartnerScoreTable {
  partner_id: PartnerId;
  average_hours: number | null;
  compliant: boolean | null;
  read_at: Time;
}

interface SettingChangeTable {
  id: Generated<string>;
  partner_id: PartnerId;
  revision: number;
  at: Time;
  by: JsonOf<Person>;
  setting: SettingChange['setting'];
  channel_id: ChannelId | null;
  before: JsonOf<Json>;
  after: JsonOf<Json>;
}

interface WebhookTable {
  partner_id: PartnerId;
  key_hash: string | null;
  /** Of the address that is being registered; both are taken meanwhile. */
  next_key_hash: string | null;
  registered_at: ColumnType<Date | null, string | null, string | null>;
  last_event_at: ColumnType<Date | null, string | null, string | null>;
  last_test_at: ColumnType<Date | null, string | null, string | null>;
  /** Callbacks that were refused since the last good one: the first, the last, and how many. */
  refused_from: ColumnType<Date | null, string | null, string | null>;
  refused_at: ColumnType<Date | null, string | null, string | null>;
  refused: Generated<number>;
}

interface AlarmTable {
  id: Alarm['id'];
  partner_id: PartnerId;
  kind: Alarm['kind'];
  subject: string;
  facts: JsonOf<Alarm['facts']>;
  raised_at: Time;
  cleared_at: ColumnType<Date | null, string | null, string | null>;
}

interface WebhookDeliveryTable {
  partner_id: PartnerId;
  body_hash: string;
  received_at: Time;
}

interface WebhookCountTable {
  day: ColumnType<Date, string, string>;
  /** Empty for callbacks with a key that no partner has. */
  partner_id: PartnerId | '';
  outcome: WebhookOutcome;
  count: ColumnType<string, number, number>;
}

interface WebhookRefusalTable {
  /** Empty for a key that no partner has. */
  partner_id: PartnerId | '';
  why: string;
  last_at: Time;
}

/** The tables as migrations/ makes them. */
export interface Schema {
  partners: PartnerTable;
  source_states: SourceStateTable;
  unknown_tenants: UnknownTenantTable;
  customers: CustomerTable;
  subscriptions: SubscriptionTable;
  cases: CaseTable;
  journal: JournalTable;
  memories: MemoryTable;
  answers: AnswerTable;
  detections: DetectionTable;
  unreadable_alerts: UnreadableAlertTable;
  facts: FactTable;
  channels: ChannelTable;
  people: PeopleTable;
  questions: QuestionTable;
  sign_ins: SignInTable;
  sign_in_exchanges: SignInExchangeTable;
  sign_in_wishes: SignInWishTable;
  posts: PostTable;
  investigations: InvestigationTable;
  investigated_resources: InvestigatedResourceTable;
  plans: PlanTable;
  kept_evidence: KeptEvidenceTable;
  runs: RunTable;
  run_items: RunItemTable;
  packs: PackTable;
  pack_parts: PackPartTable;
  pack_codes: PackCodeTable;
  partner_scores: PartnerScoreTable;
  consent_links: ConsentLinkTable;
  consent_attempts: ConsentAttemptTable;
  partner_consents: PartnerConsentTable;
  sealed_tokens: SealedTokenTable;
  setting_changes: SettingChangeTable;
  webhooks: WebhookTable;
  webhook_deliveries: WebhookDeliveryTable;
  webhook_counts: WebhookCountTable;
  webhook_refusals: WebhookRefusalTable;
  alarms: AlarmTable;
}
