import type { ColumnType, Generated } from 'kysely';
import type { SourceName } from '../../domain/detection.ts';
import type { ChannelId, PartnerId } from '../../domain/ids.ts';
import type { Language, Partner, PartnerKind } from '../../domain/partner.ts';
import type { Person } from '../../domain/people.ts';
import type { ReminderPolicy } from '../../domain/reminders.ts';
import type { Routing } from '../../domain/routing.ts';
import type { SettingChange } from '../../domain/settings.ts';
import type { Json } from '../../workflow/ports.ts';
import type { JsonOf, Time } from './columns.ts';

export interface PartnerTable {
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

export interface UnknownTenantTable {
  tenant_id: string;
  conversation_id: string;
  activities: Generated<number>;
  first_at: Time;
  last_at: Time;
}

export interface SourceStateTable {
  partner_id: PartnerId;
  cursor: string | null;
  polled_at: string | null;
  succeeded_at: string | null;
  error: string | null;
  failures: number;
}

export interface CustomerTable {
  partner_id: PartnerId;
  tenant_id: string;
  name: string;
  read_at: Time;
}

export interface SubscriptionTable {
  partner_id: PartnerId;
  customer_tenant_id: string;
  subscription_id: string;
  name: string | null;
  read_at: Time;
}

export interface PartnerScoreTable {
  partner_id: PartnerId;
  average_hours: number | null;
  compliant: boolean | null;
  read_at: Time;
}

export interface SettingChangeTable {
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
