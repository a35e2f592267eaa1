import { createAlarmStore } from '../../../src/db/alarms.ts';
import type { Database } from '../../../src/db/database.ts';
import { isDead } from '../../../src/db/dead-letters.ts';
import { createLedgerStore } from '../../../src/db/ledger.ts';
import type { Alarm } from '../../../src/domain/alarms.ts';
import { day } from '../../../src/domain/clocks.ts';
import { type LedgerLine, ledgerDay, sumOfLines } from '../../../src/domain/ledger.ts';
import type { Partner } from '../../../src/domain/partner.ts';

/** What the database knows of a partner, as far as checks begin from it. */
export interface PartnerRecords {
  readonly source?: { readonly succeededAt?: string; readonly failures: number };
  readonly lastDetection?: string;
  readonly channels: readonly ChannelRecord[];
  /** A subscription that a case is about, newest first. */
  readonly subscription?: { readonly customerTenantId: string; readonly subscriptionId: string };
  readonly person?: { readonly objectId: string; readonly teamsId: string };
}

/** What the partner's alerts of seven days came to, and what is wrong with that. */
export interface PartnerLedger {
  readonly week: LedgerLine;
  readonly alarms: readonly Alarm[];
}

export interface ChannelRecord {
  readonly teamsChannelId: string;
  readonly serviceUrl: string;
  readonly tenantId: string;
  readonly name: string | null;
  readonly state: string;
}

export interface DeadLetters {
  readonly jobs: readonly { readonly name: string; readonly count: number }[];
  /** Of channels that still take messages. */
  readonly posts: number;
  /** Seconds. */
  readonly oldestDueJob: number | null;
}

/** Throws where the database does not answer, or has no such tables yet. */
export async function readPartnerRecords({ pool }: Database, partner: Partner): Promise<PartnerRecords> {
  const ask = async <T extends object>(text: string): Promise<readonly T[]> =>
    (await pool.query<T>(text, [partner.id])).rows;
  const [[source], [detection], channels, [subscription], [person]] = await Promise.all([
    ask<{ at: string | null; failures: number }>(
      'select succeeded_at as at, failures from source_states where partner_id = $1',
    ),
    ask<{ at: Date | null }>('select max(received_at) as at from detections where partner_id = $1'),
    ask<ChannelRecord>(`select teams_channel_id as "teamsChannelId", service_url as "serviceUrl",
      tenant_id as "tenantId", name, state from channels where partner_id = $1 order by id`),
    ask<{ customerTenantId: string; subscriptionId: string }>(`select customer_tenant_id as "customerTenantId",
      subscription_id as "subscriptionId" from cases where partner_id = $1 order by number desc limit 1`),
    ask<{ objectId: string; teamsId: string }>(`select p.object_id as "objectId", p.teams_id as "teamsId"
      from people p join partners on partners.tenant_id = p.tenant_id where partners.id = $1 order by p.object_id limit 1`),
  ]);
  return {
    ...(source === undefined
      ? {}
      : { source: { failures: source.failures, ...(source.at === null ? {} : { succeededAt: source.at }) } }),
    ...(detection?.at ? { lastDetection: detection.at.toISOString() } : {}),
    channels,
    ...(subscription === undefined ? {} : { subscription }),
    ...(person === undefined ? {} : { person }),
  };
}

export async function readPartnerLedger(database: Database, partner: Partner, now: Date): Promise<PartnerLedger> {
  const since = ledgerDay(new Date(now.getTime() - 6 * day));
  const [lines, alarms] = await Promise.all([
    createLedgerStore(database).alerts({ partnerId: partner.id, since, now: now.toISOString() }),
    createAlarmStore(database).openOf(partner.id),
  ]);
  return { week: sumOfLines(lines), alarms };
}

export async function readDeadLetters({ pool }: Database): Promise<DeadLetters> {
  const [jobs, rest] = await Promise.all([
    pool.query<{ name: string; count: number }>(`select task_identifier as name, count(*)::integer as count
      from graphile_worker.jobs where attempts >= max_attempts and locked_at is null and key is not null
      group by task_identifier order by task_identifier`),
    pool.query<{ posts: number; due: number | null }>(`select
      (select count(*)::integer from posts p left join channels c on c.tenant_id = p.tenant_id
        and c.teams_channel_id = p.thread where ${isDead} and coalesce(c.state, 'ready') = 'ready') as posts,
      (select extract(epoch from now() - min(run_at))::float8 from graphile_worker.jobs
        where locked_at is null and attempts < max_attempts and run_at <= now()) as due`),
  ]);
  return { jobs: jobs.rows, posts: rest.rows[0]?.posts ?? 0, oldestDueJob: rest.rows[0]?.due ?? null };
}
