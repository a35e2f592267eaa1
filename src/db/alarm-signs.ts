import { type CallbackSigns, callbackLeadsMs, callbackWithinMs, type DecidedCase } from '../domain/alarm-signs.ts';
import type { Case } from '../domain/case.ts';
import type { ConsentTrouble } from '../domain/consent.ts';
import type { CaseId, DetectionId, PartnerId } from '../domain/ids.ts';
import type { AlarmSigns } from '../workflow/ledger-ports.ts';
import type { Database } from './database.ts';
import { placeOfCase } from './ledger.ts';

/** By case; an alert that was placed nowhere, which no code of ours leaves behind, by itself. */
const uncarded = {
  name: 'alarms-uncarded',
  text: `select d.partner_id, d.case_id, c.number, min(d.received_at) as since, count(*)::integer as count,
      min(d.id) as detection_id, min(d.customer_tenant_id) as customer_tenant_id, min(d.subscription_id) as subscription_id
    from detections d join partners p on p.id = d.partner_id and p.removed_at is null left join cases c on c.id = d.case_id
    where not d.is_test and d.received_at <= $1 and (
      (c.stage <> 'closed' and ${placeOfCase} is null) or (d.case_id is null and d.uncarded is null))
    group by d.partner_id, d.case_id, c.number, case when d.case_id is null then d.id end
    order by since`,
};

interface UncardedRow {
  readonly partner_id: PartnerId;
  readonly case_id: CaseId | null;
  readonly number: number | null;
  readonly since: Date;
  readonly count: number;
  readonly detection_id: DetectionId;
  readonly customer_tenant_id: string;
  readonly subscription_id: string;
}

/** Alerts of a source that is not asked any more say nothing. */
const decided = {
  name: 'alarms-decided',
  text: `select c.state, s.polled_at, s.failures,
      json_agg(json_build_object('id', d.id, 'receivedAt', d.received_at) order by d.id) as alerts
    from detections d join cases c on c.id = d.case_id
      join partners p on p.id = d.partner_id and p.removed_at is null and p.source = d.source
      left join source_states s on s.partner_id = p.id
    where d.status <> 'resolved' and not d.is_test and d.case_id is not null and c.verdict <> 'none'
    group by c.id, s.partner_id`,
};

interface DecidedRow {
  readonly state: Case;
  readonly polled_at: string | null;
  readonly failures: number | null;
  readonly alerts: DecidedCase['openAtSource'];
}

/** The job of a look is made anew each minute while nobody does it, and keeps the time at which it was first made. */
const sources = {
  name: 'alarms-sources',
  text: `select p.id as "partnerId", s.polled_at, s.succeeded_at, s.error, coalesce(s.failures, 0) as failures,
      exists (
        select from graphile_worker._private_jobs j
        where j.key = 'poll:' || p.id and j.created_at < now() - interval '10 minutes'
      ) as "isOverdue"
    from partners p left join source_states s on s.partner_id = p.id where p.removed_at is null order by p.id`,
};

interface SourceRow {
  readonly partnerId: PartnerId;
  readonly polled_at: string | null;
  readonly succeeded_at: string | null;
  readonly error: string | null;
  readonly failures: number;
  readonly isOverdue: boolean;
}

/** Alerts of other types than those that are followed may have no callback of theirs. */
const callbackSigns = {
  name: 'alarms-callbacks',
  text: `select w.partner_id, w.registered_at, w.last_event_at, w.refused, w.refused_from, w.refused_at, u.unheard, u.since
    from webhooks w join partners p on p.id = w.partner_id and p.removed_at is null
    cross join lateral (
      select count(*)::integer as unheard, min(d.received_at) as since from detections d
      where d.partner_id = w.partner_id and not d.is_test and d.uncarded is null
        and d.received_at > greatest(w.registered_at, w.last_event_at) + make_interval(secs => ${callbackLeadsMs / 1000})
        and d.received_at <= $1::timestamptz - make_interval(secs => ${callbackWithinMs / 1000})
    ) as u
    where w.registered_at is not null and w.key_hash is not null order by w.partner_id`,
};

interface CallbackRow {
  readonly partner_id: PartnerId;
  readonly registered_at: Date;
  readonly last_event_at: Date | null;
  readonly refused: number;
  readonly refused_from: Date | null;
  readonly refused_at: Date | null;
  readonly unheard: number;
  readonly since: Date | null;
}

function callbackSignsOf(row: CallbackRow): CallbackSigns & { readonly partnerId: PartnerId } {
  const { last_event_at: heard, refused_from: from, refused_at: at } = row;
  const isRefused = from !== null && at !== null && (heard === null || at > heard);
  return {
    partnerId: row.partner_id,
    registeredAt: row.registered_at.toISOString(),
    ...(heard === null ? {} : { lastEventAt: heard.toISOString() }),
    ...(isRefused ? { refused: { count: row.refused, from: from.toISOString() } } : {}),
    ...(row.since === null ? {} : { unheard: { count: row.unheard, since: row.since.toISOString() } }),
  };
}

const lostConsents = {
  name: 'alarms-consents',
  text: `select c.partner_id as "partnerId", c.trouble, coalesce(c.trouble_since, c.trouble_at) as since
    from partner_consents c join partners p on p.id = c.partner_id and p.removed_at is null
    where c.trouble is not null order by c.partner_id`,
};

interface LostConsentRow {
  readonly partnerId: PartnerId;
  readonly trouble: ConsentTrouble;
  readonly since: Date;
}

/** What may be wrong, as the rows show it. */
export function createAlarmSigns({ pool }: Pick<Database, 'pool'>): AlarmSigns {
  return {
    uncarded: async (receivedBy) => {
      const { rows } = await pool.query<UncardedRow>({ ...uncarded, values: [receivedBy] });
      return rows.map((row) => ({
        partnerId: row.partner_id,
        kind: 'not-carded' as const,
        subject: row.case_id ?? row.detection_id,
        facts: {
          since: row.since.toISOString(),
          count: row.count,
          customerTenantId: row.customer_tenant_id,
          subscriptionId: row.subscription_id,
          ...(row.case_id === null || row.number === null ? {} : { caseId: row.case_id, number: row.number }),
        },
      }));
    },

    decided: async () => {
      const { rows } = await pool.query<DecidedRow>(decided);
      return rows.map((row) => ({
        case: row.state,
        openAtSource: row.alerts,
        ...(row.polled_at === null || row.failures !== 0 ? {} : { readAt: row.polled_at }),
      }));
    },

    sources: async () => {
      const { rows } = await pool.query<SourceRow>(sources);
      return rows.map(({ polled_at: polledAt, succeeded_at: succeededAt, error, ...row }) => ({
        ...row,
        ...(polledAt === null ? {} : { polledAt }),
        ...(succeededAt === null ? {} : { succeededAt }),
        ...(error === null ? {} : { error }),
      }));
    },

    callbackSigns: async (now) => {
      const { rows } = await pool.query<CallbackRow>({ ...callbackSigns, values: [now] });
      return rows.map(callbackSignsOf);
    },

    lostConsents: async () => {
      const { rows } = await pool.query<LostConsentRow>(lostConsents);
      return rows.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));
    },
  };
}
