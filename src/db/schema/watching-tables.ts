import type { ColumnType, Generated } from 'kysely';
import type { Alarm } from '../../domain/alarms.ts';
import type { PartnerId } from '../../domain/ids.ts';
import type { WebhookOutcome } from '../../workflow/webhook-ports.ts';
import type { JsonOf, Time } from './columns.ts';

export interface WebhookTable {
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

export interface AlarmTable {
  id: Alarm['id'];
  partner_id: PartnerId;
  kind: Alarm['kind'];
  subject: string;
  facts: JsonOf<Alarm['facts']>;
  raised_at: Time;
  cleared_at: ColumnType<Date | null, string | null, string | null>;
}

export interface WebhookDeliveryTable {
  partner_id: PartnerId;
  body_hash: string;
  received_at: Time;
}

export interface WebhookCountTable {
  day: ColumnType<Date, string, string>;
  /** Empty for callbacks with a key that no partner has. */
  partner_id: PartnerId | '';
  outcome: WebhookOutcome;
  count: ColumnType<string, number, number>;
}

export interface WebhookRefusalTable {
  /** Empty for a key that no partner has. */
  partner_id: PartnerId | '';
  why: string;
  last_at: Time;
}

/** The tables as migrations/ makes them. */
