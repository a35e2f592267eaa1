import type {
  AnswerTable,
  CaseTable,
  DetectionTable,
  FactTable,
  JournalTable,
  MemoryTable,
  UnreadableAlertTable,
} from './schema/case-tables.ts';
import type {
  CustomerTable,
  PartnerScoreTable,
  PartnerTable,
  SettingChangeTable,
  SourceStateTable,
  SubscriptionTable,
  UnknownTenantTable,
} from './schema/partner-tables.ts';
import type {
  InvestigatedResourceTable,
  InvestigationTable,
  KeptEvidenceTable,
  PackCodeTable,
  PackPartTable,
  PackTable,
  PlanTable,
  RunItemTable,
  RunTable,
} from './schema/response-tables.ts';
import type {
  ConsentAttemptTable,
  ConsentLinkTable,
  PartnerConsentTable,
  SealedTokenTable,
  SignInErrandTable,
  SignInExchangeTable,
  SignInTable,
  SignInWishTable,
} from './schema/sign-in-tables.ts';
import type { ChannelTable, PeopleTable, PostTable, QuestionTable } from './schema/teams-tables.ts';
import type {
  AlarmTable,
  WebhookCountTable,
  WebhookDeliveryTable,
  WebhookRefusalTable,
  WebhookTable,
} from './schema/watching-tables.ts';

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
  sign_in_errands: SignInErrandTable;
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
