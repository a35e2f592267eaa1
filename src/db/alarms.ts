import { type Selectable, sql } from 'kysely';
import { type CallbackSigns, callbackLeadsMs, callbackWithinMs, type DecidedCase } from '../domain/alarm-signs.ts';
import type { Alarm } from '../domain/alarms.ts';
import type { Case } from '../domain/case.ts';
import type { CaseId, DetectionId, PartnerId, PostId } from '../domain/ids.ts';
import type { Language } from '../domain/partner.ts';
import type { AlarmCard, AlarmStore } from '../workflow/ledger-ports.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { placeOfCase } from './ledger.ts';
import { addToOutbox } from './outbox.ts';
import type { Schema } from './schema.ts';
import { transaction } from './transaction.ts';

function alarmOf(row: Selectable<Schema['alarms']>): Alarm {
  return {
    id: row.id,
    partnerId: row.partner_id,
    kind: row.kind,
    subject: row.subject,
    facts: row.facts,
    raisedAt: row.raised_at.toISOString(),
    ...(row.cleared_at === null ? {} : { clearedAt: row.cleared_at.toISOString() }),
  };
}

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

interface CardRow {
  readonly id: PostId;
  readonly language: Language;
  readonly service_url: string;
  readonly tenant_id: string;
  readonly conversation_id: string | null;
  readonly activity_id: string | null;
}

function cardOf(row: CardRow): AlarmCard {
  const { conversation_id: conversationId, activity_id: activityId } = row;
  return {
    postId: row.id,
    language: row.language,
    serviceUrl: row.service_url,
    tenantId: row.tenant_id,
    ...(conversationId === null || activityId === null ? {} : { sentTo: { conversationId, activityId } }),
  };
}

/** Alarms are rows: raised once and ended once by all processes together (product.md F7). */
export function createAlarmStore({ sql: db, pool }: Database): AlarmStore {
  const open = () =>
    db
      .selectFrom('alarms')
      .innerJoin('partners', 'partners.id', 'alarms.partner_id')
      .selectAll('alarms')
      .where('partners.removed_at', 'is', null)
      .where('alarms.cleared_at', 'is', null)
      .orderBy('alarms.raised_at')
      .orderBy('alarms.id');

  return {
    open: async () => (await open().execute()).map(alarmOf),
    openOf: async (partnerId) => (await open().where('alarms.partner_id', '=', partnerId).execute()).map(alarmOf),

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

    raise: (alarm, posts) =>
      transaction(db, async (tx) => {
        const fresh = await tx
          .insertInto('alarms')
          .values({
            id: alarm.id,
            partner_id: alarm.partnerId,
            kind: alarm.kind,
            subject: alarm.subject,
            facts: toJson(alarm.facts),
            raised_at: alarm.raisedAt,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (fresh === undefined) return false;
        await addToOutbox(tx, { posts, jobs: [] });
        return true;
      }),

    cards: async ({ id, partnerId }) => {
      const { rows } = await sql<CardRow>`
        select p.id, p.language, c.service_url, p.tenant_id, p.sent_conversation_id as conversation_id,
          p.sent_activity_id as activity_id
        from channels c join posts p on p.dedupe_key = 'alarm-raised:' || ${id} || ':' || c.id
        where c.partner_id = ${partnerId} and p.state <> 'failed' order by p.ordinal`.execute(db);
      return rows.map(cardOf);
    },

    // One that is being sent at this moment is sent again, as it is from now on (posts.ts).
    clear: (alarmId, at, { cards, posts }) =>
      transaction(db, async (tx) => {
        const over = await tx
          .updateTable('alarms')
          .set({ cleared_at: at })
          .where('id', '=', alarmId)
          .where('cleared_at', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (over === undefined) return false;
        const drawn = toJson(cards.map(({ postId, activity }) => ({ id: postId, activity })));
        await sql`
          with drawn as (
            update posts set activity = n.activity, facts_version = facts_version + 1,
              state = case when state = 'sent' then 'due' else state end,
              due_at = case when state = 'sent' then now() else due_at end
            from json_to_recordset(${drawn}::json) as n (id text, activity json)
            where posts.id = n.id and posts.state <> 'failed'
            returning thread
          )
          select add_outbox_jobs('[]', array(select thread from drawn))`.execute(tx);
        await addToOutbox(tx, { posts, jobs: [] });
        return true;
      }),
  };
}
