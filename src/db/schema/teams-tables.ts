import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { CheckName } from '../../domain/case.ts';
import type { CaseId, ChannelId, PartnerId, PlanId, PostId } from '../../domain/ids.ts';
import type { Language } from '../../domain/partner.ts';
import type { Json } from '../../workflow/ports.ts';
import type { PostContent } from '../../workflow/post-ports.ts';
import type { PostFailure } from '../../workflow/sending-ports.ts';
import type { Channel, Question } from '../../workflow/teams-ports.ts';
import type { JsonOf, Time } from './columns.ts';

export interface ChannelTable {
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

export interface PeopleTable {
  tenant_id: string;
  object_id: string;
  name: string;
  teams_id: string;
  service_url: string | null;
  personal_conversation_id: string | null;
  language: Language | null;
  chat_closed: Generated<boolean>;
  seen_on: Generated<Date>;
}

export interface QuestionTable {
  conversation_id: string;
  tenant_id: string;
  object_id: string;
  case_id: CaseId | null;
  ask: JSONColumnType<Question['ask']>;
  expires_at: Time;
}

export interface PostTable {
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
